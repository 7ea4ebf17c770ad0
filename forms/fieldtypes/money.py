"""An amount of money."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, Setting
from forms.fieldtypes.numbers import NumberField, NumberLike
from forms.fieldtypes.registry import registry
from forms.fieldtypes.widgets import WithUnit
from forms.schema import Question

# Codes by ISO 4217, and the sign that people write.
CURRENCIES = {"CNY": "¥", "HKD": "HK$", "MOP": "MOP$", "TWD": "NT$", "USD": "US$", "EUR": "€"}
PLACES = 2
# Pasted with the number, wherever it stands.
SIGNS = ("人民币", "HK$", "MOP$", "NT$", "US$", "元", "¥", "￥", "$", "€")


class MoneyField(NumberField):
    def to_python(self, value: Any) -> Decimal | None:
        typed = str(value) if value is not None else ""
        for sign in SIGNS:
            typed = typed.replace(sign, "", 1)
        return super().to_python(typed)

    def prepare_value(self, value: Any) -> Any:
        return value


@registry.register
class Money(NumberLike):
    """The answer is a text with two decimal places: `1234.50`. Below zero only where `least` says so."""

    key = "money"
    name = _("Amount of money")
    api_type = str
    settings = {"least": Setting(int), "most": Setting(int), "currency": Setting(str, tuple(CURRENCIES))}
    required_message = _("Give the amount.")
    largest = 10**13

    def form_field(self, question: Question, context: FieldContext) -> MoneyField:
        settings = question.settings
        return MoneyField(
            **self.attributes(
                question,
                context,
                places=PLACES,
                least=Decimal(settings.get("least", 0)),
                most=Decimal(settings.get("most", self.largest)),
                widget=WithUnit(self.sign(question), {"inputmode": "decimal", "autocomplete": "off"}),
            )
        )

    def sign(self, question: Question) -> str:
        return CURRENCIES[question.settings.get("currency", "CNY")]

    def places(self, question: Question) -> int:
        return PLACES

    def to_answer(self, cleaned: Decimal | None) -> str | None:
        return None if cleaned is None else f"{cleaned:.2f}"

    def display(self, answer: Any, question: Question, language: str) -> str:
        return "" if answer is None else f"{self.sign(question)}{Decimal(str(answer)):,.2f}"

    def json_schema(self, question: Question) -> dict[str, Any]:
        sign = "-?" if question.settings.get("least", 0) < 0 else ""
        return {"type": "string", "pattern": rf"^{sign}[0-9]{{1,14}}\.[0-9]{{2}}$"}
