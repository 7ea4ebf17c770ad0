"""Problems of a form, set down where they are in the editor."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from forms.problems import Problem

# Where a step stands, and the item in it (None for the step itself).
Spot = tuple[int, int | None]


def place(steps: Any, problems: Iterable[Problem]) -> tuple[StreamBlockValidationError | None, list[Problem]]:
    """The error for the field of steps, and the problems that are about the form itself."""
    spots = _spots(steps)
    found: dict[Spot, list[str]] = defaultdict(list)
    rest = []
    for problem in problems:
        spot = spots.get(problem.place) or spots.get(problem.place.split(".")[0])
        if spot is None:
            rest.append(problem)
        else:
            found[spot].append(str(problem))
    return (_error(found) if found else None), rest


def failures_of_tests(problems: Iterable[Problem]) -> StreamBlockValidationError | None:
    """The error for the field of tests: each failure at its test."""
    found: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.code == "test":
            found[int(problem.rule.removeprefix("tests."))].append(str(problem.sentence))
    errors = {number: _of_item(sentences) for number, sentences in found.items()}
    return StreamBlockValidationError(block_errors=errors) if errors else None


def _spots(steps: Any) -> dict[str, Spot]:
    """Of two parts with one key the later one, which is most likely the copy."""
    spots: dict[str, Spot] = {}
    for number, step in enumerate(steps):
        spots[step.value["key"]] = (number, None)
        for position, item in enumerate(step.value["items"]):
            for inner in (item, *item.value.get("items", ())):
                part = inner.value
                spots[part["key"]] = (number, position)
    return spots


def _error(found: dict[Spot, list[str]]) -> StreamBlockValidationError:
    by_step: dict[int, dict[int | None, list[str]]] = defaultdict(dict)
    for (step, item), sentences in found.items():
        by_step[step][item] = sentences
    return StreamBlockValidationError(block_errors={step: _of_step(items) for step, items in by_step.items()})


def _of_step(items: dict[int | None, list[str]]) -> StructBlockValidationError:
    inside = {item: _of_item(sentences) for item, sentences in items.items() if item is not None}
    return StructBlockValidationError(
        block_errors={"items": StreamBlockValidationError(block_errors=inside)} if inside else None,
        non_block_errors=[ValidationError(sentence) for sentence in items.get(None, [])],
    )


def _of_item(sentences: list[str]) -> StructBlockValidationError:
    return StructBlockValidationError(non_block_errors=[ValidationError(sentence) for sentence in sentences])
