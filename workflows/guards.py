"""Rules of a workflow over the answers of a case, pure. The language is forms.logic's; the names are form keys."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from forms.logic.errors import ExpressionError
from forms.logic.evaluate import evaluate
from forms.logic.parse import parse
from forms.logic.scope import Scope
from forms.logic.values import truth
from forms.schema import Rule
from workflows.schema import Deadline, TaskType, Transition, WorkflowSchema


class Undecidable(Exception):
    """The rule cannot be evaluated."""


def holds(rule: Rule, answers: Mapping[str, Mapping[str, Any]], now: datetime) -> bool:
    """Whether the rule holds. `answers` by form key, and "answers" for the opening form. Raises Undecidable."""
    try:
        tree = parse(rule.formula) if rule.tree is None else rule.tree
        return truth(evaluate(tree, Scope(answers={}, context=answers, now=now)))
    except ExpressionError as error:
        raise Undecidable(str(error)) from error


def compile_rules(schema: WorkflowSchema) -> WorkflowSchema:
    """The same workflow with every rule's tree filled in. Raises ExpressionError."""
    states = tuple(
        state.model_copy(update={"tasks": tuple(_compiled_task(task) for task in state.tasks)})
        for state in schema.states
    )
    transitions = tuple(_compiled_transition(way) for way in schema.transitions)
    return schema.model_copy(update={"states": states, "transitions": transitions})


def rules_of(schema: WorkflowSchema) -> Iterator[tuple[str, Rule]]:
    """Every rule with its place: "state key task key" or "transition key"."""
    for state in schema.states:
        for task in state.tasks:
            if task.deadline and task.deadline.urgent_when:
                yield f"state {state.key} task {task.key}", task.deadline.urgent_when
            for remark in task.remarks:
                yield f"state {state.key} task {task.key}", remark.shown_when
    for way in schema.transitions:
        if way.guard:
            yield f"transition {way.key}", way.guard


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


def _compiled_task(task: TaskType) -> TaskType:
    remarks = tuple(remark.model_copy(update={"shown_when": _compiled(remark.shown_when)}) for remark in task.remarks)
    return task.model_copy(update={"deadline": _compiled_deadline(task.deadline), "remarks": remarks})


def _compiled_deadline(deadline: Deadline | None) -> Deadline | None:
    if deadline is None or deadline.urgent_when is None:
        return deadline
    return deadline.model_copy(update={"urgent_when": _compiled(deadline.urgent_when)})


def _compiled_transition(way: Transition) -> Transition:
    return way if way.guard is None else way.model_copy(update={"guard": _compiled(way.guard)})


def _compiled(rule: Rule) -> Rule:
    return rule.model_copy(update={"tree": parse(rule.formula)})
