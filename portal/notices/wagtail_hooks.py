from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, path
from wagtail import hooks

from portal.notices.admin.viewsets import ChannelState, ChannelViewSet


@hooks.register("register_admin_viewset")
def channels() -> ChannelViewSet:
    return ChannelViewSet("channel", url_prefix="channels")


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern | URLResolver]:
    return [path("channel-state/<int:pk>/", ChannelState.as_view(), name="channel_state")]


@hooks.register("register_permissions")
def register_channel_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="notices", content_type__model="channel")
