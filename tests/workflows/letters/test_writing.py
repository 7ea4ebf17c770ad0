"""A letter and its answers become one page: everything escaped, nothing of an author's or a filler's text executed."""

import io
from types import SimpleNamespace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from forms.places import Place
from forms.reading import Corrected, Opened
from portal import docx
from tests.workflows.letters.conftest import FACTS, FORM, NOW, SIGNED, answers, field, letter, paragraph
from workflows.letters.filling import Answers, Samples
from workflows.letters.placeholders import broken_in, names_in, written
from workflows.letters.rendering import body, render

PEOPLE = [{"name": "林某", "hours": 3}, {"name": "王某", "hours": 5}]


def said(*blocks, **given):
    return str(body(letter(*blocks), answers(**given)))


def test_names_are_answers_and_what_the_case_knows():
    html = said(
        paragraph("${case.number}，${number}，${today}，${sender}致${addressee}，${place}：${form.child}"), child="小明"
    )
    assert "C-1，函〔2026〕1号，2026年11月21日，东县公安局致桃源镇人民政府，东县桃源镇：小明" in html


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "{{ 7*7 }}{% now 'Y' %}", "${sender}", "[[x]]", "a & b"]
)
def test_what_somebody_typed_is_printed_as_it_was_typed(typed):
    html = said(paragraph("${form.child}"), child=typed)
    assert typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in html
    assert "<script" not in html
    assert "东县公安局" not in html


def test_what_an_author_wrote_is_no_template_and_no_markup():
    html = said(paragraph("<b>{{ 7*7 }}</b>{% load x %}"))
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;{% load x %}" in html


def test_each_line_of_an_answer_is_a_paragraph():
    assert said(paragraph("${form.found}"), found="一。\n\n二。").count("<p") == 2


def test_what_stands_in_brackets_falls_away_with_what_is_empty_in_it():
    text = "未成年人${form.child}[[，现状：${form.found}]]。"
    assert "未成年人小明。" in said(paragraph(text), child="小明")
    assert "未成年人小明，现状：好。" in said(paragraph(text), child="小明", found="好")


def test_a_passage_stands_there_only_when_its_rule_holds():
    part = paragraph("危险", shown_when={"formula": "${form.danger} = 'yes'"})
    lines = {
        "kind": "list",
        "lines": [{"text": "一"}, {"text": "二", "shown_when": {"formula": "${form.child} = '小明'"}}],
    }
    assert "危险" in said(part, danger="yes")
    assert "危险" not in said(part, danger="no")
    assert said(lines, child="小明").count("<li>") == 2
    assert said(lines).count("<li>") == 1


def test_a_paragraph_for_each_row_asks_and_names_the_row():
    part = paragraph("${row.name}：${row.hours}", each="people", shown_when={"formula": "${row.hours} > 4"})
    html = said(part, people=PEOPLE)
    assert "王某：5" in html
    assert "林某" not in html


def test_a_column_is_its_cells_in_a_row_and_a_table_is_a_table():
    html = said(
        paragraph("${form.people.name}"), {"kind": "rows", "table": "people", "columns": ["name"]}, people=PEOPLE
    )
    assert "林某、王某" in html
    assert "<tr><td>2</td><td>王某</td></tr>" in html
    assert "5" not in html


def test_answers_stand_with_the_labels_of_their_questions():
    html = said({"kind": "fields", "fields": ["child", "found", "people"]}, child="小明", people=PEOPLE)
    assert "CHILD：小明" in html
    assert "FOUND" not in html
    assert "人员2：NAME：王某，HOURS：5" in html


def test_a_letter_for_one_row_is_of_that_row():
    made = answers(row=PEOPLE[0], each="people", people=PEOPLE)
    html = body(letter(paragraph("${row.name} ${row.hours}"), each="people"), made)
    assert "林某 3" in html
    assert "王某" not in html


def test_a_cell_is_of_the_table_whose_row_it_is():
    columns = [field("name", label={"zh-hans": "去处"}), field("hours", label={"zh-hans": "去时"})]
    trips = {"kind": "table", "key": "trips", "label": {"zh-hans": "出行"}, "columns": columns}
    said = FORM.model_dump()
    said["steps"][0]["items"] = [*said["steps"][0]["items"], trips]
    form = FORM.model_validate(said)
    # Of people it is a number, of trips what somebody wrote.
    trip, person = {"hours": "一早"}, {"hours": 3}
    filled = Answers(Opened(form, {"people": [person], "trips": [trip]}), FACTS, row=trip, each="trips")
    blocks = [paragraph("${row.hours}甲"), paragraph("${row.hours}乙", each="people")]
    assert [
        body(letter(one, each="trips"), filled).count(words)
        for one, words in zip(blocks, ("一早甲", "3乙"), strict=True)
    ] == [1, 1]
    html = body(letter(*blocks, each="trips"), Samples(form, "trips"))
    assert "〔去时〕甲" in html
    assert html.count("3乙") == 2


def test_a_drawn_signature_is_a_picture():
    drawn = {"drawing": "M40 120L90 60", "by": "周某", "signed_at": NOW.isoformat()}
    assert '<img src="data:image/svg+xml;base64,' in said(
        {"kind": "signature", "text": "负责人：${form.signed}"}, signed=drawn
    )


def corrected(key, value):
    note = SimpleNamespace(decided_by=SimpleNamespace(organisation="东县公安局"), at=NOW)
    return Corrected(Place.read(key), value, "写错", "林某", note)


def test_no_answer_stands_there_without_its_correction_and_no_other_correction_does():
    opened = Opened(FORM, {"child": "小明", "found": "好"}, (corrected("child", "小民"), corrected("found", "秘密")))
    html = str(body(letter(paragraph("${form.child}"), SIGNED), Answers(opened, FACTS)))
    assert "更正：“CHILD”应为“小民”（写错；东县公安局，2026年11月21日）。" in html
    assert html.index("小民") < html.index("2026年11月21日</p></div>")
    assert "秘密" not in html


def test_the_word_file_says_the_same():
    html = render(
        letter({"kind": "title", "text": "关于\n处置的函"}, paragraph("${form.child}"), SIGNED), answers(child="小明")
    )
    words = [one.text for one in Document(io.BytesIO(docx.render_html(html))).paragraphs]
    assert words == ["关于\n处置的函", "小明", "东县公安局", "2026年11月21日"]


def test_samples_show_every_passage_and_name_nobody():
    part = paragraph("${form.child} ${row.name}", each="people", shown_when={"formula": "${row.hours} > 4"})
    assert str(body(letter(part), Samples(FORM))).count("〔CHILD〕 〔NAME〕") == 2


@given(st.text(max_size=200), st.text(max_size=50))
def test_no_text_breaks_the_reading_and_none_is_read_twice(text, answer):
    made = written(text + "${form.child}", lambda _path: answer)
    assert made.endswith(answer)
    assert all(part for path in names_in(text) for part in path)


@given(st.lists(st.sampled_from(["[[", "]]", "甲", "\n"])))
def test_brackets_that_are_no_pair_are_found(parts):
    is_open = is_broken = False
    for part in parts:
        if part == "[[":
            is_open, is_broken = True, is_broken or is_open
        elif part == "]]":
            is_open, is_broken = False, is_broken or not is_open
    assert bool(broken_in("".join(parts))) == (is_broken or is_open)
