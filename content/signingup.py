"""An activity that somebody signs up for, as an address names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.http import urlencode

from content.models import ActivityPage
from content.text import page_number


@dataclass(frozen=True)
class SigningUp:
    page: ActivityPage
    detail = ""

    @classmethod
    def named_in(cls, query: Mapping[str, str]) -> Self | None:
        """None for what is no activity that everybody may read and that takes somebody today."""
        number = page_number(query.get("activity", ""))
        page = ActivityPage.objects.filter(pk=number).first() if number else None
        return cls(page) if page is not None and page.is_open_to_all and page.takes_sign_ups else None

    @property
    def query(self) -> str:
        return urlencode({"activity": self.page.pk})
