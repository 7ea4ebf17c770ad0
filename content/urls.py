from django.urls import path

from content.sitemap import sitemap
from content.views import describe_search, search_site, suggest

urlpatterns = [
    path("search/", search_site, name="search"),
    path("search/suggest/", suggest, name="search_suggest"),
    path("opensearch.xml", describe_search, name="search_description"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap_section"),
]
