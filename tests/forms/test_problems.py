"""How what is wrong in a definition reads."""

import pytest
from pydantic import ValidationError

from forms.problems import Problem, malformed
from forms.schema import FormSchema


@pytest.mark.parametrize(
    ("problem", "read"),
    [
        (Problem("", "It asks nothing."), "It asks nothing."),
        (Problem("people.age", "Wrong."), "people.age: Wrong."),
        (Problem("people.age", "Wrong.", "shown_when", 3), "people.age, shown_when: Wrong."),
        (Problem("", "Wrong.", "numbering"), "numbering: Wrong."),
    ],
)
def test_a_problem_says_where_as_far_as_it_is_somewhere(problem: Problem, read: str) -> None:
    assert str(problem) == read


def test_data_that_is_no_definition_is_pointed_at() -> None:
    with pytest.raises(ValidationError) as refusal:
        FormSchema.model_validate({"key": "a", "title": "甲", "steps": [{"key": "NO", "title": "乙", "items": []}]})
    (problem,) = malformed(refusal.value)
    assert problem.place == "steps.0.key"
    assert problem.code == "malformed"
