"""Rules for passwords that Django does not bring along: the practice of classified protection (MLPS) at level 3.

Django calls them wherever a password is set: by its owner, by an administrator, on the command line.
"""

import unicodedata

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import PasswordRecord
from portal.directory.models import User

CLASSES_WANTED = 3


class MixedCharacters:
    """At least three of four: small letters, capitals, digits, anything else."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len({_class_of(character) for character in password}) < CLASSES_WANTED:
            raise ValidationError(self.get_help_text(), code="password_of_few_kinds")

    def get_help_text(self) -> str:
        return _("Use at least three of these: small letters, capital letters, digits, other characters.")


class NotUsedBefore:
    """Not one of the last passwords. It is told of every new one and keeps as many hashes as it compares with."""

    def __init__(self, last: int) -> None:
        self.last = last

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None or not self.last:
            return
        former = PasswordRecord.objects.filter(user_id=user.pk).values_list("hash", flat=True)[: self.last]
        if any(check_password(password, known) for known in {user.password, *former}):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return ngettext(
            "It must not be your present password.",
            "It must not be one of your last %(n)d passwords.",
            self.last,
        ) % {"n": self.last}

    def password_changed(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        PasswordRecord.objects.create(user=user, hash=user.password, at=timezone.now())
        kept = PasswordRecord.objects.filter(user=user).values_list("pk", flat=True)[: max(self.last, 1)]
        PasswordRecord.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def _class_of(character: str) -> str:
    kind = unicodedata.category(character)
    return {"Ll": "small", "Lu": "capital", "Nd": "digit"}.get(kind, "other")
