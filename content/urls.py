from django.urls import path

from content.sitemap import sitemap
from content.views import search_site

urlpatterns = [
    path("search/", search_site, name="search"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap_section"),
]
