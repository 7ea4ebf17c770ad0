"""Rules of a workflow over the answers of a case, pure. The language is forms.logic's; the names are form keys."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, overload

from forms.logic import moments
from forms.logic.errors import ExpressionError
from forms.logic.evaluate import evaluate
from forms.logic.parse import parse
from forms.logic.scope import Scope
from forms.logic.values import Value, truth
from forms.schema import Rule
from workflows.schema import Deadline, Join, TaskType, Transition, WorkflowSchema

# Under this name stand, by form key, the answers that the newest ones of the form took the place of.
BEFORE = "before"


class Undecidable(Exception):
    """The rule cannot be evaluated."""


def holds(rule: Rule, answers: Mapping[str, Mapping[str, Any]], now: datetime) -> bool:
    """Whether the rule holds. `answers` by form key, and "answers" for the opening form. Raises Undecidable."""
    return truth(_value(rule, answers, now))


def moment(rule: Rule, answers: Mapping[str, Mapping[str, Any]], now: datetime) -> datetime | None:
    """The moment that the formula gives, a date is its first; None when it gives none. Raises Undecidable."""
    scope = Scope(answers={}, context=answers, now=now)
    found = _value(rule, answers, now)
    read = moments.read(found, scope.zone) if isinstance(found, str) else found
    return moments.at_seconds(moments.seconds(read, scope.zone), scope.zone) if isinstance(read, date) else None


def _value(rule: Rule, answers: Mapping[str, Mapping[str, Any]], now: datetime) -> Value:
    try:
        tree = parse(rule.formula) if rule.tree is None else rule.tree
        return evaluate(tree, Scope(answers={}, context=answers, now=now))
    except ExpressionError as error:
        raise Undecidable(str(error)) from error


def handed_in(
    answers: Mapping[str, Mapping[str, Any]], form: str, new: Mapping[str, Any]
) -> dict[str, Mapping[str, Any]]:
    """The answers as they are once these of that form have been handed in."""
    before = {**answers.get(BEFORE, {}), **({form: answers[form]} if form in answers else {})}
    return {**answers, form: new, BEFORE: before}


def compile_rules(schema: WorkflowSchema) -> WorkflowSchema:
    """The same workflow with every rule's tree filled in. Raises ExpressionError."""
    states = tuple(
        state.model_copy(
            update={"tasks": tuple(_compiled_task(task) for task in state.tasks), "join": _compiled_join(state.join)}
        )
        for state in schema.states
    )
    transitions = tuple(_compiled_transition(way) for way in schema.transitions)
    return schema.model_copy(update={"states": states, "transitions": transitions})


def rules_of(schema: WorkflowSchema) -> Iterator[tuple[str, Rule]]:
    """Every rule with its place: "state key task key" or "transition key"."""
    for state in schema.states:
        if state.join and state.join.favour:
            yield f"state {state.key}", state.join.favour
        for task in state.tasks:
            if task.deadline and task.deadline.urgent_when:
                yield f"state {state.key} task {task.key}", task.deadline.urgent_when
            for remark in task.remarks:
                yield f"state {state.key} task {task.key}", remark.shown_when
    for way in schema.transitions:
        for rule in (way.guard, way.clock):
            if rule:
                yield f"transition {way.key}", rule


def clocks_of(schema: WorkflowSchema) -> Iterator[tuple[str, Rule]]:
    """Those of them that give a moment, with their places."""
    return ((f"transition {way.key}", way.clock) for way in schema.transitions if way.clock)


def references(tree: Any) -> Iterator[tuple[str, ...]]:
    """The paths that a rule's tree speaks of."""
    if isinstance(tree, Mapping):
        for operator, arguments in tree.items():
            if operator == "ref":
                yield tuple(arguments)
            else:
                yield from references(arguments)
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from references(part)


def _compiled_join(join: Join | None) -> Join | None:
    return join.model_copy(update={"favour": _compiled(join.favour)}) if join and join.favour else join


def _compiled_task(task: TaskType) -> TaskType:
    remarks = tuple(remark.model_copy(update={"shown_when": _compiled(remark.shown_when)}) for remark in task.remarks)
    return task.model_copy(update={"deadline": _compiled_deadline(task.deadline), "remarks": remarks})


def _compiled_deadline(deadline: Deadline | None) -> Deadline | None:
    if deadline is None or deadline.urgent_when is None:
        return deadline
    return deadline.model_copy(update={"urgent_when": _compiled(deadline.urgent_when)})


def _compiled_transition(way: Transition) -> Transition:
    return way.model_copy(update={"guard": _compiled(way.guard), "clock": _compiled(way.clock)})


@overload
def _compiled(rule: Rule) -> Rule: ...
@overload
def _compiled(rule: None) -> None: ...
def _compiled(rule: Rule | None) -> Rule | None:
    return None if rule is None else rule.model_copy(update={"tree": parse(rule.formula)})
