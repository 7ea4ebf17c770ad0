"""A signature with its time: one's name typed and agreed to, or drawn. Both count the same."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NotRequired

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.columns import Cell, CellKind, Column, part_column
from forms.fieldtypes.moments import CLOCK, DAY
from forms.fieldtypes.normalising import line
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question

# Lines drawn on a sheet of 600 by 200, as the path of an SVG: to a point, from there through others.
WIDTH, HEIGHT = 600, 200
STROKES = r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+"
_STROKES = re.compile(STROKES, re.ASCII)
LONGEST_DRAWING = 20_000
LONGEST_NAME = 60
# By so much the clock of a program that sends a signature may be ahead of ours.
SLOW_CLOCK = timedelta(minutes=5)
LABELS = {
    "name": {"zh-hans": "姓名", "en": "name"},
    "signed_at": {"zh-hans": "时间", "en": "time"},
    "drawn": {"zh-hans": "手写", "en": "drawn"},
}


class Signed(TypedDict):
    name: str
    signed_at: str
    drawing: NotRequired[str]


class SignatureWidget(PartsWidget):
    template_name = "forms/widgets/signature.html"

    def part_names(self) -> tuple[str, ...]:
        return ("name", "agreed", "drawing")

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        drawing = str(value.get("drawing", ""))
        is_typed = "signed_at" in value and not drawing
        return {
            "full_name": value.get("name", ""),
            "name_id": self.id_of(widget, "name"),
            "agreed": bool(value.get("agreed")) or is_typed,
            "agreed_id": self.id_of(widget, "agreed"),
            "drawing": drawing if is_drawing(drawing) else "",
            "width": WIDTH,
            "height": HEIGHT,
        }


def is_drawing(strokes: str) -> bool:
    return len(strokes) <= LONGEST_DRAWING and _STROKES.fullmatch(strokes) is not None


class SignatureField(PartsField):
    widget = SignatureWidget

    def read(self, typed: Typed) -> dict[str, str] | None:
        """From the inputs, or from an answer, whose time stays."""
        name = line(str(typed.get("name", "")))
        drawing = str(typed.get("drawing", ""))
        if not name and not drawing and "agreed" not in typed:
            return None
        if not name:
            raise ValidationError(_("Type your name to sign."), code="name")
        if len(name) > LONGEST_NAME:
            raise ValidationError(_("This name is too long."), code="name")
        if drawing and not is_drawing(drawing):
            raise ValidationError(_("The drawing did not arrive whole; sign again."), code="drawing")
        if not drawing and not typed.get("agreed") and "signed_at" not in typed:
            raise ValidationError(_("Tick the box to say that this counts as your signature."), code="agreed")
        return {"name": name, "signed_at": self._time(typed), **({"drawing": drawing} if drawing else {})}

    def _time(self, typed: Typed) -> str:
        now = timezone.localtime().isoformat(timespec="seconds")
        written = str(typed.get("signed_at") or now)
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            at = datetime.min
        if timezone.is_naive(at) or at > timezone.now() + SLOW_CLOCK:
            raise ValidationError(_("Sign again: the time of the signature cannot be read."), code="time")
        return written


@registry.register
class Signature(FieldType):
    """The answer is {"name", "signed_at"} and, of one that was drawn, "drawing"."""

    key = "signature"
    name = _("Signature")
    result_type = ValueType.ANY
    api_type = Signed
    required_message = _("Sign here: type your name and tick the box.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return SignatureField(**self.attributes(question, context))

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {"name": ValueType.TEXT, "signed_at": ValueType.DATE_TIME}

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        at = timezone.localtime(datetime.fromisoformat(answer["signed_at"]))
        with translation.override(language):
            drawn = f", {gettext('drawn by hand')}" if answer.get("drawing") else ""
            return f"{answer['name']} ({date_format(at, 'DATE_FORMAT')} {at:%H:%M}{drawn})"

    def json_schema(self, question: Question) -> dict[str, Any]:
        moment = rf"^{DAY}T{CLOCK}:[0-5][0-9](Z|[+-]{CLOCK})$"
        return {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"^[^\x00-\x1f]+$"},
                "signed_at": {"type": "string", "format": "date-time", "pattern": moment},
                "drawing": {"type": "string", "maxLength": LONGEST_DRAWING, "pattern": f"^{STROKES}$"},
            },
            "required": ["name", "signed_at"],
            "additionalProperties": False,
        }

    def export_columns(self, question: Question) -> list[Column]:
        def at(answer: Any, language: str) -> Cell:
            return timezone.localtime(datetime.fromisoformat(answer["signed_at"])).replace(tzinfo=None)

        return [
            part_column(question, "name", LABELS["name"], CellKind.TEXT, lambda answer, _language: answer["name"]),
            part_column(question, "signed_at", LABELS["signed_at"], CellKind.DATE_TIME, at),
            part_column(question, "drawn", LABELS["drawn"], CellKind.YES_NO, lambda one, _language: "drawing" in one),
        ]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return str(answer["name"]) if answer else ""
