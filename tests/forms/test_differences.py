"""Two versions of a form, compared in words."""

import pytest

from forms.differences import differences
from forms.schema import FormSchema
from tests.forms import sample


def compared(change, language="en"):
    """What is said when `change` is done to the sample report as data."""
    data = sample.schema().model_dump(mode="json")
    change(data)
    return differences(sample.schema(), FormSchema.model_validate(data), language)


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
