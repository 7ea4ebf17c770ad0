"""An answer, when its field has become another kind of field: it goes along, or it is left; never is it lost."""

import pytest
from django.utils.translation import override

from forms.answering import problem_with
from forms.fieldtypes import registry
from forms.schema import Question, Table
from forms.services.fitting import divided
from tests.forms.fieldtypes.asking import question
from tests.forms.fieldtypes.samples import CHOICES, FILES, SAMPLES

GIVEN = sorted(kind for kind, sample in SAMPLES.items() if sample.answer is not None and kind not in FILES)
WORDS = "三十天左右"


@pytest.fixture(autouse=True)
def in_chinese():
    with override("zh-hans"):
        yield


def asked(kind, **more) -> Question:
    return SAMPLES[kind].question(kind, **more)


@pytest.mark.parametrize(
    ("before", "now", "answer", "goes"),
    [
        ("text", "long_text", "一二三", "一二三"),
        ("choice", "text", "b", "乙"),
        ("choice", "multiple_choice", "b", ["b"]),
        ("multiple_choice", "choice", ["a"], "a"),
        ("text", "choice", "乙", "b"),
        ("integer", "decimal", 12, "12"),
        ("scale", "integer", 4, 4),
        ("text", "integer", "12", 12),
        ("text", "phone", "13812345678", "13812345678"),
        ("text", "date", "2026-11-02", "2026-11-02"),
        ("date", "text", "2026-11-02", "2026年11月2日"),
        ("yes_no", "text", False, "否"),
    ],
)
def test_what_means_the_same_goes_along(before, now, answer, goes):
    assert divided(asked(before), asked(now), answer) == (goes, None)


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ("text", "integer", WORDS),
        ("text", "date", WORDS),
        ("text", "choice", WORDS),
        ("text", "yes_no", "yes"),
        ("text", "consent", "on"),
        ("area", "phone", SAMPLES["area"].answer),
        ("date", "datetime", "2026-11-02"),
        ("multiple_choice", "choice", ["a", "b"]),
        ("signature", "text", SAMPLES["signature"].answer),
        ("decimal", "integer", "12.5"),
    ],
)
def test_what_would_have_to_be_guessed_is_left(before, now, answer):
    assert divided(asked(before), asked(now), answer) == (None, answer)


@pytest.mark.django_db
@pytest.mark.parametrize("before", GIVEN)
def test_from_each_kind_to_each_kind_an_answer_fits_or_can_be_said(before):
    answer = SAMPLES[before].answer
    for kind in sorted(registry):
        now = asked(kind)
        goes, stays = divided(asked(before), now, answer)
        assert (goes is None) != (stays is None), kind
        if goes is None:
            assert registry[before].display(stays, asked(before), "zh-hans")
        else:
            assert problem_with(now, goes) is None, kind


def test_what_is_computed_now_takes_nothing_over():
    assert divided(asked("text"), asked("text", computed={"formula": "'x'"}), "一") == (None, "一")


def test_of_several_options_those_that_are_still_there_go_along():
    before = question("multiple_choice", choices=CHOICES)
    now = question("multiple_choice", choices=CHOICES[:1])
    assert divided(before, now, ["a", "b"]) == (["a"], ["b"])
    assert divided(before, now, ["b"]) == (None, ["b"])


def test_a_table_is_divided_cell_by_cell():
    def table(*columns):
        return Table(key="t", label={}, columns=tuple(question(kind, key=key) for key, kind in columns))

    before = table(("name", "text"), ("age", "text"), ("gone", "text"))
    now = table(("name", "text"), ("age", "integer"))
    rows = [{"name": "甲", "age": "7", "gone": "x"}, {"name": "乙", "age": "七岁"}, {"gone": "y"}]
    kept, left = divided(before, now, rows)
    assert kept == [{"name": "甲", "age": 7}, {"name": "乙"}]
    assert left == [{"gone": "x"}, {"age": "七岁"}, {"gone": "y"}]


def test_a_field_that_became_a_table_and_one_that_is_gone_leave_all():
    table = Table(key="t", label={}, columns=(question("text", key="name"),))
    assert divided(asked("text"), table, "一") == (None, "一")
    assert divided(table, asked("text"), [{"name": "甲"}]) == (None, [{"name": "甲"}])
    assert divided(asked("text"), None, "一") == (None, "一")
