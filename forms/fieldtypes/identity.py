"""The citizen identity number as a field, and the number of any identity paper with its kind."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import Cell, CellKind, Column, part_column
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.papers import PAPERS
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PlainText
from forms.logic import idnumbers
from forms.logic.types import ValueType
from forms.schema import Question

ATTRS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "40"}
KIND, NUMBER = {"zh-hans": "证件类型", "en": "kind"}, {"zh-hans": "号码", "en": "number"}


class IdentityField(forms.Field):
    def to_python(self, value: Any) -> str:
        number = as_written(value)
        if not number:
            return ""
        if len(number) != 18:
            raise ValidationError(_("An identity number has 18 characters; count again."), code="length")
        if not idnumbers.is_valid(number) or idnumbers.birth_date(number) > timezone.localdate():
            raise ValidationError(_("One character is wrong; compare it with the card again."), code="check")
        return number


def as_written(typed: Any) -> str:
    """A number as papers have it: capitals, nothing between the characters."""
    return compact(str(typed or "")).replace("-", "").upper()


def masked_number(number: str) -> str:
    """The place of registration and the last four stay, the day of birth goes; of shorter ones the last two stay."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else f"••••{number[-2:]}"


@registry.register
class IdentityNumber(PlainText):
    """By GB 11643: of citizens, and of residence permits and cards of foreigners that follow the same standard."""

    steady = True

    key = "id_number"
    name = _("Identity number")
    required_message = _("Give the identity number.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return IdentityField(**self.attributes(question, context, widget=forms.TextInput(ATTRS)))

    def masked(self, answer: str | None) -> str:
        return masked_number(answer) if answer else ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[1-9][0-9]{16}[0-9X]$"}


class PaperOf(TypedDict):
    kind: str
    number: str


class PaperWidget(PartsWidget):
    template_name = "forms/widgets/paper.html"

    def __init__(self, kinds: list[tuple[str, str]]) -> None:
        super().__init__()
        self.kinds = kinds

    def part_names(self) -> tuple[str, str]:
        return ("kind", "number")

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "kinds": self.kinds,
            "kind_id": self.id_of(widget, "kind"),
            "number_id": self.id_of(widget, "number"),
            "kind": value.get("kind", ""),
            "number": value.get("number", ""),
        }


class PaperField(PartsField):
    def __init__(self, *, kinds: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(widget=PaperWidget(kinds), **more)
        self.kinds = dict(kinds)

    def read(self, typed: Typed) -> dict[str, str] | None:
        """A kind without a number is no answer: the list begins with one."""
        number = as_written(typed.get("number"))
        if not number:
            return None
        kind = typed.get("kind", "")
        if not isinstance(kind, str) or kind not in self.kinds:
            raise ValidationError(_("Choose which paper it is."), code="kind")
        if not PAPERS[kind].takes(number):
            raise ValidationError(
                _("This is not how a number of this paper is written: %(paper)s. Compare it again.")
                % {"paper": self.kinds[kind]},
                code="number",
            )
        return {"kind": kind, "number": number}


@registry.register
class IdentityPaper(FieldType):
    """The answer is {"kind", "number"}. `kinds`: the papers on offer, all unless it names some."""

    key = "identity_paper"
    name = _("Identity paper: kind and number")
    result_type = ValueType.ANY
    api_type = PaperOf
    settings = {"kinds": Setting(list, tuple(PAPERS))}
    required_message = _("Choose the paper and give its number.")

    def kinds(self, question: Question) -> list[str]:
        named = question.settings.get("kinds")
        return [kind for kind in PAPERS if not named or kind in named]

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        with translation.override(context.language):
            kinds = [(kind, str(PAPERS[kind].name)) for kind in self.kinds(question)]
        return PaperField(**self.attributes(question, context, kinds=kinds))

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {"kind": ValueType.TEXT, "number": ValueType.TEXT}

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        return f"{self.kind(answer, language)} {answer['number']}"

    def kind(self, answer: Any, language: str) -> str:
        with translation.override(language):
            return str(PAPERS[answer["kind"]].name) if answer["kind"] in PAPERS else str(answer["kind"])

    def masked(self, answer: Any) -> str:
        return masked_number(answer["number"]) if answer else ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": self.kinds(question)},
                "number": {"type": "string", "pattern": "^[A-Z0-9()./]{3,30}$"},
            },
            "required": ["kind", "number"],
            "additionalProperties": False,
        }

    def export_columns(self, question: Question) -> list[Column]:
        def kind(answer: Any, language: str) -> Cell:
            return self.kind(answer, language)

        return [
            part_column(question, "kind", KIND, CellKind.TEXT, kind),
            part_column(question, "number", NUMBER, CellKind.TEXT, lambda answer, _language: str(answer["number"])),
        ]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return str(answer["number"]) if answer else ""
