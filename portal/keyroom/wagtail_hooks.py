from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.keyroom import views
from portal.keyroom.policies import may_look_after_keys

KEY_URLS = [
    path("", views.MasterKeys.as_view(), name="index"),
    path("rotate/", views.rotate, name="rotate"),
]


class MasterKeysMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look_after_keys(request.user)


@hooks.register("register_admin_urls")
def register_key_urls() -> list[URLPattern | URLResolver]:
    return [path("master-keys/", include((KEY_URLS, "keyroom")))]


@hooks.register("register_settings_menu_item")
def register_keys_menu_item() -> MenuItem:
    return MasterKeysMenuItem(_("Master keys"), reverse("keyroom:index"), name="keyroom", icon_name="key", order=910)
