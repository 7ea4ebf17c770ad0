"""Whole numbers and decimals."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, as_number, column
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.registry import registry
from forms.logic import numbers
from forms.logic.types import ValueType
from forms.schema import Question

Amount = int | float | str | Decimal


class NumberField(forms.Field):
    """Cleans to a Decimal. Digits may be full-width and have thousands separators."""

    def __init__(self, *, places: int, least: Decimal | None, most: Decimal | None, **more: Any) -> None:
        super().__init__(**more)
        self.places, self.least, self.most = places, least, most

    def to_python(self, value: Any) -> Decimal | None:
        typed = compact(str(value)).replace(",", "") if value is not None else ""
        if not typed:
            return None
        number = numbers.read(typed.removeprefix("+"))
        if number is None:
            raise ValidationError(_("Write a number in digits, for example 12."), code="invalid")
        if number != round(number, self.places):
            raise ValidationError(self._too_fine(), code="places")
        return number

    def _too_fine(self) -> str:
        if self.places == 0:
            return str(_("Write a whole number, without a decimal point."))
        return _("Write at most %(places)s digits behind the decimal point.") % {"places": self.places}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(_("Write a number that is at least %(least)s.") % {"least": self.least}, code="least")
        if self.most is not None and value > self.most:
            raise ValidationError(_("Write a number that is at most %(most)s.") % {"most": self.most}, code="most")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class NumberLike(FieldType):
    steady = True
    result_type = ValueType.NUMBER
    settings = {"least": Setting(int), "most": Setting(int), "unit": Setting(str)}
    inputmode = "numeric"
    # Beyond this a number was surely mistyped, and no longer exact in every program that reads the answers.
    largest = 10**15

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        settings = question.settings
        return NumberField(
            **self.attributes(
                question,
                context,
                places=self.places(question),
                least=_decimal(settings.get("least", -self.largest)),
                most=_decimal(settings.get("most", self.largest)),
                widget=forms.TextInput({"inputmode": self.inputmode, "autocomplete": "off"}),
            )
        )

    def places(self, question: Question) -> int:
        return 0

    def display(self, answer: Any, question: Question, language: str) -> str:
        if answer is None:
            return ""
        unit = question.settings.get("unit", "")
        return f"{answer} {unit}".strip()

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.NUMBER, as_number)]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return "" if answer is None else str(answer)

    def faults(self, question: Question) -> Iterator[str | Promise]:
        faults = list(super().faults(question))
        yield from faults
        least, most = question.settings.get("least"), question.settings.get("most")
        if not faults and least is not None and most is not None and _decimal(least) > _decimal(most):
            yield _("The least number must not be larger than the most.")


@registry.register
class Integer(NumberLike):
    key = "integer"
    name = _("Whole number")
    api_type = int

    def to_answer(self, cleaned: Decimal | None) -> int | None:
        return None if cleaned is None else int(cleaned)

    def json_schema(self, question: Question) -> dict[str, Any]:
        settings = question.settings
        return {
            "type": "integer",
            "minimum": settings.get("least", -self.largest),
            "maximum": settings.get("most", self.largest),
        }


@registry.register
class DecimalNumber(NumberLike):
    key = "decimal"
    name = _("Number with decimals")
    api_type = str
    settings = {
        "least": Setting(int | float | str),  # type: ignore[arg-type]  # isinstance takes a union
        "most": Setting(int | float | str),  # type: ignore[arg-type]  # likewise
        "places": Setting(int),
        "unit": Setting(str),
    }
    inputmode = "decimal"

    def places(self, question: Question) -> int:
        return int(question.settings.get("places", 2))

    def to_answer(self, cleaned: Decimal | None) -> str | None:
        return None if cleaned is None else f"{cleaned.normalize():f}"

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": rf"^-?[0-9]{{1,16}}(\.[0-9]{{1,{max(self.places(question), 1)}}})?$"}

    def faults(self, question: Question) -> Iterator[str | Promise]:
        settings = question.settings
        if any(numbers.read(str(settings.get(name, 0))) is None for name in ("least", "most")):
            yield _("Write the least and the most as numbers.")
        elif not 0 <= int(settings.get("places", 2)) <= numbers.PLACES:
            yield _("A number has between 0 and 12 decimal places.")
        else:
            yield from super().faults(question)


def _decimal(value: Amount) -> Decimal:
    return Decimal(str(value))
