"""The one pass over a form that forms.logic.formstate reports on."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from forms.logic import numbers
from forms.logic.budget import Budget
from forms.logic.errors import ExpressionError
from forms.logic.evaluate import evaluate
from forms.logic.plan import Node, Plan, tree_for
from forms.logic.scope import Scope
from forms.logic.types import answer_types
from forms.logic.values import Chosen, Rows, Value, to_json, truth, typed
from forms.schema import Choice, Question, Rule, Step, Table
from portal.words import DEFAULT_LANGUAGE, Words, say

logger = logging.getLogger(__name__)

# Their numbers are written as text in answers, so that no digit is lost on the way.
NUMBERS_AS_TEXT = frozenset({"decimal", "money"})


class Asked:
    """What is known of the questions of one level: of the form, or of one row of a table."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.values: dict[str, Value] = {}
        self.shown: dict[str, bool] = {}
        self.required: dict[str, bool] = {}
        self.failures: dict[str, tuple[Words, ...]] = {}
        self.choices: dict[str, tuple[Choice, ...]] = {}
        self.defaults: dict[str, Any] = {}

    def decide(self, question: Question, scope: Scope, *, within: bool, where: Callable[[], str]) -> None:
        """Whether the question is shown, what is on offer at that place, and its value."""
        self.shown[question.key] = shown = within and condition(question.shown_when, scope)
        self.values[question.key] = None
        if not shown:
            return
        if question.choices:
            self.choices[question.key] = offered(question, scope, where())
        self.values[question.key] = self._value(question, scope)

    def _value(self, question: Question, scope: Scope) -> Value:
        if question.computed:
            # What is there already is what once(…) keeps.
            return result(question.computed, replace(scope, this=self.given.get(question.key)))
        value = typed(self.given.get(question.key), scope.zone, answer_types[question.type])
        return among(value, self.choices[question.key]) if question.choices else value

    def judge(self, question: Question, scope: Scope) -> None:
        """Whether an answer is needed, whether the one given passes, and what to begin with."""
        key = question.key
        if not self.shown[key]:
            return
        must = question.required or (question.required_when is not None and condition(question.required_when, scope))
        self.required[key] = must and question.computed is None
        if question.checks and self.values[key] is not None:
            self._check(question, replace(scope, this=self.values[key]))
        if question.default:
            default = result(question.default, scope)
            if default is not None:
                self.defaults[key] = as_answer(default, question)

    def _check(self, question: Question, scope: Scope) -> None:
        failed = tuple(check.message for check in question.checks if refuted(check.rule, scope))
        if failed:
            self.failures[question.key] = failed

    def answer(self, question: Question) -> Any:
        """The effective answer in JSON, None when there is none."""
        value = self.values.get(question.key)
        if value is None:
            return None
        if question.computed or isinstance(value, Chosen):
            return as_answer(value, question)
        return self.given[question.key]


