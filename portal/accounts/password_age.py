"""How long a password is good for."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from portal.accounts.models import PasswordRecord
from portal.directory.models import User


def due_on(user: User) -> date | None:
    """The day from which the password must be changed first; None when it needs no change.

    A password that somebody else gave is due at once. Who has no password here (single sign-on) has none to change.
    """
    if not user.has_usable_password():
        return None
    newest = PasswordRecord.objects.filter(user=user).first()
    if newest is not None and not newest.chosen and settings.PASSWORD_GIVEN_MUST_CHANGE:
        return timezone.localdate()
    if not settings.PASSWORD_MAX_AGE_DAYS:
        return None
    since = newest.at if newest is not None else user.date_joined
    return timezone.localdate(since) + timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)


def warned_of(due: date | None) -> bool:
    """Is it time to remind?"""
    return due is not None and due - timezone.localdate() <= timedelta(days=settings.PASSWORD_WARN_DAYS)


def mark_chosen(user: User) -> None:
    """The present password was chosen by its owner."""
    newest = PasswordRecord.objects.filter(user=user).first()
    if newest is not None:
        PasswordRecord.objects.filter(pk=newest.pk).update(chosen=True)
