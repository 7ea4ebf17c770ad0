"""Fields whose answer has several parts, each with an input of its own in one group."""

from abc import ABC, ABCMeta, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

Typed = dict[str, Any]


class _Declared(ABCMeta, forms.MediaDefiningClass):
    """Django's widgets have a class of their own classes; an abstract widget needs both."""


class PartsWidget(forms.Widget, metaclass=_Declared):
    """Inputs named `name-part`. The value is a mapping from parts to what was typed, without the empty ones."""

    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        return ""

    @abstractmethod
    def part_names(self) -> Iterable[str]:
        """The parts, as they stand in the names of inputs."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        typed = {part: data.get(f"{name}-{part}") for part in self.part_names()}
        return {part: value for part, value in typed.items() if value not in (None, "")}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.part_names())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(self.drawn(context["widget"], value if isinstance(value, Mapping) else {}))
        return context

    @abstractmethod
    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        """What the template draws beyond what every widget has."""

    def id_of(self, widget: dict[str, Any], part: str) -> str:
        return f"{widget['attrs'].get('id') or 'id_' + widget['name']}-{part}"


class PartsField(ABC, forms.Field):
    """Cleans what was typed, or an answer, to the answer; None for nothing."""

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Mapping) else {}
        answer = self.read({part: one for part, one in typed.items() if one not in (None, "")})
        if answer is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return answer

    @abstractmethod
    def read(self, typed: Typed) -> Any:
        """The answer, None when nothing was typed. Raises ValidationError."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or None) != self.read(dict(data or {})))
        except ValidationError:
            return True
