"""What a foreign format has no word for, kept beside its own words: parts of the definition as JSON, in our namespace.

What the format says itself counts first: whoever edits it in another tool means the edit.
"""

import json
import re
from typing import Any, TypeVar

from pydantic import ValidationError

from forms.schema import Part
from portal.words import DEFAULT_LANGUAGE, Words, say
from workflows.schema import State, TaskType, Transition, WorkflowSchema

NAMESPACE = "urn:tonghu:bpmn:1"
EXPRESSIONS = "urn:tonghu:expressions:1"
DEEPEST = 40
# What XML 1.0 cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What no database keeps as text.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")

P = TypeVar("P", bound=Part)


def plain(text: str) -> str:
    """The text as it is after having been in XML."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def called(words: Words) -> str:
    """What a part is called in a format that has one language."""
    return plain(say(words, DEFAULT_LANGUAGE))


def edited(words: Words, text: str) -> Words:
    """The words, unless the text says something else now than when they were written."""
    text = plain(text)
    return words if text in ("", called(words)) else {**words, DEFAULT_LANGUAGE: text}


def packed(data: dict[str, Any]) -> str:
    """JSON, with what XML cannot hold escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(", ", ": "))
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unpacked(text: str) -> dict[str, Any] | None:
    """None for what is no object of a sensible depth."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and _is_sensible(data) else None


def said(part: Part, *, without: set[str]) -> dict[str, Any]:
    """The part as data, without its defaults, what is worked out from formulas, and what the format itself shows."""
    data = part.model_dump(mode="json", exclude_defaults=True, exclude=without)
    found = without_trees(data)
    return found if isinstance(found, dict) else {}


def without_trees(value: Any) -> Any:
    """A definition's data without what is worked out from formulas."""
    if isinstance(value, dict):
        return {key: without_trees(one) for key, one in value.items() if not (key == "tree" and "formula" in value)}
    return [without_trees(one) for one in value] if isinstance(value, list) else value


def workflow(data: Any) -> WorkflowSchema | None:
    """Without states and transitions. All of these give None for what is damaged."""
    return _part(WorkflowSchema, data, {"states": [], "transitions": []})


def state(data: Any) -> State | None:
    """With the tasks that are not drawn."""
    return _part(State, data, {})


def task(data: Any, *, relation: str) -> TaskType | None:
    """`relation`: where the format shows who it is for; else the data says so."""
    return _part(TaskType, data, {"relation": relation} if relation else {})


def way(data: Any, *, source: str, target: str, of_task: str) -> Transition | None:
    return _part(Transition, data, {"source": source, "target": target, "task": of_task})


def beside(data: Any) -> Transition | None:
    """A way beside the tasks, and below an end that nothing else leads to: whole, because no picture shows them."""
    return _part(Transition, data, {"task": ""})


def end(data: Any) -> State | None:
    return _part(State, data, {"tasks": [], "kind": "end"})


def _part(kind: type[P], data: Any, shown: dict[str, Any]) -> P | None:
    try:
        return kind.model_validate({**data, **shown}) if isinstance(data, dict) else None
    except ValidationError:
        return None


def _is_sensible(data: Any) -> bool:
    """Not too deep, and nothing that a database cannot keep."""
    level = [data]
    for _number in range(DEEPEST):
        if any(isinstance(one, str) and _UNKEPT.search(one) for one in level):
            return False
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]
        if not level:
            return True
    return False


def _inside(part: dict[str, Any] | list[Any]) -> list[Any]:
    return [*part, *part.values()] if isinstance(part, dict) else part
