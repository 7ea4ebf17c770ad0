"""The second factor of a person: an authenticator app, and a sheet of recovery codes for the day the phone is lost."""

import secrets
from time import time

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.access.services import record_reading
from portal.accounts import sessions, totp
from portal.accounts.models import RecoveryCode, SecondFactor
from portal.directory.models import Post, User
from portal.notices.services import notify
from portal.privacy import sealing
from portal.privacy.masterkeys import keyed_digest

# In the session: this session has passed the second factor.
PASSED = "second_factor"
PAGE = "/accounts/second-factor/"
RECOVERY_CODES = 10
# 50 bits, and at most some dozen tries in an hour (portal/accounts/patience.py). No letters that look like digits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECOVERY_CODE_LENGTH = 10
ADMIN = "/admin/"


def is_set(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()


def is_required(request: HttpRequest) -> bool:
    """Of whoever acts in a role that the settings name, and of whoever enters the administration."""
    if not settings.SECOND_FACTOR_REQUIRED or not isinstance(request.user, User):
        return False
    if request.path_info.startswith(ADMIN):
        return request.user.has_perm("wagtailadmin.access_admin")
    return in_a_role_that_needs_it(request.user)


def in_a_role_that_needs_it(user: User) -> bool:
    post = user.acting_post
    return post is not None and post.role in settings.SECOND_FACTOR_ROLES


def secret_to_set_up(request: HttpRequest, user: User) -> bytes:
    """The key offered to this person in this session: the same at each look, another one in another session.

    Computed rather than kept, so that no key lies anywhere before it is sealed.
    """
    digest = keyed_digest(f"{user.pk}:{request.session.session_key}", "second factor")
    return bytes.fromhex(digest)[: totp.SECRET_BYTES]


@transaction.atomic
def set_up(user: User, secret: bytes, typed: str) -> list[str] | None:
    """Take the key into use when the app shows the right code. Returns the recovery codes, this once, or None."""
    step = totp.step_of(secret, typed, at=time())
    if step is None:
        return None
    _forget(user)
    factor = SecondFactor(user=user, data_key=sealing.new_key(), last_step=step, since=timezone.now())
    factor.seal(secret)
    factor.save(force_insert=True)
    codes = new_recovery_codes(user)
    notify([user], key=f"second_factor_set:{factor.pk}", template="second_factor_set", words={}, path=PAGE)
    return codes


def accepts(user: User, typed: str) -> bool:
    """Is this a code of the person's app, or one of the recovery codes? Either is used up by it."""
    return _accepts_app(user, typed) or _accepts_recovery(user, typed)


def passed(request: HttpRequest) -> bool:
    return bool(request.session.get(PASSED))


def note_passed(request: HttpRequest) -> None:
    request.session[PASSED] = True
    sessions.renew(request)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """A new sheet; the old one is worth nothing any more."""
    codes = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(user, code)) for code in codes])
    return codes


def recovery_codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """An administrator takes the factor away, for a person who has lost both phone and sheet. Raises Refused."""
    post = by.acting_post
    if not by.has_perm("directory.change_user") or post is None:
        raise Refused("no_right", _("Only an administrator of people may do this."))
    if Post.objects.appointed().filter(user=user).exists():
        raise Refused("appointed", _("A log auditor's account is kept on the server: manage.py log_auditor."))
    if user.is_superuser and not by.is_superuser:
        raise Refused("superuser", _("Only somebody who may do everything resets this."))
    if by.pk == user.pk:
        raise Refused("own_factor", _("Your own second factor can only be reset by another administrator."))
    record_reading(user, by=post, action="reset_second_factor", purpose="administration of people")
    forget(user)
    sessions.end_all(user)
    key = f"second_factor_reset:{timezone.now().timestamp()}"
    notify([user], key=key, template="second_factor_reset", words={}, path=PAGE)


def _accepts_app(user: User, typed: str) -> bool:
    factor = SecondFactor.objects.select_related("data_key").filter(user=user).first()
    step = totp.step_of(factor.unsealed(), typed, at=time()) if factor else None
    if step is None:
        return False
    # In one statement, so that of two who show the same code at once only one is let in.
    return SecondFactor.objects.filter(user=user, last_step__lt=step).update(last_step=step) == 1


def _accepts_recovery(user: User, typed: str) -> bool:
    code = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed), used_at=None)
    if code.update(used_at=timezone.now()) != 1:
        return False
    left = str(recovery_codes_left(user))
    notify([user], key=f"recovery_code:{time()}", template="recovery_code_used", words={"left": left}, path=PAGE)
    return True


def forget(user: User) -> None:
    """The app and the recovery codes. Whoever calls has seen to it that this may be."""
    _forget(user)
    RecoveryCode.objects.filter(user=user).delete()


def _forget(user: User) -> None:
    for factor in SecondFactor.objects.select_related("data_key").filter(user=user):
        factor.delete()
        sealing.erase(factor.data_key)


def _new_recovery_code() -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_CODE_LENGTH))
    return f"{code[:5]}-{code[5:]}"


def _digest(user: User, typed: str) -> str:
    return keyed_digest(f"{user.pk}:{totp.normalised(typed)}", "recovery code")
