"""Receipt codes: 100 random bits that a person can read out, type and write on paper.

Twenty characters of Crockford's base 32 (no i, l, o, u) in groups of four. Only a keyed digest is stored.
Source of the alphabet and of what is read for what: Crockford, Base 32 Encoding.
"""

import secrets
import unicodedata

from portal.privacy.masterkeys import keyed_digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 4
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A fresh code as people see it: `7K3M-…`."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(characters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str | None:
    """The twenty characters behind what somebody typed, or None when it cannot be a code.

    Full-width and lower-case characters, spaces and any dashes are taken; o is read as 0, i and l as 1.
    """
    if len(typed) > 200:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf", "Pc"})
    code = kept.replace("\u2212", "").translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def digest_of(code: str) -> str | None:
    """What is stored in place of the code; None for what cannot be a code."""
    plain = normalise(code)
    return keyed_digest(plain, "receipt") if plain else None
