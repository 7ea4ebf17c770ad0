"""Small proofs of work (as in Hashcash): a number that makes a SHA-256 begin with so many zero bits.

What is asked stands in a signed token that the sender carries, so that nothing is kept until it is used.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from math import ceil
from time import time

from django.core import signing
from django.core.cache import cache

SALT = "portal.effort"
GOOD_FOR = 20 * 60
LONGEST_ANSWER = 12


@dataclass(frozen=True)
class Puzzle:
    """`bits` zero bits, or patience until `turn` (Unix): either is enough."""

    purpose: str
    bits: int
    turn: float
    until: float
    nonce: str

    @classmethod
    def new(cls, purpose: str, *, bits: int, turn: float) -> "Puzzle":
        return cls(purpose, bits, turn, max(time(), turn) + GOOD_FOR, secrets.token_hex(16))

    @classmethod
    def read(cls, token: str, purpose: str) -> "Puzzle | None":
        """The puzzle of a token that we made, for this purpose, not too long ago."""
        try:
            puzzle = cls(**signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError):
            return None
        return puzzle if puzzle.purpose == purpose and time() <= puzzle.until else None

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT)

    @property
    def seconds_left(self) -> int:
        return max(0, ceil(self.turn - time()))

    def is_done(self, answer: str) -> bool:
        """Solved, or waited for. Counts once."""
        if not (time() >= self.turn or solves(self.nonce, self.bits, answer)):
            return False
        return cache.add(f"effort:used:{self.nonce}", 1, int(self.until - time()) + 1)


def solves(nonce: str, bits: int, answer: str) -> bool:
    if not (answer.isascii() and answer.isdigit() and len(answer) <= LONGEST_ANSWER):
        return False
    digest = hashlib.sha256(f"{nonce}:{answer}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits) == 0
