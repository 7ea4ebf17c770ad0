"""Formulas that rows can say, turned back into rows, so that what a pack wrote is pleasant to edit."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from forms.logic.errors import ExpressionError
from forms.logic.rows import Row, formula_of

Joint = Literal["and", "or"]
FIELD = r"\$\{(?P<field>[a-z][a-z0-9_.]*)\}"
TEXT = r"(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\")"
VALUE = rf"(?:{TEXT}|(?:date|date-time)\('(?P<moment>[^']*)'\)|(?P<plain>[^'\"\s]+))"
SIGNS = {"=": "is", "!=": "is_not", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
CALLS = (
    ("answered", re.compile(rf"not-empty\({FIELD}\)")),
    ("not_answered", re.compile(rf"not\(not-empty\({FIELD}\)\)")),
    ("contains", re.compile(rf"selected\({FIELD}, {TEXT}\)")),
    ("is_not", re.compile(rf"not\(selected\({FIELD}, {TEXT}\)\)")),
    ("contains", re.compile(rf"contains\({FIELD}, {TEXT}\)")),
)
COMPARED = re.compile(rf"{FIELD} (?P<sign><=|>=|!=|=|<|>) {VALUE}")


def rows_of(formula: str, types: Mapping[str, str]) -> tuple[list[Row], Joint] | None:
    """The rows that give exactly this formula again and how they are joined, or None when rows cannot say it."""
    joints: tuple[Joint, ...] = ("and", "or")
    for joint in joints:
        found = [_row(clause, types) for clause in formula.split(f" {joint} ")]
        rows = [row for row in found if row is not None]
        if len(rows) == len(found) and _again(rows, joint) == formula:
            return rows, joint
    return None


def _again(rows: list[Row], joint: Joint) -> str | None:
    try:
        return formula_of(rows, joint)
    except ExpressionError:
        return None


def _row(clause: str, types: Mapping[str, str]) -> Row | None:
    for comparison, match in _matches(clause):
        field = match["field"]
        return Row(field, types.get(field, ""), comparison, _value(match.groupdict()))
    return None


def _matches(clause: str) -> Iterator[tuple[str, re.Match[str]]]:
    for comparison, pattern in CALLS:
        if match := pattern.fullmatch(clause):
            yield comparison, match
    if match := COMPARED.fullmatch(clause):
        yield SIGNS[match["sign"]], match


def _value(found: dict[str, str | None]) -> str:
    value = next((found[name] for name in ("single", "double", "moment", "plain") if found.get(name)), None) or ""
    return {"true()": "yes", "false()": "no"}.get(value, value)
