"""A place, chosen level by level from the county down to the village. The narrowest place known is an answer."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, column, part_column
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question
from portal.directory import codes
from portal.directory.codes import Level
from portal.directory.levels import LEVEL_NAMES
from portal.directory.models import Area

LEVELS = tuple(level.name.lower() for level in Level)
NO_CODE = "000000000000"
CODE = {"zh-hans": "代码", "en": "code"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was posted: the narrowest place of an unbroken chain, and how it came."""

    code: str = ""
    # A lower choice does not lie in the upper one: the upper one was changed without JavaScript.
    broken: bool = False
    # The person asked to have the lists below filled in.
    asked_more: bool = False


class AreaWidget(forms.Widget):
    """One select for each level. The server fills the lower ones from what was posted; a script does it sooner."""

    template_name = "forms/widgets/area.html"
    use_fieldset = True

    def __init__(self, *, least: Level | None, most: Level) -> None:
        super().__init__()
        self.least, self.most = least, most

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        if whole := data.get(name):
            return Chosen(compact(str(whole)))
        chosen, broken = "", False
        for level in Level:
            given = compact(str(data.get(f"{name}_{level.value}") or ""))
            if not given or given == chosen:
                continue
            if not _may_follow(given, chosen, level):
                broken = True
                break
            chosen = given
        return Chosen(chosen, broken, f"{name}_more" in data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{level.value}" in data for level in Level)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value.code if isinstance(value, Chosen) else value or ""
        context["widget"]["levels"] = self.levels(name, chosen if codes.is_code(chosen) else "", context)
        context["widget"]["address"] = reverse("area_children", args=[NO_CODE])
        context["widget"]["placeholder"] = NO_CODE
        return context

    def levels(self, name: str, chosen: str, context: dict[str, Any]) -> list[dict[str, Any]]:
        """What the template draws for each level: name, label, options, and the option that says "not sure"."""
        parent, first = _trunk(self.most)
        drawn = []
        for level in (level for level in Level if first <= level <= self.most):
            picked = codes.at_level(chosen, level) if chosen and _inside(chosen, parent) else ""
            drawn.append(
                {
                    "name": f"{name}_{level.value}",
                    "id": f"{context['widget']['attrs'].get('id', name)}_{level.value}",
                    "label": LEVEL_NAMES[level],
                    "options": _areas(parent, level),
                    "picked": picked,
                    "parent": parent,
                    "may_be_unsure": self.least is None or level > self.least,
                }
            )
            # Without a choice here, nothing is known of the level below.
            parent = picked if picked and codes.level_of(picked) == level else NO_CODE
        return drawn


def _may_follow(given: str, chosen: str, level: Level) -> bool:
    """Whether a list of that level may say this below what is chosen; the first list says "not sure" by a wider one."""
    if not codes.is_code(given) or not _inside(given, chosen):
        return False
    return codes.level_of(given) == level or (not chosen and codes.level_of(given) < level)


def _areas(parent: str, level: Level) -> list[tuple[str, str]]:
    """Code and name of the areas of that level in the parent; "" stands for the whole country."""
    if parent == NO_CODE:
        return []
    areas = Area.objects.current().filter(level=level)
    return list((areas.within(parent) if parent else areas).values_list("code", "name"))


def _trunk(most: Level) -> tuple[str, Level]:
    """The area that everything known lies in, and the first level there is a choice at."""
    parent = ""
    for level in Level:
        areas = _areas(parent, level)[:2]
        if level == most or len(areas) > 1:
            return parent, level
        parent = areas[0][0] if areas else parent
    return parent, most


def _inside(code: str, parent: str) -> bool:
    return not parent or (codes.is_code(parent) and code.startswith(codes.prefix(parent)))


class AreaField(forms.Field):
    """Cleans to a code of an area the portal knows."""

    def __init__(self, *, least: Level | None, most: Level, **more: Any) -> None:
        super().__init__(widget=AreaWidget(least=least, most=most), **more)
        self.least, self.most = least, most

    def clean(self, value: Any) -> str:
        chosen = value if isinstance(value, Chosen) else Chosen(str(value or ""))
        if chosen.asked_more:
            raise ValidationError(_("The lists below are filled in now; go on choosing."), code="more")
        if chosen.broken:
            raise ValidationError(_("The place above was changed; choose the places below it again."), code="broken")
        if not chosen.code:
            self.validate("")
            return ""
        self._check(chosen.code)
        return chosen.code

    def _check(self, code: str) -> None:
        if not codes.is_code(code) or not Area.objects.filter(pk=code).exists():
            raise ValidationError(_("This place is not known here; choose one from the lists."), code="invalid")
        level = codes.level_of(code)
        if self.least is not None and level < self.least:
            missing = LEVEL_NAMES[Level(level + 1)]
            raise ValidationError(_("Now choose below: %(level)s.") % {"level": missing}, code="least")
        if level > self.most:
            raise ValidationError(_("This place is too small; choose one from the lists."), code="most")

    def has_changed(self, initial: Any, data: Any) -> bool:
        code = data.code if isinstance(data, Chosen) else str(data or "")
        return code != (initial or "")


@registry.register
class AreaChoice(FieldType):
    """The answer is a code of twelve digits. `level` is the lowest that is asked, `least_level` what is needed."""

    key = "area"
    name = _("Place, chosen level by level")
    result_type = ValueType.TEXT
    api_type = str
    settings = {"level": Setting(str, LEVELS), "least_level": Setting(str, LEVELS)}
    required_message = _("Choose the place.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        most = Level[question.settings.get("level", "village").upper()]
        least = question.settings.get("least_level")
        named = Level[least.upper()] if least else None
        return AreaField(**self.attributes(question, context, least=named, most=most))

    def display(self, answer: str | None, question: Question, language: str) -> str:
        """Every known level from the prefecture down, as on an envelope; the code for a place nobody knows."""
        if not answer or not codes.is_code(answer):
            return answer or ""
        known = Area.objects.lineage_of(answer)
        names = [area.name for area in known if area.level >= Level.PREFECTURE or len(known) == 1]
        return "".join(names) or answer

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{12}$"}

    def export_columns(self, question: Question) -> list[Column]:
        """As people read it, and the code."""
        words = column(question, CellKind.TEXT, lambda answer, language: self.display(answer, question, language))
        return [words, part_column(question, "code", CODE, CellKind.TEXT, lambda answer, _language: str(answer))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return f"{self.display(answer, question, language)} {answer}" if answer else ""
