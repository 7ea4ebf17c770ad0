"""`manage.py expression`."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation


def run(*args: str, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("expression", *args, stdout=out, **options)
    return json.loads(out.getvalue())


def test_a_value() -> None:
    assert run("${age} >= 18 and selected(${x}, 'legal')", answers='{"age": 20, "x": ["legal"]}') == {"value": True}


def test_an_undecided_condition_does_not_hold_but_an_empty_number_is_empty() -> None:
    assert run("${age} >= 18") == {"value": False}
    assert run("${age} + 1") == {"value": None}


def test_an_error_with_its_place() -> None:
    with translation.override("en"):
        assert run("1 + foo(2)") == {"error": "There is no function “foo”.", "at": 4}


def test_the_moment_can_be_given() -> None:
    assert run("today()", now="2026-11-21T23:00:00+08:00") == {"value": "2026-11-21"}


@pytest.mark.parametrize("answers", ["nope", "[1]", "[" * 100_000])
def test_answers_that_are_none_are_an_error(answers: str) -> None:
    assert set(run("1", answers=answers)) == {"error", "at"}


def test_a_batch_answers_every_line_and_never_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        '{"expr": "${a} + 1", "answers": {"a": 2}}',
        "no json",
        "",
        '{"expr": 5}',
        '{"expr": "1 +"}',
        '{"expr": "${a}", "answers": {"a": NaN}}',
        '{"expr": "\'\\ud800\'"}',
        '{"expr": "string-length(${a})", "answers": {"a": "儿童"}}',
    ]
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(lines)))
    out = StringIO()
    call_command("expression", "--batch", stdout=out)
    results = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [set(result) for result in results] == [{"value"}, *[{"error", "at"}] * 3, *[{"value"}] * 3]
    assert [results[0], results[4], results[6]] == [{"value": 3}, {"value": None}, {"value": 2}]


def test_nothing_to_compute_is_said() -> None:
    with pytest.raises(CommandError):
        call_command("expression")
