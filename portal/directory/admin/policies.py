"""Who keeps places and offices: whoever was given the permissions of the models, usually the system administrators."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

KEEPS_DUTIES = ("directory.view_duty", "directory.change_duty")
FILLS_IN = (
    "directory.add_organisation", "directory.change_organisation", "directory.add_duty", "directory.change_duty",
)  # fmt: skip


class NothingIsDeleted(ModelPermissionPolicy):
    """A place or an office that was there once stays: files of that time speak of it. It is ended instead."""

    def user_has_permission(self, user: AbstractBaseUser | AnonymousUser, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(
        self, user: AbstractBaseUser | AnonymousUser, action: str, instance: object
    ) -> bool:
        return self.user_has_permission(user, action)


def may_see_routing(user: AbstractBaseUser | AnonymousUser) -> bool:
    return any(user.has_perm(permission) for permission in KEEPS_DUTIES)  # type: ignore[union-attr]  # our user has it


def may_import(user: AbstractBaseUser | AnonymousUser) -> bool:
    return all(user.has_perm(permission) for permission in FILLS_IN)  # type: ignore[union-attr]  # our user has it
