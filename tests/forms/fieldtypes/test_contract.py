"""What holds for every kind of field there is: none can be added that forgets a part of it."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from forms.answering import problem_with
from forms.blocks.families import FAMILIES, family_of
from forms.fieldtypes import registry
from forms.fieldtypes.columns import CellKind
from forms.logic.types import ValueType, answer_types
from forms.presentation import present
from portal.directory.models import Organisation
from tests.forms.fieldtypes.asking import answer, form, question
from tests.forms.fieldtypes.samples import FILES, POINTING, SAMPLES, Sample
from tests.forms.logic.schemas import form as schema_of

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("signing_time", "pointed_at")]
HANDBOOK = Path(__file__).resolve().parents[3] / "docs/handbook/字段类型.md"
KINDS = sorted(registry)
ASKED = [kind for kind in KINDS if kind not in (*FILES, "computed")]

# What nobody answers: to be refused, or to become something harmless.
HOSTILE_TEXTS = [
    "x" * 1_000_000,
    "9" * 1_000_000,
    "\x00\x01\x08\x1b[31m",
    "\u202egnp.exe\u2066",
    "NaN",
    "Infinity",
    "1e999",
    "0000-00-00",
    "9999-99-99T99:99",
    "-1",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}${1}",
    '=HYPERLINK("http://evil")',
    "a';DROP TABLE x--",
    "٣",
    "\ud800",
]
HOSTILE_ANSWERS: list[Any] = [
    [],
    {},
    {"$gt": ""},
    [[[]]],
    {"items": [], "total": "x"},
    float("nan"),
    10**400,
    -1.5,
    "\x00",
    {"name": "x"},
    {"from": "2026-13-01", "to": "0000-00-00"},
    {"area": "<b>"},
    {"kind": "resident", "number": "<b>"},
    [None],
    object,
]
CELLS: dict[CellKind, tuple[type, ...]] = {
    CellKind.TEXT: (str,),
    CellKind.NUMBER: (int, Decimal),
    CellKind.DATE: (date,),
    CellKind.DATE_TIME: (datetime,),
    CellKind.YES_NO: (bool,),
}


def everywhere(sample: Sample, text: str) -> Any:
    """The text in every input of the field."""
    if isinstance(sample.typed, dict):
        return dict.fromkeys(sample.typed, text)
    return [text] if isinstance(sample.typed, list) else text


def asked_and_answered(kind: str, **more: Any) -> tuple[Any, Any]:
    """The question of the sample, and its answer as the field makes it of what is typed."""
    sample = SAMPLES[kind]
    asked = sample.question(kind, **more)
    if kind == "organisation":
        return asked, str(Organisation.objects.order_by("pk")[0].pk)
    if kind in POINTING:
        typed = "N-1" if kind != "person" else str(form(asked).fields["x"].widget.choices[1][0])
        return asked, answer(asked, typed)
    return asked, sample.answer if sample.typed is None else answer(asked, sample.typed)


def test_every_kind_of_field_has_an_example() -> None:
    assert sorted(SAMPLES) == KINDS


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_typed_becomes_the_answer(kind: str) -> None:
    sample = SAMPLES[kind]
    if sample.typed is not None:
        assert asked_and_answered(kind)[1] == sample.answer


@pytest.mark.parametrize("kind", ASKED)
def test_an_answer_goes_into_the_field_and_comes_out_the_same(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    field = form(asked).fields["x"]
    initial = registry[kind].to_initial(given)
    assert registry[kind].to_answer(field.clean(initial)) == given
    assert problem_with(asked, given) is None
    assert not field.has_changed(initial, field.prepare_value(initial))


@pytest.mark.parametrize("kind", KINDS)
def test_the_json_schema_is_one_and_takes_the_answer(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    schema = registry[kind].json_schema(asked)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(given)


@pytest.mark.parametrize("kind", KINDS)
def test_programs_get_the_answer_as_the_type_says(kind: str) -> None:
    _asked, given = asked_and_answered(kind)
    adapter = TypeAdapter(registry[kind].api_type)
    assert adapter.validate_python(given, strict=True) == given
    assert adapter.json_schema()


@pytest.mark.parametrize("kind", [kind for kind in ASKED if not registry[kind].from_server])
def test_what_is_no_answer_is_refused_by_the_field_and_nothing_breaks(kind: str) -> None:
    asked = SAMPLES[kind].question(kind)
    validator = Draft202012Validator(registry[kind].json_schema(asked))
    for hostile in HOSTILE_ANSWERS:
        if problem_with(asked, hostile) is not None:
            continue
        # It was taken, so as an answer it must be a good one.
        given = registry[kind].to_answer(form(asked).fields["x"].clean(registry[kind].to_initial(hostile)))
        assert given is None or validator.is_valid(given), hostile


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "computed"])
def test_the_json_schema_refuses_what_is_hostile(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    validator = Draft202012Validator(registry[kind].json_schema(asked))
    wrong = [None, {}, [], {"x": 1}, [[]], "x" * 1_000_000, -1e300]
    wrong += [1.5] if isinstance(given, int) else ["\x00\x01", ""]
    assert not [one for one in wrong if validator.is_valid(one)]


@pytest.mark.parametrize("kind", [kind for kind in ASKED if not registry[kind].from_server])
def test_hostile_text_is_refused_or_becomes_a_good_answer(kind: str) -> None:
    asked = SAMPLES[kind].question(kind)
    validator = Draft202012Validator(registry[kind].json_schema(asked))
    for hostile in HOSTILE_TEXTS:
        filled = form(asked, everywhere(SAMPLES[kind], hostile))
        if not filled.is_valid():
            assert "x" in filled.errors
            continue
        given = registry[kind].to_answer(filled.cleaned_data["x"])
        assert given is None or validator.is_valid(given), given
        assert not any(sign in str(given) for sign in "\x00\x1b\u202e\u2066")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_answer_reads_as_words(kind: str, language: str) -> None:
    asked, given = asked_and_answered(kind)
    shown = registry[kind].display(given, asked, language)
    assert isinstance(shown, str)
    assert shown
    assert registry[kind].display(None, asked, language) == ""


@pytest.mark.parametrize("kind", ASKED)
def test_what_stands_in_a_widget_is_escaped(kind: str) -> None:
    """Also what could not be read is shown again as it was typed."""
    sample = SAMPLES[kind]
    hostile = '"><script>alert(1)</script>'
    asked = sample.question(kind).model_copy(update={"label": {"en": hostile}, "hint": {"en": hostile}})
    filled = form(asked, everywhere(sample, hostile), language="en")
    assert "<script" not in str(filled)
    assert "<script" not in str(filled["x"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_masked_answer_tells_less_than_half_and_no_answer_nothing(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    masked = registry[kind].masked(given)
    assert masked
    assert masked != registry[kind].display(given, asked, "zh-hans")
    texts = [given] if isinstance(given, str) else list(given.values()) if isinstance(given, dict) else []
    assert not [text for text in texts if isinstance(text, str) and len(text) > 1 and text in masked]
    assert "•" in masked or "*" in masked
    assert registry[kind].masked(None) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_has_columns_of_their_kind_in_a_table_file(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    columns = registry[kind].export_columns(asked)
    assert columns
    assert len({column.key for column in columns}) == len(columns)
    assert all(column.key.partition(".")[0] == asked.key for column in columns)
    assert all(column.label["zh-hans"] and column.label["en"] for column in columns)
    cells = [(column, column.cell(given, "zh-hans")) for column in columns]
    assert any(cell is not None for _column, cell in cells)
    for column, cell in cells:
        allowed = (*CELLS[column.kind], *((int, Decimal) if kind == "computed" else ()))
        assert cell is None or (isinstance(cell, allowed) and isinstance(cell, bool) <= (bool in allowed))
        assert column.cell(None, "en") is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if isinstance(SAMPLES[kind].answer, str)])
def test_a_table_file_computes_nothing(kind: str) -> None:
    """An answer as it may have been kept before the field was so strict."""
    asked = SAMPLES[kind].question(kind)
    for column in registry[kind].export_columns(asked):
        for formula in ("=1+1", " @SUM(A1)", "+cmd|' /C calc'!A0", "\t=1", "＝1"):
            if column.kind is CellKind.TEXT and kind != "area":
                assert str(column.cell(formula, "en")).startswith("'")


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_to_find_an_answer_by_are_of_that_answer(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    words = registry[kind].search_text(given, asked, "zh-hans")
    assert isinstance(words, str)
    assert registry[kind].search_text(None, asked, "zh-hans") == ""
    if isinstance(given, str) and kind not in ("organisation", *POINTING) and not registry[kind].from_server:
        assert given in words or registry[kind].display(given, asked, "zh-hans") == words


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_offers_it_in_a_family(kind: str) -> None:
    assert family_of(kind) != "other"


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_chinese_words(kind: str) -> None:
    with translation.override("zh-hans"):
        words = [str(registry[kind].name), str(registry[kind].required_message)]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in word) for word in words)


def test_the_handbook_has_a_section_for_each_kind_of_field_and_for_nothing_else() -> None:
    with translation.override("zh-hans"):
        names = {str(registry[kind].name) for kind in KINDS}
    sections = re.findall(r"^### (.+)\n([^#]+)", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert {title for title, _text in sections} == names
    assert all(text.strip() for _title, text in sections)


CALLED = {
    CellKind.TEXT: "文字", CellKind.NUMBER: "数字", CellKind.DATE: "日期", CellKind.DATE_TIME: "日期和时间",
    CellKind.YES_NO: "是或否",
}  # fmt: skip
VALUES = {
    ValueType.TEXT: "文字", ValueType.NUMBER: "数字", ValueType.DATE: "日期", ValueType.DATE_TIME: "日期和时间",
    ValueType.YES_NO: "是或否", ValueType.CHOICES: "多个值", ValueType.ANY: "由公式定",
}  # fmt: skip


COLUMNS = {**dict.fromkeys(FILES, "个数"), "computed": "文字或数字"}


def at_a_glance(kind: str) -> str:
    """The line of the handbook's table: what is seen without the right, what is exported, what formulas get."""
    asked, given = asked_and_answered(kind)
    columns = registry[kind].export_columns(asked)
    titles = [column.label["zh-hans"].partition("：")[2] or "名称" for column in columns]
    exported = "、".join(titles) if len(columns) > 1 else COLUMNS.get(kind, CALLED[columns[0].kind])
    parts = "、".join(f"`.{part}`" for part in registry[kind].parts(asked))
    masked = registry[kind].masked(given).replace("*", r"\*")
    return f"| {registry[kind].name} | {masked} | {exported} | {parts or VALUES[answer_types[kind]]} |"


