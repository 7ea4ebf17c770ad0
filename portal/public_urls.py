from django.urls import URLPattern, URLResolver, include, path

from portal import preferences
from portal.robots import robots

urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/language/", preferences.choose_language, name="choose_language"),
    path("preferences/text-size/", preferences.choose_text_size, name="choose_text_size"),
    path("robots.txt", robots, name="robots"),
    path("", include("portal.directory.urls")),
]
