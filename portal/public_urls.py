from django.urls import URLPattern, path

from portal import preferences

urlpatterns: list[URLPattern] = [
    path("preferences/language/", preferences.choose_language, name="choose_language"),
    path("preferences/text-size/", preferences.choose_text_size, name="choose_text_size"),
]
