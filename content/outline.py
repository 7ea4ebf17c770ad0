"""The clauses of a policy page as plain data, made once when the page is saved and read by everything else."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from content.policytext.characters import numeral
from content.policytext.markers import path_part

BETWEEN_UNITS = "、"


def outline_of(body: Iterable[Any]) -> dict[str, Any]:
    """A dictionary that can be kept as JSON.

    `preamble` and `closing` are paragraphs; `clauses` have the keys of `policytext.document.Clause.as_json`; `annexes`
    have `title` and `text`; `digest` tells two states of a document apart. The ids of the clauses are built from their
    numbers and, where a number cannot be read, from their places.
    """
    outline: dict[str, Any] = {"preamble": [], "clauses": [], "closing": [], "annexes": []}
    for block in body:
        if block.block_type == "paragraph":
            outline["closing" if outline["clauses"] else "preamble"].append(str(block.value))
        elif block.block_type == "annex":
            outline["annexes"].append({"title": block.value["title"], "text": block.value["text"]})
        else:
            outline["clauses"].append(_clause(block.value))
    _give_ids(outline["clauses"])
    return outline | {"digest": _digest(outline)}


def without_duties(outline: dict[str, Any]) -> dict[str, Any]:
    """As a translation has it: who does what is said by the document alone."""
    return outline | {"clauses": [clause | {"allocations": []} for clause in outline["clauses"]]}


def same_parts(outline: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether there are as many clauses, each of the level of the other."""
    return [clause["level"] for clause in outline["clauses"]] == [clause["level"] for clause in other["clauses"]]


def with_ids_of(outline: dict[str, Any], original: dict[str, Any]) -> dict[str, Any]:
    """A translation whose clauses are linked to as those of the document; by their own numbers where they differ."""
    if not same_parts(outline, original):
        return outline
    pairs = zip(outline["clauses"], original["clauses"], strict=True)
    return outline | {"clauses": [clause | {"id": chinese["id"]} for clause, chinese in pairs]}


def _digest(outline: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(outline).encode(), digest_size=16).hexdigest()


def _clause(value: Any) -> dict[str, Any]:
    return {
        "id": "",
        "level": int(value["level"]),
        "number": value["number"],
        "inferred": bool(value["inferred"]),
        "title": value["title"],
        "text": value["text"],
        "allocations": [_allocation(seq, row) for seq, row in enumerate(filter(_is_settled, value["allocations"]), 1)],
    }


def _is_settled(row: Any) -> bool:
    """Whether the row is printed, or an editor stands for it. What was only inferred stays out of all that is read."""
    return bool(row["printed"] or row.get("confirmed"))


def _allocation(seq: int, row: Any) -> dict[str, Any]:
    return {
        "seq": seq,
        "leads": _units(row["leads"]),
        "cooperating": _units(row["cooperating"]),
        "printed": bool(row["printed"]),
        "text_from": row["text_from"] or 0,
    }


def _units(text: str) -> list[str]:
    return [unit.strip() for unit in text.split(BETWEEN_UNITS) if unit.strip()]


def _give_ids(clauses: list[dict[str, Any]]) -> None:
    open_numbers: dict[int, int] = {}
    used: set[str] = set()
    for clause in clauses:
        level = clause["level"]
        value = number_value(clause["number"]) or open_numbers.get(level, 0) + 1
        open_numbers = {other: number for other, number in open_numbers.items() if other < level} | {level: value}
        path = "".join(path_part(*pair) for pair in sorted(open_numbers.items()))
        clause["id"] = _unused(path, used)


def _unused(path: str, used: set[str]) -> str:
    name, times = path, 1
    while name in used:
        times += 1
        name = f"{path}·{times}"
    used.add(name)
    return name


def number_value(printed: str) -> int | None:
    """The value of a clause number however it is written: （一） ㈠ 1. ⒈"""
    bare = printed.strip(" （）()、.．")
    if len(bare) == 1 and not bare.isdigit() and numeral(bare) is None:
        value = unicodedata.numeric(bare, 0)
        return int(value) or None
    return int(bare) if bare.isascii() and bare.isdigit() else numeral(bare)
