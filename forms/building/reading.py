"""Blocks to schema."""

import json
from collections.abc import Mapping
from typing import Any

from forms.blocks.families import is_nothing, plain
from forms.logic.errors import ExpressionError
from forms.logic.rows import Row, formula_of
from forms.schema import Check, Choice, Group, Item, Leaf, Note, Question, Rule, Section, Step, Table
from portal.words import both

# Field key (or table.column) → field type, for writing values in formulas.
FieldTypes = Mapping[str, str]


class RuleProblem(Exception):
    """Rows that cannot be a formula, for example a number compared with a word."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(key)
        self.key = key
        self.sentence = sentence


def step(value: Any, types: FieldTypes) -> Step:
    return Step(
        key=value["key"],
        title=both(value["title"], value["title_en"]),
        intro=both(value["intro"], value["intro_en"]),
        shown_when=_shown_when(value, types),
        items=tuple(_item(block, types) for block in value["items"]),
        section=value.get("section") or None,
    )


def section(value: Any) -> Section:
    return Section(key=value["key"], title=both(value["title"], value["title_en"]), filler=value["filler"])


def _item(block: Any, types: FieldTypes) -> Item:
    return _group(block.value, types) if block.block_type == "group" else _leaf(block, types)


def _group(value: Any, types: FieldTypes) -> Group:
    return Group(
        key=value["key"],
        label=both(value["label"], value["label_en"]),
        hint=both(value["hint"], value["hint_en"]),
        items=tuple(_leaf(block, types) for block in value["items"]),
        shown_when=_shown_when(value, types),
        shared=value.get("shared") or None,
    )


def leaf(block: Any, types: FieldTypes) -> Leaf:
    """A block of a shared group."""
    return _leaf(block, types)


def choices(stream: Any) -> tuple[Choice, ...]:
    """The options of a list."""
    return tuple(_choice(block.value) for block in stream)


def _leaf(block: Any, types: FieldTypes) -> Leaf:
    if block.block_type == "note":
        return _note(block.value, types)
    if block.block_type == "table":
        return _table(block.value, types)
    return _question(block.value, types)


def _note(value: Any, types: FieldTypes) -> Note:
    return Note(
        key=value["key"],
        text=both(value["text"], value["text_en"]),
        tone=value["tone"] or "plain",
        shown_when=_shown_when(value, types),
    )


def _table(value: Any, types: FieldTypes) -> Table:
    return Table(
        key=value["key"],
        label=both(value["label"], value["label_en"]),
        hint=both(value["hint"], value["hint_en"]),
        columns=tuple(_question(column.value, types) for column in value["columns"]),
        least_rows=value["least_rows"] or 0,
        most_rows=value["most_rows"] or 200,
        shown_when=_shown_when(value, types),
        sensitivity=value["sensitivity"] or "open",
    )


def _question(value: Any, types: FieldTypes) -> Question:
    return Question(
        key=value["key"],
        type=value["type"],
        label=both(value["label"], value["label_en"]),
        hint=both(value["hint"], value["hint_en"]),
        required=bool(value["required"]),
        sensitivity=value["sensitivity"] or "open",
        countable=bool(value["countable"]),
        choices=tuple(_choice(row) for row in value.get("choices", ())),
        option_list=value.get("option_list") or None,
        prefill=value["prefill"] or "",
        settings=_settings(value),
        checks=tuple(_check(block.value, types) for block in value["logic"] if block.block_type == "check"),
        **_rules(value["logic"], types),
    )


def _choice(value: Any) -> Choice:
    return Choice(
        key=value["key"],
        label=both(value["label"], value["label_en"]),
        attributes=_attributes(value["attributes"] or ""),
        since=value["since"],
        until=value["until"],
        areas=tuple((value["areas"] or "").split()),
    )


def _attributes(written: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in written.split(";") if pair.strip())
    return {name.strip(): text.strip() for name, _sign, text in pairs}


def _settings(value: Any) -> dict[str, Any]:
    inputs = {key: plain(setting) for key, setting in (value.get("settings") or {}).items()}
    given = {key: setting for key, setting in inputs.items() if not is_nothing(setting)}
    return {**given, **json.loads(value["more"] or "{}")}


def _rules(logic: Any, types: FieldTypes) -> dict[str, Rule]:
    return {block.block_type: _rule(block.value, types) for block in logic if block.block_type != "check"}


def _shown_when(value: Any, types: FieldTypes) -> Rule | None:
    return _rules(value["logic"], types).get("shown_when")


def _check(value: Any, types: FieldTypes) -> Check:
    return Check(rule=_rule(value, types), message=both(value["message"], value["message_en"]))


def _rule(value: Any, types: FieldTypes) -> Rule:
    rows = [_row(row, types) for row in value.get("rows", ()) if row["field"]]
    if not rows:
        return Rule(formula=value["formula"])
    try:
        return Rule(formula=formula_of(rows, value["join"]))
    except ExpressionError as error:
        raise RuleProblem(rows[0].field, str(error)) from error


def _row(row: Any, types: FieldTypes) -> Row:
    return Row(row["field"], types.get(row["field"], ""), row["comparison"], row["value"] or "")
