"""What the browser answers at once is what the server says, whatever was typed and in whatever order."""

import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from forms.logic.compile import compile_rules
from forms.logic.formstate import FormState, evaluate_form
from forms.schema import FormSchema, Question, Table
from forms.wizard.live import live_data
from portal.words import spoken
from tests.forms.logic.engines import Compute, in_chromium, in_node

HARNESS = Path(__file__).with_name("live.mjs")


def words(text: str) -> dict[str, str]:
    return {"zh-hans": text, "en": text}


def field(key: str, kind: str, **more: Any) -> dict[str, Any]:
    rules = {name: {"formula": more.pop(name)} for name in list(more) if name in RULES}
    checks = [{"rule": {"formula": rule}, "message": words(said)} for rule, said in more.pop("checks", ())]
    return {"kind": "field", "key": key, "type": kind, "label": words(key), "checks": checks, **rules, **more}


NAMED = "${case.report.name} = '小明'"
RULES = ("shown_when", "required_when", "computed", "choice_filter", "default")
OPTIONS = [{"key": f"c{n}", "label": words(f"选项{n}"), "attributes": {"of": f"c{n % 3}"}} for n in range(6)]
SCHEMA = FormSchema.model_validate(
    {
        "key": "live",
        "title": words("现场"),
        "steps": [
            {
                "key": "one",
                "title": words("一"),
                "items": [
                    field("danger", "yes_no"),
                    field("what", "choice", choices=OPTIONS[:3], shown_when="${danger}"),
                    field("which", "choice", choices=OPTIONS, choice_filter="of = ${what}"),
                    field("several", "multiple_choice", choices=OPTIONS, choice_filter="of != ${what}"),
                    field("age", "integer", checks=[(". < 18", "未满十八"), (". > 2", "满二")]),
                    field("older", "integer", computed="${age} + 1", shown_when="${which} = 'c1' or ${age} > 5"),
                    field("why", "text", required_when="${older} > 10", default="concat('年龄', ${older})"),
                    {
                        "kind": "group",
                        "key": "home",
                        "label": words("家庭"),
                        "shown_when": {"formula": "not(${danger})"},
                        "items": [field("people", "integer"), field("alone", "computed", computed="${people} = 1")],
                    },
                    {
                        "kind": "table",
                        "key": "guardians",
                        "label": words("监护人"),
                        "columns": [
                            field("name", "text", required_when="${born} > 1990"),
                            field("born", "integer", shown_when="${name} != ''", checks=[(". > ${age}", "早")]),
                            field("nth", "computed", computed="position(..) + coalesce(${people}, 0)"),
                        ],
                    },
                    field("sum", "computed", computed="sum(${guardians.born})"),
                    field("rows", "computed", computed="count(${guardians})"),
                ],
            }
        ],
    }
)
VALUES: dict[str, list[Any]] = {
    "danger": [True, False, None], "what": ["c0", "c1", "c2", None], "which": [f"c{n}" for n in range(6)],
    "several": [["c1", "c2"], ["c4"], None], "age": ["1", "7", "40", "x", None], "why": ["因为", None],
    "people": ["1", "3", None], "name": ["林远", None], "born": ["1985", "1999", None],
}  # fmt: skip


@pytest.fixture(scope="module")
def compute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compute]:
    node = shutil.which("node") and os.environ.get("EVALUATE_IN") != "chromium"
    folder = tmp_path_factory.mktemp("node")
    with in_node(folder, HARNESS) if node else in_chromium(HARNESS) as found:
        yield found


def test_a_thousand_ways_of_filling_in_give_the_state_the_server_gives(compute):
    schema, chance = compile_rules(SCHEMA), random.Random(20261122)  # noqa: S311 -- the same walks each time, no secret
    cases, expected = [], []
    rules = json.loads(json.dumps(live_data(schema, evaluate_form(schema, {}, now=timezone.now()))))
    for _ in range(250):
        answers, changes = walk(chance)
        cases.append({"rules": rules, "changes": changes})
        expected.append(told(schema, evaluate_form(schema, answers, now=timezone.now())))

    found = compute(cases)

    for case, server, browser in zip(cases, expected, found, strict=True):
        assert browser == server, case["changes"]
    # The walk came by both, or the comparison would say nothing.
    assert {state["what"]["shown"] for state in expected} == {True, False}


def walk(chance: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Answers as they are in the end, and the changes by which they came about."""
    answers: dict[str, Any] = {}
    changes: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for _ in range(chance.randrange(1, 25)):
        key = chance.choice([*VALUES, "+row"])
        if key == "+row":
            rows.append({})
            answers["guardians"] = rows
            changes.append({"place": "guardians", "rows": [str(n) for n in range(len(rows))]})
        elif key in ("name", "born"):
            if rows:
                at = chance.randrange(len(rows))
                rows[at][key] = chance.choice(VALUES[key])
                changes.append({"place": f"guardians.{key}", "row": str(at), "answer": rows[at][key]})
        else:
            answers[key] = chance.choice(VALUES[key])
            changes.append({"place": key, "answer": answers[key]})
    return answers, changes


def told(schema: FormSchema, state: FormState) -> dict[str, Any]:
    """The server's state in the words of the harness."""
    found: dict[str, Any] = {step.key: _said(True) for step in schema.steps}
    for item in schema.steps[0].parts():
        if isinstance(item, Question):
            found[item.key] = _asked(item, state, state.answers)
        else:
            found[item.key] = _said(state.shown[item.key])
        if isinstance(item, Table):
            for number, row in enumerate(state.rows.get(item.key, ())):
                cells = state.answers["guardians"][number]
                found |= {f"{item.key}.{number}.{one.key}": _asked(one, row, cells) for one in item.columns}
    return found


def _asked(question: Question, state: Any, answers: dict[str, Any]) -> dict[str, Any]:
    shown = state.shown[question.key]
    computed = answers.get(question.key) if question.computed else None
    filtered = shown and question.choice_filter is not None
    return _said(
        shown,
        required=bool(state.required.get(question.key)) and shown and not question.computed,
        failures=[spoken(message) for message in state.failures.get(question.key, ())],
        preset=state.defaults.get(question.key),
        computed=str(computed) if isinstance(computed, int) and not isinstance(computed, bool) else computed,
        offered=[choice.key for choice in state.choices[question.key]] if filtered else None,
    )


def _said(shown: bool, **more: Any) -> dict[str, Any]:
    return {
        "shown": shown, "required": False, "failures": [], "preset": None, "offered": None, "computed": None, **more
    }  # fmt: skip


def test_the_script_gets_names_of_what_the_host_offers_and_never_its_values():
    schema = compile_rules(FormSchema.model_validate(
        {
            "key": "beside",
            "title": words("旁"),
            "steps": [
                {"key": "one", "title": words("一"), "items": [field("a", "text", shown_when=NAMED)]},
                {"key": "two", "title": words("二"), "items": [field("b", "text", shown_when="${a} != ''")]},
            ],
        }
    ))  # fmt: skip
    context = {"case": {"report": {"name": "小明"}}}
    state = evaluate_form(schema, {"a": "写了"}, now=timezone.now(), context=context)

    first = live_data(schema, state, step=schema.step("one"), elsewhere=context)
    second = live_data(schema, state, step=schema.step("two"), elsewhere={"a"})

    assert first["elsewhere"] == ["case"]
    assert "小明" not in json.dumps(first["answers"], ensure_ascii=False)
    assert (second["answers"], second["elsewhere"]) == ({}, ["a"])
