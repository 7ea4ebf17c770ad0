"""The rows of a table, drawn. What is the same in every row is drawn once; a row puts its number and its values in.

A table of 200 rows and 6 columns has 1,200 cells, and each takes Django's templates a third of a millisecond.
"""

import secrets
from collections.abc import Hashable
from dataclasses import replace
from html import escape
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forms.schema import Table
from forms.wizard.parts import QuestionPart, RowPart

# Where the number of a row, its name, its cells and the value of one go. Nobody can write these into a form: they are
# not known before.
NUMBER, LABEL, CELLS, VALUE = (secrets.token_hex(12) for _each in range(4))

TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.Textarea)


class Press:
    """Draws the rows of one table, in one language."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.moulds: dict[Hashable, str] = {}
        self.around = ""

    def row(self, row: RowPart) -> SafeString:
        """As the template of a row draws it."""
        if not self.around:
            inside = {"table": self.table, "number": NUMBER, "label": LABEL, "cells": CELLS}
            self.around = render_to_string("forms/parts/row.html", inside)
        around = self.around.replace(NUMBER, str(row.written)).replace(LABEL, escape(row.label))
        # The template's own, with a number, escaped words, and cells of which the same is so.
        return SafeString(around.replace(CELLS, "".join(row.cells)))  # nosec B703

    def cell(self, part: QuestionPart, number: int | str) -> SafeString:
        """As the template of a question draws it."""
        if part.errors or part.room is not None:
            return _drawn(part)
        said, text = (part.text and VALUE, part.text) if part.form is None else _said(part, part.form)
        alike = (part.question.key, part.shown, part.required, repr(said), _withheld(part))
        if (mould := self.moulds.get(alike)) is None:
            mould = self.moulds[alike] = _drawn(blank(part, said, prefix=f"{self.table.key}-{NUMBER}"))
        pressed = mould.replace(NUMBER, str(number))
        # The mould comes from a template, and what is put into it is a number and what has just been escaped.
        return SafeString(pressed if text is None else pressed.replace(VALUE, escape(text)))  # nosec B703


def _said(part: QuestionPart, form: forms.Form) -> tuple[Any, str | None]:
    """What the cell is drawn with, and what is then put into it."""
    key = part.question.key
    field = form.fields[key]
    value = form[key].value() if form.is_bound else form.get_initial_for_field(field, key)
    text = typed(field, value)
    return (value, None) if text is None else (VALUE, text)


def _withheld(part: QuestionPart) -> frozenset[str]:
    field = None if part.form is None else part.form.fields[part.question.key]
    return frozenset(getattr(getattr(field, "widget", None), "withheld", ()))


def blank(part: QuestionPart, said: Any, *, prefix: str | None = None) -> QuestionPart:
    """The same question with another value: of a row without a number, or of nobody."""
    if part.form is None:
        return replace(part, text=said)
    key = part.question.key
    form = forms.Form(prefix=prefix, initial={key: said})
    form.use_required_attribute = False
    form.fields[key] = part.form.fields[key]
    return replace(part, form=form)


def _drawn(part: QuestionPart) -> SafeString:
    return render_to_string("forms/parts/question.html", {"part": part})


def typed(field: forms.Field, value: Any) -> str | None:
    """What stands in an input that is nothing but that; None for one that is empty or of another sort."""
    if not isinstance(field.widget, TYPED):
        return None
    text: str | None = field.widget.format_value(field.prepare_value(value))
    return text
