"""Each action that is written into the access log has words for whoever reads it."""

import ast
from pathlib import Path

from workflows.desk.log import ACTIONS

ROOT = Path(__file__).resolve().parents[3]
WRITERS = {"record_reading", "record_refusal", "record_by_code", "record_by_portal", "record", "refused"}


def test_no_action_is_read_as_a_key_of_the_program():
    written = {action for floor in ("portal", "forms", "workflows") for action in actions_below(ROOT / floor)}
    assert len(written) > 20
    assert written <= set(ACTIONS)


def actions_below(floor):
    for path in floor.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and name_of(call.func) in WRITERS:
                yield from (
                    word.value.value
                    for word in call.keywords
                    if word.arg == "action" and isinstance(word.value, ast.Constant)
                )


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
