"""The author's tests of a form: from the editor, and into it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from forms.building import values
from forms.building.blocks import block, list_item
from forms.building.reading import FieldTypes
from forms.logic.types import ValueType, answer_types
from forms.places import Place
from forms.schema import AuthorTest, Expectation

Raw = dict[str, Any]


def read(value: Any, types: FieldTypes) -> AuthorTest:
    return AuthorTest(
        title=value["title"] or "",
        answers=_answers(value["answers"], types),
        at=value["at"],
        context=json.loads(value["context"] or "{}"),
        expected=tuple(_expectation(row, types) for row in value["expected"]),
    )


def _answers(rows: Any, types: FieldTypes) -> dict[str, Any]:
    """Several rows of one field with several choices are its choices together, and the cells of a table its rows."""
    found: dict[str, Any] = {}
    for row in rows:
        key, column = row["field"] or "", row["column"] or ""
        answer = values.read(row["value"] or "", types.get(f"{key}.{column}" if column else key, ""))
        if not key:
            continue
        before = found.get(key)
        if column and row["row"]:
            found[key] = _with_cell(before, row["row"], column, answer)
            continue
        found[key] = [*before, *answer] if isinstance(before, list) and isinstance(answer, list) else answer
    return found


def _with_cell(before: Any, row: int, column: str, answer: Any) -> list[Any]:
    table = list(before) if isinstance(before, list) else []
    table += [{} for _missing in range(row - len(table))]
    cell = table[row - 1].get(column) if isinstance(table[row - 1], dict) else None
    if isinstance(cell, list) and isinstance(answer, list):
        answer = [*cell, *answer]
    table[row - 1] = {**table[row - 1], column: answer}
    return table


def _expectation(row: Any, types: FieldTypes) -> Expectation:
    field, column = row["place"] or "", row["column"] or ""
    place = Place(field, row["row"] or 0, column) if column else Place(field)
    kind = types.get(f"{field}.{column}" if column else field, "")
    value = values.read(row["value"] or "", kind) if row["must_be"] == "equal" else None
    return Expectation(place=str(place), must_be=row["must_be"] or "shown", value=value)


def write(tests: tuple[AuthorTest, ...], types: FieldTypes) -> list[Raw]:
    return [block("test", _test(test, types), f"{number}:{test.title}") for number, test in enumerate(tests)]


def _test(test: AuthorTest, types: FieldTypes) -> Raw:
    return {
        "title": test.title,
        "answers": [list_item(row) for key, answer in test.answers.items() for row in _rows(key, answer, types)],
        "expected": [list_item(_expected(one, types)) for one in test.expected],
        "at": _moment(test.at),
        "context": json.dumps(test.context, ensure_ascii=False) if test.context else "",
    }


def _rows(key: str, answer: Any, types: FieldTypes) -> Iterator[Raw]:
    cells = list(_cells(key, answer, types)) if _is_table(answer) else []
    # What cells cannot say, such as a row without any, is written as it is kept.
    if cells and _answers(cells, types) == {key: answer}:
        yield from cells
    else:
        yield from _answered(key, answer, types.get(key, ""))


def _is_table(answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(row, dict) for row in answer)


def _cells(key: str, table: list[dict[str, Any]], types: FieldTypes) -> Iterator[Raw]:
    for number, row in enumerate(table, start=1):
        for column, answer in row.items():
            for written in _answered(key, answer, types.get(f"{key}.{column}", "")):
                yield {**written, "row": number, "column": column}


def _answered(key: str, answer: Any, kind: str) -> Iterator[Raw]:
    several = answer_types[kind] is ValueType.CHOICES and isinstance(answer, list) and answer
    for each in [[one] for one in answer] if several else [answer]:
        yield {"field": key, "row": None, "column": "", "value": values.write(each, kind)}


def _expected(expectation: Expectation, types: FieldTypes) -> Raw:
    place = _place(expectation.place)
    kind = types.get(f"{place.field}.{place.column}" if place.row else place.field, "")
    return {
        "place": place.field,
        "row": place.row or None,
        "column": place.column,
        "must_be": expectation.must_be,
        "value": values.write(expectation.value, kind),
    }


def _place(written: str) -> Place:
    try:
        return Place.read(written)
    except ValueError:
        return Place(written)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
