"""Codes of authenticator apps (RFC 6238): six digits, thirty seconds, SHA-1, because that is what every app can do."""

import base64
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
DIGITS = 6
STEP_SECONDS = 30
# Clocks of phones go wrong by some seconds, and typing takes time: one step before and after is taken too.
TOLERANCE = 1


def step_of(secret: bytes, typed: str, *, at: float) -> int | None:
    """The time step whose code was typed, the newest that fits; None when it fits none near the moment `at` (Unix)."""
    code = normalised(typed)
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    now = int(at) // STEP_SECONDS
    for step in range(now + TOLERANCE, now - TOLERANCE - 1, -1):
        try:
            _totp(secret).verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def code_at(secret: bytes, at: float) -> str:
    return _totp(secret).generate(int(at)).decode()


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """What the QR code says (the Key URI Format of authenticator apps)."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def typed_key(secret: bytes) -> str:
    """The secret as one types it into an app: base 32 in groups of four."""
    key = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def normalised(typed: str) -> str:
    """Without spaces and dashes; full-width characters as plain ones."""
    folded = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf"})


def _totp(secret: bytes) -> TOTP:
    # In an HMAC, where its weakness does not count.
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  # nosec B303