def test_the_handbook_says_of_each_kind_of_field_what_is_masked_exported_and_computed_with() -> None:
    with translation.override("zh-hans"):
        wanted = [at_a_glance(kind) for kind in registry]
    written = HANDBOOK.read_text(encoding="utf-8").partition("| --- |")[2].partition("\n\n")[0].splitlines()
    assert sorted(written[1:]) == sorted(wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_has_an_input_for_each_setting(kind: str) -> None:
    assert set(registry[kind].settings) <= set(FAMILIES[family_of(kind)].settings)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_stands_on_paper(kind: str) -> None:
    asked, given = asked_and_answered(kind)
    [line] = present(schema_of(asked.model_dump()), {asked.key: given}, language="zh-hans")[0].rows
    assert line.files if registry[kind].holds_files else line.text


@pytest.mark.parametrize("kind", ["choice", "multiple_choice", "matrix", "score_sheet", "scale", "yes_no"])
def test_a_forged_option_is_refused(kind: str) -> None:
    sample = SAMPLES[kind]
    assert not form(sample.question(kind), everywhere(sample, "forged")).is_valid()


def test_no_widget_has_a_style_or_a_script_of_its_own() -> None:
    for kind in ASKED:
        drawn = str(form(SAMPLES[kind].question(kind))["x"])
        assert "style=" not in drawn
        assert "<script" not in drawn
        assert not any(f" on{event}=" in drawn for event in ("click", "input", "change", "submit"))


def test_parts_that_formulas_may_name_are_parts_of_the_answer() -> None:
    for kind in KINDS:
        asked, given = asked_and_answered(kind)
        parts = registry[kind].parts(asked)
        assert not parts or set(given) - {"drawing"} <= set(parts)


def test_a_forged_total_is_refused() -> None:
    asked = SAMPLES["score_sheet"].question("score_sheet")
    forged = {**SAMPLES["score_sheet"].answer, "total": 0}
    with pytest.raises(ValidationError):
        form(asked).fields["x"].clean(forged)


def test_a_question_without_its_settings_is_pointed_at() -> None:
    for kind in ("matrix", "score_sheet"):
        assert registry[kind].schema_problems(question(kind))
