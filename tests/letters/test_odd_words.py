"""A letter holds whatever somebody typed into a form: markup, endless words, a story of ten thousand characters."""

import io
from datetime import date

import pytest
from django.utils import timezone
from pypdf import PageObject, PdfReader

from forms.exchange.packs import read_definitions, read_forms
from forms.fieldtypes.normalising import prose
from forms.reading import Opened
from portal import pdf
from workflows import packing
from workflows.letters.filling import Answers, Facts
from workflows.letters.rendering import render
from workflows.letters.schema import LetterSchema

MARKUP = "<script>alert(1)</script><b>粗</b><img src=file:///etc/passwd>&amp;{{ 7*7 }}"
ENDLESS = "A" * 700
STORY = "学生两天没有吃晚饭，说家里只有他和妹妹。" * 500 + "最后一句。"
# Turns the rest of the line around, unless it is left out when it is typed.
TURNED = "报警人\u202e说的话\u202c不变\u2067也不变\u2069，\u200b没有别的\ufeff字"
LONG_OFFICE = "禾川经济技术开发区公安分局柳湾镇中心派出所"
# Millimetres: 156 between the margins, and an A of 16 points.
TYPE_AREA, WIDTH_OF_AN_A = 156, 3.9


@pytest.fixture(scope="module")
def pages() -> list[PageObject]:
    typed = {"report_summary": MARKUP, "response_summary": ENDLESS, "care_summary": STORY, "advice": TURNED}
    answers = {
        "addressee": "柳湾镇人民政府",
        "signed_by": "孟致远",
        **{key: prose(text) for key, text in typed.items()},
    }
    pack = packing.find("child-protection")
    (letter,) = read_definitions(LetterSchema, pack, ["letters/notify_township.yaml"])
    (form,) = (one for one in read_forms(pack) if one.key == letter.form)
    answers |= {"child_name": prose(MARKUP), "child_school": prose(ENDLESS)}
    facts = Facts(
        "护通〔2026〕1号", "C-1", date(2026, 11, 22), timezone.now(), sender=LONG_OFFICE, place="东溪县柳湾镇"
    )
    html = render(letter, Answers(Opened(form, answers), facts))
    return PdfReader(io.BytesIO(pdf.render_html(html))).pages


@pytest.fixture(scope="module")
def said(pages) -> str:
    """All text in the order of reading, without the ends of lines and the numbers of pages."""
    return "".join(line for page in pages for line in page.extract_text().splitlines() if not line.startswith("—"))


def test_markup_is_printed_as_it_was_typed_and_does_nothing(pages, said):
    assert said.replace(" ", "").count(MARKUP.replace(" ", "")) == 2
    assert not [page for page in pages if page.images or page.annotations]


def test_an_endless_word_and_a_long_story_are_printed_whole(said):
    assert said.count(ENDLESS) == 2
    assert STORY in said


def test_no_line_of_an_endless_word_runs_over_the_edge_of_the_type_area(pages):
    lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    longest = max(len(line) for line in lines if set(line) == {"A"})
    assert longest * WIDTH_OF_AN_A <= TYPE_AREA


def test_marks_that_turn_the_direction_of_writing_turn_nothing(said):
    assert "报警人说的话不变也不变，没有别的字" in said


def test_an_office_with_a_long_name_has_two_lines_at_the_head(pages):
    head = pages[0].extract_text().splitlines()
    assert "".join(head[:2]) == LONG_OFFICE
