"""A draft that somebody comments on, and the clause of it, as an address names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.http import urlencode

from content.models import PolicyPage
from content.text import page_number


@dataclass(frozen=True)
class Consulted:
    """`detail` is the id of a clause of it, or empty."""

    page: PolicyPage
    detail: str = ""

    @classmethod
    def named_in(cls, query: Mapping[str, str]) -> Self | None:
        """None for what is no draft that everybody may read and comment on today."""
        number = page_number(query.get("document", ""))
        page = PolicyPage.objects.filter(pk=number).first() if number else None
        if page is None or not page.is_open_to_all or not page.takes_comments_on(timezone.localdate()):
            return None
        clauses = {clause["id"] for clause in page.outline["clauses"]}
        clause = query.get("clause", "")
        return cls(page, clause if clause in clauses else "")

    @property
    def query(self) -> str:
        return urlencode({"document": self.page.pk} | ({"clause": self.detail} if self.detail else {}))
