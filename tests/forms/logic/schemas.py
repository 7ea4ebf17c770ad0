"""Small forms for tests."""

from typing import Any

from forms.schema import FormSchema


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    rules = {"shown_when", "required_when", "computed", "default", "choice_filter"}
    written = {name: {"formula": value} if name in rules else value for name, value in more.items()}
    return {"kind": "field", "key": key, "type": kind, "label": key, **written}


def check(formula: str, message: str = "不对") -> dict[str, Any]:
    return {"rule": {"formula": formula}, "message": message}


def table(key: str, *columns: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "table", "key": key, "label": key, "columns": columns, **more}


def group(key: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    rule = {"shown_when": {"formula": more["shown_when"]}} if "shown_when" in more else {}
    return {"kind": "group", "key": key, "label": key, "items": items, **rule}


def options(*keys: str) -> list[dict[str, str]]:
    return [{"key": key, "label": key.upper()} for key in keys]


def form(*items: dict[str, Any], then: tuple[dict[str, Any], ...] = (), then_when: str = "true()") -> FormSchema:
    steps = [{"key": "one", "title": "一", "items": items}]
    if then:
        steps.append({"key": "two", "title": "二", "items": then, "shown_when": {"formula": then_when}})
    return FormSchema.model_validate({"key": "sample", "title": "样表", "steps": steps})
