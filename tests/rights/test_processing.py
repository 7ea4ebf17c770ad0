"""Records of processing and the impact sheet say of each form what is sensitive, why, how long, and who reads it."""

import pytest

from tests.rights.test_pages import browser, said
from workflows.rights import processing


@pytest.fixture
def report(version):
    return next(sheet for sheet in processing.sheets() if sheet.form.key == "small_report")


def test_each_question_about_a_person_says_how_it_is_kept_and_who_reads_it(report):
    found = {one.asked[0].sensitivity: one for one in report.groups}

    assert "报告人区" in str(found["reporter"].kept)
    assert [reader["en"] for reader in found["reporter"].readers] == ["Police"]
    assert str(found["personal"].kept) == "加密，每条记录一个密钥"
    assert [reader["en"] for reader in found["personal"].readers] == ["Police", "Township", "Civil affairs"]


def test_what_names_no_person_is_told_apart(report):
    assert {one.label["en"] for one in report.asked} & {label["en"] for label in report.open} == set()
    assert len(report.asked) + len(report.open) == len(list(report.form.fields()))


def test_the_most_sensitive_stands_first_and_none_is_lost(report):
    first = report.groups[0].asked[0].sensitivity
    assert first == "reporter"
    assert sum(len(group.asked) for group in report.groups) == len(report.asked)


def test_a_form_without_purpose_is_marked_incomplete_on_its_impact_sheet(report, keepers):
    assert not report.is_complete
    assert "须补充后方可继续使用本表单" in said(browser(keepers.auditor).get("/desk/rights/processing/"))


def test_questions_that_may_stay_empty_and_free_words_are_counted(report):
    assert report.optional == sum(not one.is_needed for one in report.asked)
    assert report.free_words >= 1
