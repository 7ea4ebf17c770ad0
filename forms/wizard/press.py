"""The cells of a table, drawn. What is the same in every row is drawn once; a row puts its number and its value in.

A table of 200 rows and 6 columns has 1,200 cells, and each takes Django's templates a third of a millisecond.
"""

import secrets
from collections.abc import Hashable
from dataclasses import replace

from django import forms
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forms.wizard.parts import QuestionPart

# Where the number of a row and the value of a cell go. Nobody can write these into a form: they are not known before.
NUMBER, VALUE = secrets.token_hex(12), secrets.token_hex(12)

TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.Textarea)


class Press:
    """Draws the cells of one table, in one language."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.moulds: dict[Hashable, str] = {}

    def cell(self, part: QuestionPart, number: int | str) -> SafeString:
        """As the template of a question draws it."""
        if part.bound is None or part.bound.form.is_bound or part.errors:
            return _drawn(part)
        text = typed(part.bound)
        said = part.bound.initial if text is None else VALUE
        widget = part.bound.field.widget
        offered = frozenset(getattr(widget, "withheld", ()))
        alike = (part.question.key, part.shown, part.required, repr(said), offered)
        if (mould := self.moulds.get(alike)) is None:
            mould = self.moulds[alike] = _drawn(blank(part, said, prefix=f"{self.table}-{NUMBER}"))
        pressed = mould.replace(NUMBER, str(number)).replace(VALUE, escape(text))
        # The mould comes from a template, and what is put into it is a number and what has just been escaped.
        return mark_safe(pressed)  # nosec B308 B703


def blank(part: QuestionPart, said: object, *, prefix: str | None = None) -> QuestionPart:
    """The same question with another value: of a row without a number, or of nobody."""
    assert part.bound is not None  # noqa: S101  # nosec B101 -- whoever calls has looked
    key = part.question.key
    form = forms.Form(prefix=prefix, initial={key: said})
    form.use_required_attribute = False
    form.fields[key] = part.bound.field
    return replace(part, bound=form[key])


def _drawn(part: QuestionPart) -> SafeString:
    return render_to_string("forms/parts/question.html", {"part": part})


def typed(bound: forms.BoundField) -> str | None:
    """What stands in an input that is nothing but that; None for one that is empty or of another sort."""
    widget = bound.field.widget
    if not isinstance(widget, TYPED):
        return None
    text: str | None = widget.format_value(bound.value())
    return text
