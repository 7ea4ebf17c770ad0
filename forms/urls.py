from django.urls import path

from forms import public

urlpatterns = [
    path("<path:page_path>/start/", public.begin),
    path("<path:page_path>/resume/<str:token>/", public.resume),
    path("<path:page_path>/d/<uuid:draft_id>/", public.fill_in),
    path("<path:page_path>/d/<uuid:draft_id>/<path:place>", public.fill_in),
]
