"""A form with these answers: what is shown, required, computed, wrong; in one pass in dependency order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forms.logic.passing import Pass
from forms.logic.plan import plan_of
from forms.schema import Choice, FormSchema
from portal.words import Words


@dataclass(frozen=True)
class RowState:
    """One row of a table, by column key; fields as in FormState."""

    shown: dict[str, bool]
    required: dict[str, bool]
    failures: dict[str, tuple[Words, ...]]
    choices: dict[str, tuple[Choice, ...]]
    defaults: dict[str, Any]


@dataclass(frozen=True)
class FormState(RowState):
    """`shown` has every step, field, table and note; the others have the fields that are shown.

    `answers` are the effective ones: what is hidden, unknown, of the wrong kind or no longer on offer is left
    out, computed values are filled in. `rows` has a RowState for each row of each shown table.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, tuple[RowState, ...]] = field(default_factory=dict)


def evaluate_form(
    schema: FormSchema, answers: Mapping[str, Any], *, now: datetime, context: Mapping[str, Any] | None = None
) -> FormState:
    """`now` is aware; `context` holds what formulas may name beyond the form. Never fails over a formula."""
    done = Pass(plan_of(schema), answers, now, context or {}).run()
    return FormState(
        shown=done.shown,
        required=done.required,
        failures=done.failures,
        choices=done.choices,
        defaults=done.defaults,
        answers=done.answers(),
        rows={
            table: tuple(RowState(row.shown, row.required, row.failures, row.choices, row.defaults) for row in rows)
            for table, rows in done.rows.items()
        },
    )
