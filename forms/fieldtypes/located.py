"""An address: the place from the lists, the rest in words, and a point on the map where it is known."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NotRequired

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from forms.fieldtypes.area import LEVELS, NO_CODE, AreaChoice, AreaField, AreaWidget, Chosen
from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import Cell, CellKind, Column, part_column
from forms.fieldtypes.coordinates import Point, read_point
from forms.fieldtypes.normalising import line
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question
from portal.directory.codes import Level
from portal.words import readers_language

LONGEST_STREET = 200
LABELS = {
    "area": {"zh-hans": "地方", "en": "place"},
    "code": {"zh-hans": "代码", "en": "code"},
    "street": {"zh-hans": "详细地址", "en": "address"},
    "lat": {"zh-hans": "纬度", "en": "latitude"},
    "lon": {"zh-hans": "经度", "en": "longitude"},
}
area_choice = AreaChoice()


class OnMap(TypedDict):
    lat: float
    lon: float


class Located(TypedDict):
    area: NotRequired[str]
    street: NotRequired[str]
    point: NotRequired[OnMap]


class LocatedWidget(PartsWidget):
    template_name = "forms/widgets/located.html"

    def __init__(self, *, least: Level | None, most: Level, with_point: bool) -> None:
        super().__init__()
        self.area, self.with_point = AreaWidget(least=least, most=most), with_point

    def part_names(self) -> tuple[str, ...]:
        return ("street", "point") if self.with_point else ("street",)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        area = self.area.value_from_datadict(data, files, f"{name}-area")
        typed = super().value_from_datadict(data, files, name)
        return {**typed, "area": area} if area != Chosen() else typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        area_omitted = self.area.value_omitted_from_data(data, files, f"{name}-area")
        return area_omitted and super().value_omitted_from_data(data, files, name)

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        point = value.get("point", "")
        found = Point(**point) if isinstance(point, Mapping) else read_point(str(point))
        area_id = self.id_of(widget, "area")
        return {
            "area": self.area.render(f"{widget['name']}-area", value.get("area", ""), {"id": area_id}),
            "street": value.get("street", ""),
            "street_id": self.id_of(widget, "street"),
            "with_point": self.with_point,
            "point": found.written() if found else point,
            "point_id": self.id_of(widget, "point"),
            "on_map": on_map(found) if found else None,
        }


def on_map(point: Point) -> dict[str, Any]:
    """What the little picture shows: the degree that the point lies in, and where in it, in hundredths."""
    west, south = int(point.lon // 1), int(point.lat // 1)
    return {
        "west": west,
        "south": south,
        "x": round(100 * (point.lon - west), 1),
        "y": round(100 * (1 - (point.lat - south)), 1),
        "geo": f"geo:{point.lat},{point.lon}",
    }


class LocatedField(PartsField):
    def __init__(self, *, least: Level | None, most: Level, with_point: bool, **more: Any) -> None:
        super().__init__(widget=LocatedWidget(least=least, most=most, with_point=with_point), **more)
        self.area = AreaField(least=least, most=most, required=False)

    def read(self, typed: Typed) -> dict[str, Any] | None:
        """`area` is what the lists gave, or a code."""
        if not set(typed) <= {"area", "street", "point"}:
            raise ValidationError(_("Write the address again."), code="invalid")
        area = self.area.clean(typed.get("area", ""))
        street = self._street(typed.get("street", ""))
        point = self._point(typed.get("point", ""))
        if self.area.least is not None and (street or point) and not area:
            raise ValidationError(_("Choose the place from the lists, too."), code="area")
        found = {"area": area, "street": street, "point": point}
        return {part: one for part, one in found.items() if one} or None

    def _street(self, typed: Any) -> str:
        street = line(str(typed))
        if len(street) > LONGEST_STREET:
            raise ValidationError(
                _("Write the address with at most %(most)d characters.") % {"most": LONGEST_STREET}, code="street"
            )
        return street

    def _point(self, typed: Any) -> dict[str, float] | None:
        written = f"{typed.get('lat')}, {typed.get('lon')}" if isinstance(typed, Mapping) else line(str(typed))
        if not written:
            return None
        point = read_point(written)
        if point is None:
            raise ValidationError(_("Write the point like 31.12345, 108.54321 or leave it empty."), code="point")
        return {"lat": point.lat, "lon": point.lon}


@registry.register
class LocatedAddress(FieldType):
    """The answer is {"area", "street", "point": {"lat", "lon"}}, each where it is known.

    `level` and `least_level` are those of a place; with `without_point` no point is asked for.
    """

    key = "located_address"
    name = _("Address with a point on the map")
    result_type = ValueType.ANY
    api_type = Located
    settings = {"level": Setting(str, LEVELS), "least_level": Setting(str, LEVELS), "without_point": Setting(bool)}
    required_message = _("Give the address.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        settings = question.settings
        least = settings.get("least_level")
        return LocatedField(
            **self.attributes(
                question,
                context,
                most=Level[settings.get("level", "village").upper()],
                least=Level[least.upper()] if least else None,
                with_point=not settings.get("without_point", False),
            )
        )

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {"area": ValueType.TEXT, "street": ValueType.TEXT, "point": ValueType.ANY}

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        area = area_choice.display(answer.get("area"), question, language)
        point = Point(**answer["point"]).written() if "point" in answer else ""
        return " ".join(part for part in (f"{area}{answer.get('street', '')}", f"({point})" if point else "") if part)

    def masked(self, answer: Any) -> str:
        """As far as the county: nobody finds a house by that."""
        area = (answer or {}).get("area", "")
        if not area:
            return "••••" if answer else ""
        return f"{area_choice.display(f'{area[:6]}{NO_CODE[6:]}', NO_QUESTION, readers_language())}••••"

    def json_schema(self, question: Question) -> dict[str, Any]:
        def degrees(most: int) -> dict[str, Any]:
            return {"type": "number", "minimum": -most, "maximum": most}

        return {
            "type": "object",
            "properties": {
                "area": area_choice.json_schema(question),
                "street": {"type": "string", "minLength": 1, "maxLength": LONGEST_STREET},
                "point": {
                    "type": "object",
                    "properties": {"lat": degrees(90), "lon": degrees(180)},
                    "required": ["lat", "lon"],
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
            "minProperties": 1,
        }

    def export_columns(self, question: Question) -> list[Column]:
        def area(answer: Any, language: str) -> Cell:
            return area_choice.display(answer.get("area"), question, language)

        def text(part: str) -> Column:
            key = "area" if part == "code" else part
            return part_column(question, part, LABELS[part], CellKind.TEXT, lambda answer, _language: answer.get(key))

        def degrees(part: str) -> Column:
            def read(answer: Any, language: str) -> Cell:
                return Decimal(str(answer["point"][part])) if "point" in answer else None

            return part_column(question, part, LABELS[part], CellKind.NUMBER, read)

        named = part_column(question, "area", LABELS["area"], CellKind.TEXT, area)
        return [named, text("code"), text("street"), degrees("lat"), degrees("lon")]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        return f"{area_choice.display(answer.get('area'), question, language)}{answer.get('street', '')}"


NO_QUESTION = Question(key="area", type="area", label={})
