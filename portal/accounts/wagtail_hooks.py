"""In the administration of people: taking away the second factor of somebody who has lost it."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from portal.accounts.views.second_factor import reset
from portal.directory.models import User


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("people/<int:user_id>/second-factor/", reset, name="reset_second_factor")]


@hooks.register("register_user_listing_buttons")
def reset_button(user: User, request_user: User) -> Iterator[Button]:
    if request_user.has_perm("directory.change_user") and user.pk != request_user.pk:
        yield Button(_("Reset second factor"), reverse("reset_second_factor", args=[user.pk]), icon_name="lock")
