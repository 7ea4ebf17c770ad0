"""The options of a field on a page: what is not on offer now is in it, hidden, for a script that may offer it again."""

from typing import Any

from django import forms
from django.utils import timezone

from forms.logic.formstate import RowState
from forms.schema import Choice, Question


def may_differ(question: Question) -> bool:
    """Whether rows of a table may offer different options of it."""
    return question.choice_filter is not None or any(
        choice.since or choice.until or choice.areas for choice in question.choices
    )


def withhold(field: forms.Field, question: Question, state: RowState | None) -> None:
    """Hide the options that the rules do not leave, and leave out those of another day."""
    if not isinstance(field, forms.ChoiceField) or not question.choices:
        return
    over = {choice.key for choice in question.choices if _is_over(choice)}
    given: Any = field.choices
    if over:
        field.choices = [(key, label) for key, label in given if key not in over]
    known = question.choices if state is None else state.choices.get(question.key, question.choices)
    offered = {choice.key for choice in known}
    withheld = {choice.key for choice in question.choices} - offered - over
    if withheld:
        _hide(field.widget, withheld)


def _is_over(choice: Choice) -> bool:
    today = timezone.localdate()
    return (choice.since is not None and choice.since > today) or (choice.until is not None and choice.until < today)


def _hide(widget: Any, withheld: set[str]) -> None:
    """A box is hidden with its label, by whoever draws that. Of a list, a browser may show what is only hidden."""
    mark = {"disabled": True} | ({"hidden": True} if isinstance(widget, forms.Select) else {})
    widget.withheld = withheld
    make = widget.create_option

    def create_option(name: str, value: Any, *more: Any, **named: Any) -> dict[str, Any]:
        option: dict[str, Any] = make(name, value, *more, **named)
        if str(value) in withheld:
            option["attrs"] |= mark
            option["withheld"] = True
        return option

    widget.create_option = create_option
