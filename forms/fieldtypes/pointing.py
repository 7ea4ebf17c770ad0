"""Fields that point to something the portal knows: a person, a child, a case, a record of a register."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes import lookups
from forms.fieldtypes.base import FieldContext, Setting
from forms.fieldtypes.columns import CellKind, Column, column
from forms.fieldtypes.lookups import Found
from forms.fieldtypes.normalising import line
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PlainText
from forms.fieldtypes.widgets import ListOfOptions
from forms.schema import Question

LONGEST = 100


class PointingField(forms.Field):
    """Cleans to the reference of the one thing that was meant."""

    def __init__(self, *, lookup: str, settings: dict[str, Any], unknown: str | Promise, **more: Any) -> None:
        super().__init__(**more)
        self.lookup, self.settings, self.unknown = lookup, settings, unknown

    def to_python(self, value: Any) -> str:
        typed = line(str(value or ""))
        if not typed:
            return ""
        found = self._found(typed) if len(typed) <= LONGEST else None
        if found is None:
            raise ValidationError(str(self.unknown), code="unknown")
        return found.reference

    def _found(self, typed: str) -> Found | None:
        lookup, post = lookups.lookup(self.lookup), lookups.asking()
        return None if lookup is None or post is None else lookup.find(typed, post=post, settings=self.settings)


class Pointing(PlainText):
    """The answer is a reference; what it may point to is what the person who answers may see."""

    lookup: ClassVar[str]
    unknown: ClassVar[str | Promise]

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return PointingField(
            **self.attributes(
                question,
                context,
                lookup=self.lookup,
                settings=dict(question.settings),
                unknown=self.unknown,
                widget=self.widget(question),
            )
        )

    def widget(self, question: Question) -> forms.Widget:
        lookup, post = lookups.lookup(self.lookup), lookups.asking()
        options = lookup.options(post=post, settings=question.settings) if lookup and post else ()
        if not options:
            return forms.TextInput({"autocomplete": "off", "maxlength": LONGEST})
        return ListOfOptions(choices=[("", _("Please choose")), *((one.reference, one.label) for one in options)])

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        lookup = lookups.lookup(self.lookup)
        return str(answer) if lookup is None else lookup.label(str(answer))

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00-\x1f\x7f-\x9f<>]+$"}

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.TEXT, lambda answer, language: self.display(answer, question, language))]

    def faults(self, question: Question) -> Iterator[str | Promise]:
        yield from super().faults(question)
        if lookups.lookup(self.lookup) is None:
            yield _("This portal keeps nothing that such a field could point to.")


@registry.register
class Person(Pointing):
    """Somebody who works in the portal. `below`: also in the organisations of the places below the own one's."""

    key = "person"
    name = _("Person of the portal")
    lookup = "person"
    settings = {"below": Setting(bool)}
    required_message = _("Choose the person.")
    unknown = _("Choose a person from the list.")


@registry.register
class CaseLink(Pointing):
    key = "case_link"
    name = _("Case, by its number")
    lookup = "case"
    required_message = _("Give the number of the case.")
    unknown = _("There is no case with this number that you may open; compare the number again.")


@registry.register
class RecordLink(Pointing):
    """An entry of a register that the setting names."""

    key = "record_link"
    name = _("Entry of a register, by its number")
    lookup = "record"
    settings = {"register": Setting(str)}
    required_message = _("Give the number of the entry.")
    unknown = _("There is no entry with this number that you may open; compare the number again.")


@registry.register
class ChildLink(Pointing):
    key = "child"
    name = _("Child, by the number of the file")
    lookup = "child"
    required_message = _("Give the number of the child's file.")
    unknown = _("There is no file of a child with this number that you may open; compare the number again.")
