"""“People and posts” in Wagtail's admin."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from portal.directory.admin.policies import NothingIsDeleted
from portal.directory.models import Post, User
from portal.staffing.admin.posts import PostViewSet
from portal.staffing.admin.screens import SignInSheet, StaffUpload, may_keep_people
from portal.staffing.policies import is_appointed, may_keep_account

# A post that was held stays: events and readings speak of it. It is ended instead.
register_permission_policy(Post, NothingIsDeleted(Post), exact_class=True)


class KeepersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_keep_people(request.user)


class PeopleAndPosts(ViewSetGroup):
    menu_label = _("People and posts")
    menu_icon = "user"
    menu_order = 310
    menu_name = "people_and_posts"
    items = (PostViewSet("posts"),)

    def get_submenu_items(self) -> list[MenuItem]:
        address = lazy(reverse, str)
        return [
            *super().get_submenu_items(),
            KeepersItem(_("People"), address("wagtailusers_users:index"), name="people", icon_name="user", order=9),
            KeepersItem(
                _("Take in from Excel"), address("people:upload"), name="staff_upload", icon_name="upload", order=10
            ),
            KeepersItem(_("Sign-in sheet"), address("people:sheet"), name="sign_in_sheet", icon_name="key", order=11),
        ]


@hooks.register("register_admin_viewset")
def people_and_posts() -> PeopleAndPosts:
    return PeopleAndPosts()


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern | URLResolver]:
    urls = [
        path("upload/", StaffUpload.as_view(), name="upload"),
        path("sign-in-sheet/", SignInSheet.as_view(), name="sheet"),
    ]
    return [path("staff/", include((urls, "people")))]


@hooks.register("before_edit_user")
def out_of_reach(request: HttpRequest, person: User) -> None:
    """The name of an auditor may be mended; the editor itself keeps the rest (portal/staffing/admin/people.py)."""
    if not (may_keep_account(_keeper(request), person) or is_appointed(person)):
        raise PermissionDenied


@hooks.register("before_delete_user")
def never_deleted(request: HttpRequest, person: User) -> None:
    if not may_keep_account(_keeper(request), person):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def nor_among_many(request: HttpRequest, action: str, objects: Iterable[Model], _view: object) -> None:
    keeper = _keeper(request)
    if not all(may_keep_account(keeper, person) for person in objects if isinstance(person, User)):
        raise PermissionDenied


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
