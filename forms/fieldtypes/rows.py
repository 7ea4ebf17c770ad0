"""Questions under one head: what is asked in each row is a setting of the question, `rows`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.schema import Question
from portal.words import both

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """`most` is how many points can be given, where points are given and no option is chosen."""

    key: str
    label: dict[str, str]
    most: int | None = None


def rows_of(question: Question) -> list[Row]:
    """The rows of a question whose settings passed `faults_in`."""
    return [
        Row(row["key"], both(row["label"], row.get("label_en")), row.get("most"))
        for row in question.settings.get("rows", ())
    ]


def faults_in(rows: Any, *, others: frozenset[str] = frozenset()) -> Iterator[str | Promise]:
    """What is wrong with the setting `rows`. A row has a key, a label and perhaps one in English, and `others`."""
    if not isinstance(rows, list) or not all(_is_row(row, others) for row in rows):
        yield _("Each row needs a key and a label.")
        return
    if not 1 <= len(rows) <= MOST_ROWS:
        yield _("Give from 1 to %(most)d rows.") % {"most": MOST_ROWS}
    for key, count in Counter(row["key"] for row in rows).items():
        if count > 1:
            yield _("The row “%(key)s” is there twice.") % {"key": key}


def faults_in_filter(question: Question) -> Iterator[str | Promise]:
    """The options of rows are the same for everybody."""
    if question.choice_filter is not None:
        yield _("The options of this kind of field cannot be filtered.")


def _is_row(row: Any, others: frozenset[str]) -> bool:
    return (
        isinstance(row, dict)
        and set(row) <= {"key", "label", "label_en", *others}
        and isinstance(row.get("key"), str)
        and _KEY.fullmatch(row["key"]) is not None
        and all(isinstance(row[name], str) for name in ("label", "label_en") if name in row)
        and bool(row.get("label"))
    )


def all_needed(rows: list[tuple[str, str]], answered: dict[str, Any]) -> None:
    """Raises ValidationError that names the rows without an answer; `rows` are keys and labels."""
    missing = [label for key, label in rows if key not in answered]
    if missing:
        raise ValidationError(_("Still to be answered: %(rows)s.") % {"rows": "; ".join(missing)}, code="rows")
