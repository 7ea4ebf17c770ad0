"""Somebody has telephoned and a hotline is right: Wagtail's history keeps who and when. Editors hear what is due."""

from typing import TypeGuard

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from content.models import Hotline
from portal.access.refusal import Refused
from portal.directory.models import User
from portal.locking import locked
from portal.notices.services import notify

MAY = "content.change_hotline"
# What the history calls it. Stored: permanent.
VERIFIED = "content.hotline.verify"
LIST_OF_HOTLINES = "/admin/snippets/content/hotline/"


def may_verify(user: AbstractBaseUser | AnonymousUser) -> TypeGuard[User]:
    return isinstance(user, User) and user.has_perm(MAY)


@transaction.atomic
def verify(hotline_id: int, *, by: User) -> bool:
    """The number was called today. False when somebody has said so today already: a second click changes nothing.

    Raises Refused for who may not, Hotline.DoesNotExist for one that is gone.
    """
    if not may_verify(by):
        raise Refused("not_an_editor", _("Only editors of the hotlines say that a number is right."))
    hotline = locked(Hotline.objects.filter(pk=hotline_id)).get()
    today = timezone.localdate()
    if hotline.verified_on == today:
        return False
    hotline.verified_on = today
    hotline.save(update_fields=["verified_on"])
    log(hotline, VERIFIED, user=by)
    return True


def tell_editors() -> None:
    """Once in a quarter, as soon as a hotline is due, whoever keeps them hears how many there are."""
    due = Hotline.objects.due().count()
    if due:
        today = timezone.localdate()
        key = f"hotlines_due:{today.year}:{(today.month + 2) // 3}"
        editors = User.objects.with_perm(MAY)
        notify(editors, key=key, template="hotlines_due", words={"n": str(due)}, path=LIST_OF_HOTLINES)
