"""Two versions of a form, compared in words."""

from copy import deepcopy
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import pytest
from django.utils import translation

from forms.differences import differences
from forms.schema import FormSchema, Part, Rule
from tests.forms import sample


def compared(change, language="en"):
    """What is said when `change` is done to the sample report as data."""
    data = sample.schema().model_dump(mode="json")
    change(data)
    with translation.override(language):
        return differences(sample.schema(), FormSchema.model_validate(data))


def items(data, step=0):
    return data["steps"][step]["items"]


def field(data, key):
    return next(item for step in data["steps"] for item in step["items"] if item["key"] == key)


def update(key, **values):
    return lambda data: field(data, key).update(values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (update("kind", required_when={"formula": "${danger} = true()"}),
         "Field “Situation” is now required when “In danger now” is “Yes”."),
        (update("days", shown_when={"formula": "${kind} = 'hurt' or not-empty(${facts})"}),
         "Field “Days” is now shown when “Situation” is “Hurt” or “Description” is answered."),
        (update("days", shown_when={"formula": "string-length(${facts}) > 3"}),
         "Field “Days” is now shown when “string-length(“Description”) > 3” holds."),
        (update("called", shown_when=None), "Field “Called the police” is now always shown."),
        (update("days", checks=[]), "Field “Days” is no longer checked: “. < 100” holds."),
        (update("facts", required=False), "Field “Description” is no longer required."),
        (update("facts", type="text"),
         "Field “Description”: kind is now “Text in one line” (was “Text in several lines”)."),
        (update("facts", label={"zh-hans": "描述", "en": "<b>%(part)s"}),
         "Field “<b>%(part)s”: label is now “描述 / <b>%(part)s” (was “描述 / Description”)."),
        (lambda data: field(data, "kind")["choices"].pop(0), "Field “Situation” no longer offers: Alone."),
        (lambda data: field(data, "kind")["choices"][0].update(until="2026-12-31"),
         "Field “Situation”: these options were changed: Alone."),
        (lambda data: field(data, "kind")["choices"].reverse(),
         "Field “Situation”: the options stand in another order."),
        (lambda data: items(data).pop(5), "Field “Description” was removed."),
        (lambda data: items(data, 1).append(items(data).pop(5)), "Field “Description” now stands in “People”."),
        (lambda data: items(data).insert(0, items(data).pop(5)), "In “What happened” the order is another."),
        (lambda data: data["steps"].pop(1), "Step “People” was removed."),
        (lambda data: data.update(retention_months=12), "Kept for (months) is now “12” (was “60”)."),
        (lambda data: data.update(tests=[{"title": "例子", "expected": []}]), "The test “例子” was added."),
        (update("guardians", most_rows=5), "Table “Guardians”: number of rows is now “0–5” (was “0–3”)."),
        (update("facts", sensitivity="personal"),
         "Field “Description”: who may read it is now “Personal” (was “Sensitive: health, violence, family”)."),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(change, said):
    assert compared(change) == [said]


def test_the_same_form_has_no_differences():
    assert compared(dict) == []


def test_what_is_new_is_said_with_its_place():
    added = {"kind": "group", "key": "more", "label": "更多", "items": [{"key": "new", "type": "text", "label": "新"}]}
    added["items"][0]["kind"] = "field"

    assert compared(lambda data: items(data, 1).append(added)) == ["Group “更多” was added to “People”."]


def test_it_is_said_in_the_language_asked_for():
    assert compared(update("facts", required=False), "zh-hans") == ["字段“描述”不再必填。"]


RULE, WORDS = {"formula": "1 = 1"}, {"zh-hans": "话"}
CHOICES = [{"key": "a", "label": WORDS, "attributes": {"of": "x"}, "since": "2026-01-01", "until": "2026-12-31",
            "areas": ["33"]}]  # fmt: skip
QUESTION = {
    "kind": "field", "key": "one", "type": "text", "label": WORDS, "hint": WORDS, "required_when": RULE,
    "shown_when": RULE, "checks": [{"rule": RULE, "message": WORDS}], "computed": RULE, "default": RULE,
    "choices": CHOICES, "option_list": "list", "choice_filter": RULE, "prefill": "profile.phone",
    "settings": {"least": 1},
}  # fmt: skip
TABLE = {"kind": "table", "key": "rows", "label": WORDS, "hint": WORDS, "shown_when": RULE,
         "columns": [{"key": "cell", "type": "text", "label": WORDS}]}  # fmt: skip
NOTE = {"kind": "note", "key": "note", "text": WORDS, "shown_when": RULE}
GROUP = {"kind": "group", "key": "group", "label": WORDS, "hint": WORDS, "shown_when": RULE, "shared": "address",
         "items": [{**QUESTION, "key": "inner"}]}  # fmt: skip
READER = {"roles": ["police"], "sensitivities": ["open"], "through": "one"}
# Nothing in it is left out, so that each of its fields can be changed.
WHOLE = {
    "key": "whole", "title": WORDS, "place": "one", "purpose": WORDS, "legal_basis": WORDS, "at_records": True,
    "steps": [{"key": "step", "title": WORDS, "intro": WORDS, "shown_when": RULE, "section": "office",
               "items": [QUESTION, TABLE, NOTE, GROUP]}],
    "sections": [{"key": "office", "title": WORDS, "filler": "acceptor"}],
    "records": {"name": "one", "identity": ["one"], "alike": ["one"], "readers": [READER]},
    "write_back": [{"field": "one", "into": "name"}],
    "tests": [{"title": "例", "answers": {"one": "1"}, "at": "2026-01-01T08:00:00+08:00", "context": {"a": 1},
               "expected": [{"place": "one", "must_be": "equal", "value": "ja"}]}],
}  # fmt: skip
# The version of the format and the kinds of parts have one value each; a tree is worked out of its formula.
ONE_VALUE = {"schema_version", "kind", "tree"}


def changes(part, data, way=()):
    """Every single change of a part as data: whose field it is, and the way to it with the new value."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in ONE_VALUE or value is None or (value == () and leaves(field.annotation)):
            # The same field of another part is filled in.
            continue
        if isinstance(value, Part):
            yield from changes(value, data[name], (*way, name))
            yield type(part), name, (*way, name), None if NoneType in get_args(field.annotation) else {"formula": "2"}
        elif isinstance(value, tuple) and value and isinstance(value[0], Part):
            for number, inner in enumerate(value):
                yield from changes(inner, data[name][number], (*way, name, number))
            yield type(part), name, (*way, name), []
        else:
            yield type(part), name, (*way, name), other(data[name], field.annotation)


def other(value, annotation):
    """Another value of that kind."""
    if get_origin(annotation) is Literal:
        return next(one for one in get_args(annotation) if one != value)
    if isinstance(value, bool | int):
        return not value if isinstance(value, bool) else value + 1
    if isinstance(value, dict):
        return {"en": "x"}
    if isinstance(value, list):
        return ["sensitive"] if value == ["open"] else [*value, "x"]
    return value.replace("2026", "2027").replace("= 1", "= 2") if value[:1].isdigit() else f"{value}x"


def test_nothing_can_be_changed_without_a_sentence():
    whole = FormSchema.model_validate(WHOLE)
    data, seen = whole.model_dump(mode="json"), set()
    for owner, name, way, value in changes(whole, data):
        changed = deepcopy(data)
        part = changed
        for step in way[:-1]:
            part = part[step]
        part[way[-1]] = value
        assert differences(whole, FormSchema.model_validate(changed)), way
        seen.add((owner, name))
    assert seen == {(part, name) for part in parts_of(FormSchema) for name in set(part.model_fields) - ONE_VALUE}


def parts_of(part):
    """The kinds of parts that a form is made of."""
    found, waiting = {part}, [part]
    while waiting:
        for field in waiting.pop().model_fields.values():
            inside = [one for one in leaves(field.annotation) if one not in found]
            found.update(inside)
            waiting += inside
    return found


def leaves(annotation):
    if get_origin(annotation) in (Union, UnionType, Annotated, tuple, dict):
        return [leaf for one in get_args(annotation) for leaf in leaves(one)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, Part) else []


def test_a_rule_that_is_parsed_says_the_same():
    whole = FormSchema.model_validate(WHOLE)
    parsed = deepcopy(WHOLE)
    parsed["steps"][0]["shown_when"] = Rule(formula="1 = 1", tree=["equal", 1, 1]).model_dump()

    assert differences(whole, FormSchema.model_validate(parsed)) == []
