"""A draft that somebody comments on, and the clause of it, as an address names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.http import urlencode

from content.models import PolicyPage

LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Consulted:
    """`clause` is the id of a clause of it, or empty."""

    document: PolicyPage
    clause: str = ""

    @classmethod
    def named_in(cls, query: Mapping[str, str]) -> Self | None:
        """None for what is no draft that everybody may read and comment on today."""
        number = query.get("document", "")
        if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
            return None
        page = PolicyPage.objects.live().public().filter(pk=number).first()
        if page is None or not page.takes_comments_on(timezone.localdate()):
            return None
        clauses = {clause["id"] for clause in page.outline["clauses"]}
        clause = query.get("clause", "")
        return cls(page, clause if clause in clauses else "")

    @property
    def query(self) -> str:
        return urlencode({"document": self.document.pk} | ({"clause": self.clause} if self.clause else {}))
