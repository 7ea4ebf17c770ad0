"""People from Excel, and the sheet with their first passwords."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from portal.directory.admin.pages import Screen
from portal.directory.admin.uploads import UploadScreen
from portal.directory.importing.tables import Table
from portal.directory.models import User
from portal.staffing.importing import StaffTable
from portal.staffing.sheets import make_slips, without_password

KEEPS_PEOPLE = ("directory.add_user", "directory.change_user", "directory.add_post", "directory.change_post")


def may_keep_people(user: AbstractBaseUser | AnonymousUser) -> bool:
    return all(user.has_perm(permission) for permission in KEEPS_PEOPLE)  # type: ignore[union-attr]  # our user has it


class StaffUpload(UploadScreen):
    page_title = _("People and posts from Excel")
    header_icon = "upload"
    purpose = "people"
    address = "people:upload"
    file_name = "people.xlsx"

    def make_tables(self) -> list[Table]:
        return [StaffTable(User.objects.get(pk=self.user_id))]

    def may(self, request: HttpRequest) -> bool:
        return may_keep_people(request.user)


class SignInSheet(Screen):
    """GET says for whom; POST makes the passwords and shows them, this once, to be printed."""

    page_title = _("Sign-in sheet")
    header_icon = "key"
    template_name = "staffing/admin/sign_in_sheet.html"

    def may(self, request: HttpRequest) -> bool:
        return may_keep_people(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(people=without_password())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = set(request.POST.getlist("person"))
        people = [person for person in without_password() if str(person.pk) in chosen]
        response = self.page(slips=make_slips(people))
        add_never_cache_headers(response)
        return response
