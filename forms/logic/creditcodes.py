"""Unified social credit codes by GB 32100: eighteen characters, the last one computed from the others."""

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)


def check_character(first_seventeen: str) -> str:
    """The eighteenth character: weights are the powers of 3 modulo 31."""
    weighted = sum(_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first_seventeen))
    return _ALPHABET[-weighted % 31]


def is_valid(code: str) -> bool:
    """Capital letters without I, O, S, V and Z."""
    return _SHAPE.fullmatch(code) is not None and check_character(code[:17]) == code[17]
