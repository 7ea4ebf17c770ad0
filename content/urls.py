from django.urls import path

from content.views import search_site

urlpatterns = [path("search/", search_site, name="search")]
