from django.urls import path

from portal.directory import views

urlpatterns = [path("areas/<str:code>/children/", views.area_children, name="area_children")]
