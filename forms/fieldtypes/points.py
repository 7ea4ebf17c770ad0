"""What a score sheet gives: points for each row, their sum, and the band that the sum falls into. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.rows import rows_of
from forms.logic import numbers
from forms.schema import Choice, Question
from portal.words import both

# The attribute of an option that says what it is worth.
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Band:
    """Sums from `least` on, up to the next band."""

    key: str
    label: dict[str, str]
    least: Decimal


def bands_of(question: Question) -> list[Band]:
    """From the lowest to the highest."""
    bands = [
        Band(band["key"], both(band["label"], band.get("label_en")), Decimal(str(band["least"])))
        for band in question.settings.get("bands", ())
    ]
    return sorted(bands, key=lambda band: band.least)


def worth_of(choice: Choice) -> Decimal:
    """Its points; none for one that says nothing, which no published form has."""
    return numbers.read(choice.attributes.get(POINTS, "")) or Decimal(0)


def points_of(question: Question, items: Mapping[str, Any]) -> Iterator[Decimal]:
    """For each row that was answered: what its option is worth, or the points given."""
    worth = {choice.key: worth_of(choice) for choice in question.choices}
    for row in rows_of(question):
        if row.key in items:
            yield Decimal(str(items[row.key])) if row.most is not None else worth[items[row.key]]


def scored(question: Question, items: Mapping[str, Any]) -> dict[str, Any]:
    """The whole answer: the rows, their sum, and its band where there are bands and the sum reaches one."""
    total = sum(points_of(question, items), Decimal(0))
    reached = [band for band in bands_of(question) if band.least <= total]
    band = {"band": reached[-1].key} if reached else {}
    return {"items": dict(items), "total": plain(total), **band}


def most_points(question: Question) -> Decimal:
    """The sum when every row gets the most it can."""
    best = max((worth_of(choice) for choice in question.choices), default=Decimal(0))
    return sum((best if row.most is None else Decimal(row.most) for row in rows_of(question)), Decimal(0))


def plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def faults_in_points(question: Question) -> Iterator[str | Promise]:
    """Options without points, rows that have nothing to choose, bands that are none."""
    if any(numbers.read(choice.attributes.get(POINTS, "")) is None for choice in question.choices):
        yield _("Each option needs its points, as the attribute points=2.")
    most = [row.get("most") for row in question.settings.get("rows", ()) if isinstance(row, dict)]
    if not all(one is None or (type(one) is int and 1 <= one <= 1000) for one in most):
        yield _("The most points of a row are a whole number from 1 to 1000.")
    if not question.choices and any(one is None for one in most):
        yield _("Give options with points, or say for each row how many points it can get.")
    yield from _faults_in_bands(question.settings.get("bands", []))


def _faults_in_bands(bands: list[Any]) -> Iterator[str | Promise]:
    if not all(_is_band(band) for band in bands):
        yield _("Each band needs a key, a label and the least sum it begins with.")
    elif len({band["key"] for band in bands}) < len(bands) or len({band["least"] for band in bands}) < len(bands):
        yield _("Two bands have the same key or begin with the same sum.")


def _is_band(band: Any) -> bool:
    return (
        isinstance(band, dict)
        and {"key", "label", "least"} <= set(band) <= {"key", "label", "label_en", "least"}
        and all(isinstance(band[name], str) and band[name] for name in ("key", "label"))
        and type(band["least"]) in (int, float)
        and numbers.read(str(band["least"])) is not None
    )
