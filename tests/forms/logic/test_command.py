"""`manage.py expression`."""

import json
from io import BytesIO, StringIO, TextIOWrapper
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


def answered(written: str) -> str:
    """A line that asks for an answer, the answer as it is written in JSON."""
    return '{"expr": "${a}", "answers": {"a": ' + written + "}}"


def batch(monkeypatch: pytest.MonkeyPatch, *lines: str | bytes) -> list[dict[str, Any]]:
    """The answers to lines as they come from a pipe."""
    sent = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(sent), encoding="utf-8"))
    out = StringIO()
    call_command("expression", "--batch", stdout=out)
    return [json.loads(line, parse_constant=pytest.fail) for line in out.getvalue().splitlines()]


def test_a_batch_answers_every_line_and_never_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    results = batch(
        monkeypatch,
        '{"expr": "${a} + 1", "answers": {"a": 2}}',
        '{"expr": "${a}", "answers": {"a": NaN}}',
        '{"expr": "${a}", "answers": {"a": 1e999}}',
        '{"expr": "${t}", "answers": {"t": [{"a": 1e999, "b": Infinity, "c": [{"d": 1}]}]}}',
        '{"expr": "string-length(${a})", "answers": {"a": "儿童"}}',
        '{"expr": "string-length(\'\\ud83d\\ude00\')", "answers": null}',
        answered("9" * 4000),
    )
    row = {"a": None, "b": None, "c": [{"d": 1}]}
    assert [result["value"] for result in results] == [3, None, None, [row], 2, 1, None]


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "",
        "[]",
        '"1 + 1"',
        "{}",
        '{"expr": 5}',
        '{"expr": null, "answers": {}}',
        '{"expr": "1 +"}',
        '{"expr": "1", "answers": [1]}',
        '{"expr": "1", "answers": "x"}',
        '{"expr": "1"} {"expr": "2"}',
        '{"expr": "\'\\ud800\'"}',
        '{"expr": "${a}", "answers": {"a": "\\udc00"}}',
        answered("9" * 5000),
        answered("[" * 100_000 + "]" * 100_000),
        answered('{"a":' * 100_000 + "1" + "}" * 100_000),
        b'{"expr": "\'\xff\'"}',
        b"\x00\xff\xfe",
    ],
)
def test_a_bad_line_is_an_error_and_the_next_one_is_answered(
    line: str | bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = batch(monkeypatch, line, '{"expr": "1 + 1"}')
    assert set(bad) == {"error", "at"}
    assert good == {"value": 2}


@pytest.mark.parametrize("depth", [200, 450, 700, 900])
def test_answers_of_whatever_depth_are_an_answer_or_an_error(depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = '[{"a": ' * depth + "1" + "}]" * depth
    found, good = batch(monkeypatch, answered(nested), '{"expr": "1 + 1"}')
    assert set(found) in ({"value"}, {"error", "at"})
    assert good == {"value": 2}


def test_two_megabytes_of_answers_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"n": index, "name": "桃源村" * 3} for index in range(40_000)]
    big = {"t": rows, "text": "长" * 700_000}
    formulas = ["sum(${t.n})", "string-length(${text})", "concat(${text}, ${text})", "count(${t})"]
    results = batch(monkeypatch, *(json.dumps({"expr": formula, "answers": big}) for formula in formulas))
    assert [set(result) for result in results] == [{"value"}, {"value"}, {"error", "at"}, {"value"}]
    assert [results[0], results[1], results[3]] == [{"value": 799980000}, {"value": 700000}, {"value": 40000}]


def test_nothing_to_compute_is_said() -> None:
    with pytest.raises(CommandError):
        call_command("expression")
