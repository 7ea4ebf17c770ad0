"""What is missing when a form is handed in is asked for in the words of its kind."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from forms.review import review
from forms.schema import FormSchema


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ({"type": "consent"}, "Tick the box to go on."),
        ({"type": "yes_no"}, "Choose yes or no."),
        ({"type": "choice", "choices": [{"key": "a", "label": "甲"}]}, "Choose one of the options."),
        ({"type": "text"}, "Please answer this."),
    ],
)
def test_what_is_missing_is_asked_for_in_the_words_of_its_kind(field: dict, asked: str) -> None:
    question = {"kind": "field", "key": "one", "label": "问题", "required": True, **field}
    steps = [{"key": "first", "title": "一", "items": [question]}]
    schema = FormSchema.model_validate({"key": "small", "title": "小表", "steps": steps})

    with override("en"):
        problems = review(schema, {}, now=timezone.now()).problems

    assert [problem.sentence for problem in problems] == [asked]
