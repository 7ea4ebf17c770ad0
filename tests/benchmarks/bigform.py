"""The largest form that the figures are about: twelve steps, 150 fields, sixty conditions."""

from typing import Any

from forms.schema import FormSchema

KEY = "benchmark_large"
STEPS = 12
# Of the fields of a step, which are shown, or needed, by a rule: sixty in all.
CONDITIONS = 5
YES_NO, CHOICE, NUMBER, DAY = "yes_no", "choice", "integer", "date"
# Twelve or thirteen fields of the usual kinds in each step.
KINDS = (
    YES_NO,
    "text",
    CHOICE,
    NUMBER,
    DAY,
    "long_text",
    "multiple_choice",
    "phone",
    "text",
    "decimal",
    "text",
    CHOICE,
)


def schema() -> FormSchema:
    return FormSchema.model_validate(
        {
            "key": KEY,
            "title": {"zh-hans": "大型评估表", "en": "Large assessment"},
            "steps": [_step(number) for number in range(STEPS)],
        }
    )


def answers() -> dict[str, Any]:
    """Everything answered, so that every condition is decided and every check is made."""
    return {field.key: _answer(field.type, place) for place, field in enumerate(schema().fields())}


def _step(number: int) -> dict[str, Any]:
    kinds = [*KINDS, "text"] if number % 2 else list(KINDS)
    return {
        "key": f"step_{number}",
        "title": {"zh-hans": f"第{number + 1}部分", "en": f"Part {number + 1}"},
        "items": [_field(number, place, kind) for place, kind in enumerate(kinds)],
    }


def _field(step: int, place: int, kind: str) -> dict[str, Any]:
    field = {
        "kind": "field",
        "key": _key(step, place),
        "type": kind,
        "label": {"zh-hans": f"第{step + 1}部分第{place + 1}题", "en": f"Question {step + 1}.{place + 1}"},
        "required": place < 3,
        "sensitivity": "personal" if kind in ("text", "phone") else "open",
    }
    if "choice" in kind:
        field["choices"] = [{"key": f"c{n}", "label": {"zh-hans": f"选项{n}", "en": f"Choice {n}"}} for n in range(6)]
    if 1 <= place <= CONDITIONS:
        field |= _rule(step, place)
    return field


def _rule(step: int, place: int) -> dict[str, Any]:
    """Rules that look at the step's own first question, at a step before, and at three answers at once."""
    first, before = _key(step, 0), _key(max(0, step - 1), 3)
    formulas = (
        f"${{{first}}}",
        f"${{{first}}} or ${{{before}}} > 2",
        f"${{{first}}} and ${{{before}}} >= 0 and selected(${{{_key(max(0, step - 1), 2)}}}, 'c1')",
    )
    return {"shown_when" if place % 2 else "required_when": {"formula": formulas[place % 3]}}


def _key(step: int, place: int) -> str:
    return f"q_{step}_{place}"


def _answer(kind: str, place: int) -> Any:
    given = {YES_NO: True, CHOICE: "c1", NUMBER: 3, DAY: "2026-11-01", "multiple_choice": ["c1", "c2"]}
    return given.get(kind, "13912345678" if kind == "phone" else "12.5" if kind == "decimal" else f"第{place}项说明")
