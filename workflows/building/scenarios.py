"""The author's scenarios: from the editor, and into it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from forms.building import values
from forms.building.blocks import block, list_item
from workflows.scenarios import Outcome, Scenario, ScenarioStep

Raw = dict[str, Any]
# The editor of a workflow does not know the types of fields: what is no text says so by how it is written.
KIND = "text"


def read(value: Mapping[str, Any]) -> Scenario:
    return Scenario(
        title=value["title"] or "",
        at=value["at"],
        answers=_answers(value["answers"]),
        expected=_outcome(value["expected"]),
        steps=tuple(_step(row) for row in value["steps"]),
    )


def _step(value: Mapping[str, Any]) -> ScenarioStep:
    names = {name: value[name] or "" for name in ("task", "transition", "by", "role")}
    return ScenarioStep(
        days=value["days"] or 0,
        minutes=value["minutes"] or 0,
        does=value["does"] or "finish",
        answers=_answers(value["answers"]),
        expected=_outcome(value["expected"]),
        **names,
    )


def _outcome(value: Mapping[str, Any]) -> Outcome:
    lists = {name: tuple(key for key in value[name] if key) for name in ("open", "told", "effects", "climbed")}
    return Outcome(state=value["state"] or "", refused=bool(value["refused"]), **lists)


def _answers(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {row["field"]: values.read(row["value"] or "", KIND) for row in rows if row["field"]}


def write(scenarios: Iterable[Scenario]) -> list[Raw]:
    return [block("scenario", _scenario(one), f"{number}:{one.title}") for number, one in enumerate(scenarios)]


def _scenario(part: Scenario) -> Raw:
    return {
        "title": part.title,
        "at": _moment(part.at),
        "answers": _rows(part.answers),
        "expected": _expected(part.expected),
        "steps": [list_item(_written(step)) for step in part.steps],
    }


def _written(step: ScenarioStep) -> Raw:
    plain = step.model_dump(mode="json", exclude={"answers", "expected"})
    return {**plain, "answers": _rows(step.answers), "expected": _expected(step.expected)}


def _expected(outcome: Outcome) -> Raw:
    plain = outcome.model_dump(mode="json")
    return plain | {name: [list_item(key) for key in plain[name]] for name in ("open", "told")}


def _rows(answers: Mapping[str, Any]) -> list[Raw]:
    return [list_item({"field": key, "value": values.write(answer, KIND)}) for key, answer in answers.items()]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
