"""The form that was read is checked as before publishing. A rule that does not hold is left out, and listed.

Where a rule only asks for options that there are not, what asks for them becomes what it always is, and that is listed.
"""

from collections.abc import Iterator
from typing import Any

from forms import contexts
from forms.exchange.xlsform.findings import Findings, Place
from forms.exchange.xlsform.lacking import without_options
from forms.exchange.xlsform.rules import Rules
from forms.logic.check import all_rules, check_form
from forms.logic.inference import NO_SUCH_OPTION
from forms.logic.plan import FILTER, nodes_of
from forms.problems import Problem
from forms.schema import Check, FormSchema, Group, Item, Question, Rule, Step, Table

# Each round leaves out at least one rule; what is left out can make others wrong.
MOST_ROUNDS = 12
# By place and name of the rule, what it becomes; None: it is left out.
Changes = dict[tuple[str, str], Rule | None]


def settle(schema: FormSchema, rules: Rules, places: dict[str, Place], findings: Findings) -> FormSchema:
    """The form without the rules that cannot be. `places` are the rows of its parts. Circles are errors."""
    for _round in range(MOST_ROUNDS):
        problems = check_form(schema, context=contexts.names())
        changes: Changes = {}
        for problem in problems:
            if problem.rule:
                changes[problem.place, problem.rule] = None
            else:
                findings.error(places.get(problem.place, Place("survey")), str(problem.sentence))
        if not changes:
            return schema
        for key in changes:
            changes[key] = _changed(schema, key, [each for each in problems if (each.place, each.rule) == key])
        _say(problems, changes, rules, places)
        schema = schema.model_copy(update={"steps": tuple(_step(step, changes) for step in schema.steps)})
    return schema


def _changed(schema: FormSchema, key: tuple[str, str], problems: list[Problem]) -> Rule | None:
    if any(problem.code != NO_SUCH_OPTION for problem in problems):
        return None
    parts = (part for part in nodes_of(schema) if part.place == key[0])
    rule = next(rule for part in parts for name, rule in all_rules(part) if name == key[1])
    places = {problem.at for problem in problems}
    return Rule(formula=without_options(rule.formula, places, of_choices=key[1] == FILTER))


def _say(problems: list[Problem], changes: Changes, rules: Rules, places: dict[str, Place]) -> None:
    for problem in (problem for problem in problems if problem.rule):
        key = (problem.place, problem.rule)
        place, said = rules.sources.get(key, (places.get(problem.place, Place()), ""))
        became = changes[key]
        if became is None:
            rules.leave_out(place, said, str(problem.sentence))
        else:
            rules.say_changed(place, said, str(problem.sentence), became.formula)


def _step(step: Step, changes: Changes) -> Step:
    return step.model_copy(
        update={**_with(step, step.key, changes), "items": tuple(_item(item, changes) for item in step.items)}
    )


def _item(item: Item, changes: Changes) -> Item:
    update: dict[str, Any] = _with(item, item.key, changes)
    if isinstance(item, Group):
        update["items"] = tuple(_item(inner, changes) for inner in item.items)
    if isinstance(item, Table):
        columns = (
            column.model_copy(update=_with(column, f"{item.key}.{column.key}", changes)) for column in item.columns
        )
        update["columns"] = tuple(columns)
    return item.model_copy(update=update) if update else item


def _with(part: Any, place: str, changes: Changes) -> dict[str, Any]:
    update: dict[str, Any] = {}
    for name, value in part:
        if isinstance(value, Rule) and (place, name) in changes:
            update[name] = changes[place, name]
    if isinstance(part, Question):
        checks = tuple(_checks(part, place, changes))
        if checks != part.checks:
            update["checks"] = checks
        if update.get("computed", part.computed) is None and part.type == "computed":
            # It can still be named by other rules; nothing computes it.
            update["type"] = "hidden"
    return update


def _checks(question: Question, place: str, changes: Changes) -> Iterator[Check]:
    for number, check in enumerate(question.checks):
        rule = changes.get((place, f"checks.{number}"), check.rule)
        if rule is not None:
            yield check.model_copy(update={"rule": rule})