class Pass(Asked):
    """The whole form."""

    def __init__(self, plan: Plan, given: Mapping[str, Any], now: datetime, context: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.plan = plan
        self.scope = Scope(
            answers=self.values, now=now, context=context, labels=plan.labels.get("", {}), budget=Budget()
        )
        self.rows: dict[str, list[Asked]] = {}
        self._rows_seen: dict[str, list[tuple[Asked, Scope]]] = {}

    def where(self) -> str:
        """The area that the form is about, as a 12-digit code; "" while nobody said."""
        return str(self.values.get(self.plan.where) or "") if self.plan.where else ""

    def run(self) -> "Pass":
        for node in self.plan.order:
            self._decide(node)
        for node in self.plan.nodes.values():
            if isinstance(node.part, Question):
                for asked, scope in self._places(node):
                    asked.judge(node.part, scope)
        return self

    def answers(self) -> dict[str, Any]:
        """The effective answers, in the order of the form."""
        found: dict[str, Any] = {}
        for node in self.plan.nodes.values():
            if isinstance(node.part, Question) and not node.table:
                _put(found, node.part.key, self.answer(node.part))
            elif isinstance(node.part, Table) and self.rows.get(node.part.key):
                found[node.part.key] = [self._row(node.part, row) for row in self.rows[node.part.key]]
        return found

    def _row(self, table: Table, row: Asked) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column in table.columns:
            _put(found, column.key, row.answer(column))
        return found

    def _decide(self, node: Node) -> None:
        part = node.part
        if isinstance(part, Question):
            for asked, scope in self._places(node):
                asked.decide(part, scope, within=bool(node.table) or self.shown[node.above], where=self.where)
            return
        within = isinstance(part, Step) or self.shown[node.above]
        self.shown[part.key] = within and condition(part.shown_when, self.scope)
        if isinstance(part, Table) and self.shown[part.key]:
            self._open(part)

    def _open(self, table: Table) -> None:
        given = self.given.get(table.key)
        rows = [Asked(row) for row in given if isinstance(row, Mapping)] if isinstance(given, list | tuple) else []
        self.rows[table.key] = rows
        self.required[table.key] = table.least_rows > 0
        self.values[table.key] = Rows(row.values for row in rows) if rows else None
        for row in rows:
            # A column that is empty is still the row's own, not the form's field of the same name.
            row.values.update(dict.fromkeys(column.key for column in table.columns))
        labels = self.plan.labels[table.key]
        # What a row looks like to its formulas is made once, for all its columns.
        self._rows_seen[table.key] = [
            (row, replace(self.scope, row=row.values, position=number, labels=labels))
            for number, row in enumerate(rows, 1)
        ]

    def _places(self, node: Node) -> list[tuple[Asked, Scope]]:
        return self._rows_seen.get(node.table, []) if node.table else [(self, self.scope)]


def result(rule: Rule, scope: Scope, *, of_choices: bool = False) -> Value:
    """A formula that cannot be computed gives the empty value; the form goes on."""
    if scope.budget is not None and scope.budget.left < 0:
        return None
    try:
        return evaluate(tree_for(rule, of_choices=of_choices), scope)
    except ExpressionError as error:
        logger.warning("A formula cannot be computed: %s", type(error).__name__)
        return None


def condition(rule: Rule | None, scope: Scope) -> bool:
    """No rule holds always; an undecided one does not."""
    return rule is None or truth(result(rule, scope))


def refuted(rule: Rule, scope: Scope) -> bool:
    """Whether a check speaks against an answer: one that is undecided because something is empty does not."""
    value = result(rule, scope)
    return value is not None and not truth(value)


def offered(question: Question, scope: Scope, where: str) -> tuple[Choice, ...]:
    """The choices that are valid on the day, meant for the place, and pass the filter."""
    valid = question.choices
    if any(choice.since or choice.until or choice.areas for choice in valid):
        today = scope.now.astimezone(scope.zone).date()
        valid = tuple(choice for choice in valid if _is_valid(choice, today, where))
    if question.choice_filter is None:
        return valid
    rule = question.choice_filter
    return tuple(choice for choice in valid if truth(result(rule, _looking_at(choice, scope), of_choices=True)))


def _looking_at(choice: Choice, scope: Scope) -> Scope:
    known = {**choice.attributes, "name": choice.key, "label": say(choice.label, DEFAULT_LANGUAGE)}
    return replace(scope, this=choice.key, choice=known)


def _is_valid(choice: Choice, today: date, where: str) -> bool:
    begun = choice.since is None or choice.since <= today
    over = choice.until is not None and choice.until < today
    return begun and not over and (not choice.areas or where.startswith(choice.areas))


def among(value: Value, choices: tuple[Choice, ...]) -> Value:
    """What of an answer is on offer. One in parts is the field type's to judge."""
    if isinstance(value, Mapping):
        return value
    keys = {choice.key for choice in choices}
    if isinstance(value, Chosen):
        return Chosen(key for key in value if key in keys) or None
    return value if value in keys else None


def as_answer(value: Value, question: Question) -> Any:
    """A computed value as an answer of that question."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and question.type not in NUMBERS_AS_TEXT
        return int(value) if whole else numbers.write(value)
    return to_json(value)


def _put(answers: dict[str, Any], key: str, answer: Any) -> None:
    if answer is not None:
        answers[key] = answer
