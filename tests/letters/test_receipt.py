"""The receipt: number, day and code, and nothing that tells what was written or by whom."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from forms.exchange.packs import read_forms
from forms.receipt_letter import TEMPLATE, receipt_context
from portal import pdf
from workflows.packing import find

FORM = read_forms(find("child-protection"))[0]
CODE = "BQ1A-JYJD-H9Z6-0W1T-6JKC"
NUMBER = "强报-990121-2026-00001"


def context(**changed):
    values = {"number": NUMBER, "submitted_at": datetime(2026, 11, 21, 16, 47, tzinfo=UTC), "code": CODE}
    return receipt_context(FORM, **{**values, "language": "zh-hans", **changed})


def text(**changed) -> str:
    language = changed.get("language", "zh-hans")
    pages = PdfReader(io.BytesIO(pdf.render(TEMPLATE, context(**changed), language=language))).pages
    assert len(pages) == 1
    return pages[0].extract_text()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_one_page_with_number_code_and_title(language):
    said = text(language=language)
    assert NUMBER in said
    assert CODE in said
    assert FORM.title[language] in said


def test_it_names_the_day_where_we_are_and_not_the_minute():
    said = text()
    assert "2026年11月22日" in said
    assert "00:47" not in said
    assert "16:47" not in said


class Drawn(list):
    """Stands for segno: keeps what it was asked to draw."""

    def make(self, words: str, error: str) -> "Drawn":
        self.append(words)
        return self

    def svg_data_uri(self, **options) -> str:
        return "data:,"


def test_the_picture_leads_to_the_page_and_does_not_hold_the_code(monkeypatch):
    drawn = Drawn()
    monkeypatch.setattr("forms.receipt_letter.segno", drawn)
    assert context()["follow_picture"] == "data:,"
    assert drawn == ["http://localhost:8000/follow/"]


def test_without_a_code_there_is_no_empty_box():
    said = text(code=None, language="en")
    assert "Your code" not in said
    assert "follow" not in said


def test_a_title_cannot_bring_markup_along():
    form = FORM.model_copy(update={"title": {"zh-hans": "<img src='file:///etc/passwd'>"}})
    made = receipt_context(form, number=NUMBER, submitted_at=datetime.now(UTC), code=CODE, language="zh-hans")
    assert "<img" in PdfReader(io.BytesIO(pdf.render(TEMPLATE, made))).pages[0].extract_text()
