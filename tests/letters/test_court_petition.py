"""The petition as a paper for the court."""

import io
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from docx import Document

from forms import layouts
from forms.exchange.packs import read_forms
from forms.logic.formstate import evaluate_form
from portal import docx
from workflows.packing import find

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PETITION = next(form for form in read_forms(find("child-protection")) if form.key == "petition_revoke")
ANSWERS: dict[str, Any] = {
    "applicant_kind": "civil_affairs",
    "applicant_name": "东县民政局",
    "respondents": [
        {"name": "林某", "gender": "male", "relation": "father", "address": "桃源村", "now": "lost"},
        {"name": "王某", "gender": "female", "relation": "mother", "address": "不详", "now": "lost"},
    ],
    "child_name": "林小某",
    "requests": ["revoke", "appoint"],
    "proposed": [{"name": "张某", "relation": "外祖母", "ability": "有固定住所"}],
    "ground": "six_months",
    "refused_since": "2026-03-10",
    "facts": "离家后未归。\n也未寄回生活费。",
    "evidence": [
        {"name": "走访记录", "proves": "无人照料", "source": "村委会", "pages": 3, "form": "copy"},
        {"name": "<b>照片</b>", "proves": "住处", "source": "走访", "pages": 2, "form": "original"},
    ],
    "court": "东县人民法院",
    "leader_signature": {"drawing": "M40 120L90 60", "by": "周某"},
}


def paper(**without: Any) -> str:
    given = {key: answer for key, answer in ANSWERS.items() if key not in without}
    answers = evaluate_form(PETITION, given, now=NOW).answers
    return render_to_string(
        layouts.registry[PETITION.layout].filled,
        {
            "form": PETITION,
            "answers": answers,
            "language": "zh-hans",
            "submission": SimpleNamespace(number="申请-990121-2026-0003", submitted_at=NOW),
            "papers": [SimpleNamespace(question="调查评估报告", name="报告.pdf", sha256="ab" * 32)],
            "printed_by": SimpleNamespace(organisation="东县民政局"),
            "printed_at": NOW,
        },
    )


def test_parties_claims_ground_and_court_stand_in_sentences():
    text = "".join(paper().split())
    assert "撤销林某、王某对林小某的监护人资格；" in text
    assert "依法指定张某担任林小某的监护人；" in text
    assert "被申请人自2026年3月10日起不履行监护职责，至申请之日已满8个月。" in text
    assert "此致" in text
    assert "东县人民法院" in text


def test_the_evidence_is_listed_and_its_pages_are_added_up():
    text = "".join(paper().split())
    assert "<td>1</td><td>走访记录</td><td>无人照料</td><td>村委会</td><td>3</td><td>复印件</td>" in text
    assert '<tdcolspan="4">合计</td><td>5</td>' in text
    assert "ab" * 32 in text


def test_what_people_typed_is_text_and_a_drawn_signature_is_a_picture():
    assert "&lt;b&gt;照片&lt;/b&gt;" in paper()
    assert "data:image/svg+xml;base64," in paper()


@pytest.mark.parametrize("key", sorted(ANSWERS))
def test_an_answer_that_whoever_prints_may_not_read_leaves_a_gap(key):
    assert "申请书" in "".join(paper(**{key: None}).split())


def test_as_a_word_file_it_says_the_same_and_is_signed():
    written = Document(io.BytesIO(docx.render_html(paper())))
    words = "".join("".join(one.text for one in written.paragraphs).split())
    assert "撤销林某、王某对林小某的监护人资格；" in words
    assert "此致东县人民法院" in words
    evidence, files = written.tables
    assert [cell.text for cell in evidence.rows[2].cells][:2] == ["2", "<b>照片</b>"]
    assert evidence.rows[-1].cells[4].text == "5"
    assert "ab" * 32 in files.rows[1].cells[2].text
    assert len(written.inline_shapes) == 1


def test_proof_of_another_ground_is_not_mentioned():
    assert "先后受到教育" not in paper()
    assert "侵害行为" not in paper()
