"""Widgets with markup of their own; the templates are in forms/templates/forms/widgets."""

import re
from collections.abc import Collection
from typing import Any

from django import forms

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def as_moment(text: str) -> str:
    """A moment in ISO 8601 as people read it, to the minute of its own clock; any other text as it is."""
    found = MOMENT.fullmatch(text)
    return f"{found[1]} {found[2]}" if found else text


class ComputedDisplay(forms.Widget):
    """A value to read, not to type."""

    template_name = "forms/widgets/computed.html"

    def format_value(self, value: Any) -> str | None:
        return None if value is None else as_moment(str(value))


class WithUnit(forms.TextInput):
    """An input with a sign before it that says what is counted."""

    template_name = "forms/widgets/with_unit.html"

    def __init__(self, unit: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class ListOfOptions(forms.Select):
    """A list that a script makes searchable. It is drawn without a template for each option: there may be thousands."""

    template_name = "forms/widgets/list.html"
    # Keys of options that are not on offer now, and may be again.
    withheld: Collection[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = "" if value is None else str(getattr(value, "pk", value))
        context["widget"]["rows"] = [
            (str(key), label, str(key) == chosen, str(key) in self.withheld) for key, label in self.choices
        ]
        return context


class ConsentBox(forms.CheckboxInput):
    """A tick beside its own words."""

    template_name = "forms/widgets/consent.html"

    def __init__(self, words: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.words = words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        return context


class SeveralFiles(forms.FileInput):
    """An input that takes several files and gives all of them."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name) or [])
