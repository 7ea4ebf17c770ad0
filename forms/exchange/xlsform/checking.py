"""The form that was read is checked as before publishing. A rule that does not hold is left out, and listed."""

from typing import Any

from forms.exchange.xlsform.findings import Findings, Place
from forms.exchange.xlsform.rules import Rules
from forms.logic.check import check_form
from forms.problems import Problem
from forms.schema import FormSchema, Group, Item, Question, Rule, Step, Table

# Each round leaves out at least one rule; what is left out can make others wrong.
MOST_ROUNDS = 12
Wrong = set[tuple[str, str]]


def settle(schema: FormSchema, rules: Rules, places: dict[str, Place], findings: Findings) -> FormSchema:
    """The form without the rules that cannot be. `places` are the rows of its parts. Circles are errors."""
    for _round in range(MOST_ROUNDS):
        problems = check_form(schema)
        wrong = {(problem.place, problem.rule) for problem in problems if problem.rule}
        _say(problems, rules, places, findings)
        if not wrong:
            return schema
        schema = schema.model_copy(update={"steps": tuple(_step(step, wrong) for step in schema.steps)})
    return schema


def _say(problems: list[Problem], rules: Rules, places: dict[str, Place], findings: Findings) -> None:
    for problem in problems:
        if not problem.rule:
            findings.error(places.get(problem.place, Place("survey")), str(problem.sentence))
            continue
        place, said = rules.sources.get((problem.place, problem.rule), (places.get(problem.place, Place()), ""))
        rules.leave_out(place, said, str(problem.sentence))


def _step(step: Step, wrong: Wrong) -> Step:
    return step.model_copy(
        update={**_without(step, step.key, wrong), "items": tuple(_item(item, wrong) for item in step.items)}
    )


def _item(item: Item, wrong: Wrong) -> Item:
    update: dict[str, Any] = _without(item, item.key, wrong)
    if isinstance(item, Group):
        update["items"] = tuple(_item(inner, wrong) for inner in item.items)
    if isinstance(item, Table):
        columns = (
            column.model_copy(update=_without(column, f"{item.key}.{column.key}", wrong)) for column in item.columns
        )
        update["columns"] = tuple(columns)
    return item.model_copy(update=update) if update else item


def _without(part: Any, place: str, wrong: Wrong) -> dict[str, Any]:
    update: dict[str, Any] = {}
    for name, value in part:
        if isinstance(value, Rule) and (place, name) in wrong:
            update[name] = None
    if isinstance(part, Question):
        kept = tuple(check for number, check in enumerate(part.checks) if (place, f"checks.{number}") not in wrong)
        if len(kept) < len(part.checks):
            update["checks"] = kept
        if "computed" in update and part.type == "computed":
            # It can still be named by other rules; nothing computes it.
            update["type"] = "hidden"
    return update
