"""An organisation of the portal."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, column
from forms.fieldtypes.registry import registry
from forms.fieldtypes.widgets import ListOfOptions
from forms.logic.types import ValueType
from forms.schema import Question
from portal.directory.functions import FUNCTIONS
from portal.directory.models import Organisation


@registry.register
class OrganisationChoice(FieldType):
    """The answer is the organisation's number as text.

    With the setting `conflict` it is an organisation that the answers speak of: it must have no part in what follows.
    """

    key = "organisation"
    name = _("Organisation")
    result_type = ValueType.TEXT
    api_type = str
    settings = {"functions": Setting(list, tuple(FUNCTIONS)), "conflict": Setting(bool)}
    is_listed = True
    required_message = _("Choose the organisation.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        organisations = Organisation.objects.filter(active=True).only("name")
        if functions := question.settings.get("functions"):
            organisations = organisations.with_function(*functions)
        return forms.ModelChoiceField(
            **self.attributes(
                question,
                context,
                queryset=organisations,
                empty_label=_("Please choose"),
                widget=ListOfOptions(),
                error_messages={"invalid_choice": _("Choose an organisation from the list.")},
            )
        )

    def to_answer(self, cleaned: Organisation | None) -> str | None:
        return None if cleaned is None else str(cleaned.pk)

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        names = Organisation.objects.filter(pk=answer).values_list("name", flat=True) if str(answer).isdigit() else []
        return next(iter(names), str(answer))

    def faults(self, question: Question) -> Iterator[str | Promise]:
        yield from super().faults(question)
        if question.settings.get("conflict") and not (question.countable or question.sensitivity == "open"):
            yield _(
                "Whoever is shut out for a conflict of interest must be known without unsealing: make it countable."
            )

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{1,18}$"}

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.TEXT, lambda answer, language: self.display(answer, question, language))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return self.display(answer, question, language)
