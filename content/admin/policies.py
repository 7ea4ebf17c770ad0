"""Who may take documents in: whoever may write pages below the list of policy documents."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from content.models import PolicyIndexPage, PolicyPage


def may_take_in(user: AbstractBaseUser | AnonymousUser) -> bool:
    index = PolicyIndexPage.objects.first()
    return index is not None and bool(index.permissions_for_user(user).can_add_subpage())


def may_bring_up_to_date(user: AbstractBaseUser | AnonymousUser, page: PolicyPage) -> bool:
    """Not while somebody else has locked it."""
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() and not permissions.page_locked())
