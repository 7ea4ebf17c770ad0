from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.policytext.document import leaves
from content.policytext.parse import parse
from tests.content.policytext.samples import LOST_NUMBERS, SAMPLE, VARIATIONS

IDS = [
    *("一", "一（一）", "一（二）"),
    *("二", "二（一）", "二（一）1", "二（一）2", "二（二）", "二（二）3", "二（二）4", "二（二）5"),
    *("三", "三（一）", "三（二）", "三（三）"),
]


def test_what_identifies_the_document_is_read():
    document = parse(SAMPLE, "hechuan.txt")
    assert document.title == "禾川市人民政府关于建立儿童关爱服务联动机制的实施意见"
    assert document.document_number == "禾政发〔2026〕12号"
    assert document.issuer == "禾川市人民政府"
    assert document.issued_on == date(2026, 10, 15)
    assert document.addressees == ("各县人民政府", "禾川高新区管委会", "市政府各部门、各直属单位")
    assert document.cites == ("云政发〔2026〕5号",)
    assert document.disclosure == "此件公开发布"
    assert document.attachments == ("禾川市儿童关爱服务联席会议成员单位职务名单",)
    assert document.warnings == ()


def test_the_clauses_are_a_tree_with_running_numbers():
    document = parse(SAMPLE)
    assert [clause.id for clause in document.clauses] == IDS
    assert len(leaves(document.clauses)) == 10
    assert document.clauses[5].title == "建立一人一档"
    assert document.clauses[2].text.count("\n") == 1


def test_an_annex_is_kept_apart_from_the_clauses_and_its_offices_are_read_without_names():
    annex = parse(SAMPLE).annexes[0]
    assert [(member.role, member.office) for member in annex.members] == [
        ("召集人", "分管副市长"),
        ("成员", "市民政局局长"),
        ("成员", "市公安局副局长"),
        ("成员", "市教育局副局长"),
    ]
    named = parse(SAMPLE.replace("成员：市民政局局长", "成员：  甲 乙  市民政局局长")).annexes[0]
    assert named.members == annex.members


@pytest.mark.parametrize("vary", VARIATIONS.values(), ids=VARIATIONS.keys())
def test_a_document_says_the_same_however_it_was_typed(vary):
    plain, varied = parse(SAMPLE), parse(vary(SAMPLE))
    for name in ("title", "document_number", "issuer", "issued_on", "cites", "disclosure", "attachments"):
        assert getattr(varied, name) == getattr(plain, name), name
    assert [_bare(name) for name in varied.addressees] == [_bare(name) for name in plain.addressees]
    assert [clause.id for clause in varied.clauses] == IDS
    assert [_bare(clause.title + clause.text) for clause in varied.clauses] == [
        _bare(clause.title + clause.text) for clause in plain.clauses
    ]
    assert [_units(clause) for clause in varied.clauses] == [_units(clause) for clause in plain.clauses]


def test_lost_numbers_are_inferred_from_the_lines_of_responsible_units_and_marked():
    document = parse(LOST_NUMBERS)
    items = [(clause.id, clause.title, clause.inferred) for clause in document.clauses if clause.level == 3]
    assert items == [
        ("二（一）1", "讲清假期风险", True),
        ("二（一）2", "用好身边平台", True),
        ("二（二）1", "清点危险水域", False),
        ("二（二）2", "定期巡查", True),
    ]
    assert len(document.warnings) == 1
    assert "二（一）1 二（一）2 二（二）2" in document.warnings[0]


def test_the_labels_of_a_web_page_are_read():
    document = parse(LOST_NUMBERS)
    assert document.title == "关于印发《禾川市假期儿童安全工作方案》的通知"
    assert document.document_number == "禾政发〔2026〕3号"
    assert document.index_number == "H4001-X-2026-0301002"
    assert (document.issued_on, document.published_on) == (date(2026, 3, 1), date(2026, 3, 2))
    assert document.issuer == "禾川市人民政府"
    assert document.subject_words == "儿童安全"


def test_a_draft_says_so_and_its_blank_date_is_a_warning():
    text = SAMPLE.replace("禾政发〔2026〕12号", "（征求意见稿）").replace("2026年10月15日", "2026年  月  日")
    document = parse(text)
    assert document.status == "征求意见稿"
    assert document.document_number == ""
    assert document.issued_on is None
    assert len(document.warnings) == 2


def test_a_skipped_number_is_a_warning_and_loses_nothing():
    document = parse(SAMPLE.replace("（二）加强经费和队伍保障", "（四）加强经费和队伍保障"))
    assert "三（四）" in [clause.id for clause in document.clauses]
    assert any("（四）" in warning for warning in document.warnings)


def test_a_heading_that_lost_its_number_is_found_again():
    document = parse(SAMPLE.replace("二、主要任务", "主要任务"))
    assert [clause.id for clause in document.clauses] == IDS
    assert document.clauses[3].inferred


def test_a_document_with_two_numbers_is_a_warning():
    document = parse(SAMPLE.replace("禾政发〔2026〕12号", "禾政发〔2026〕12号\n\n禾政规〔2026〕2号"))
    assert document.document_number == "禾政发〔2026〕12号"
    assert any("禾政规〔2026〕2号" in warning for warning in document.warnings)


@given(
    st.text(
        alphabet=st.sampled_from(
            "一二十、（）()㈠⒈1２.．。，：:\n\u3000 年月日〔〕号附件责任单位市局各政府《》关于意见\f\r"
        ),
        max_size=300,
    )
)
def test_no_arrangement_of_signs_is_too_much(text):
    _holds(parse(text))


@given(st.text(max_size=200))
def test_no_text_is_too_much(text):
    _holds(parse(text))


def _holds(document):
    ids = [clause.id for clause in document.clauses]
    assert len(ids) == len(set(ids))
    assert document.as_json()["clauses"] == [clause.as_json() for clause in document.clauses]


def _bare(text):
    return (
        text.translate(str.maketrans("（），；：０１２３４５６７８９", "(),;:0123456789"))
        .replace("\n", "")
        .replace(" ", "")
    )


def _units(clause):
    return [(row.seq, row.leads, row.cooperating) for row in clause.allocations]


@pytest.mark.parametrize(
    "piece", ["通知\n", "一、一\n", "（一）一\n1.一\n", "（市民政局、", "市", "责任单位：", "\u3000"]
)
def test_what_repeats_without_end_is_read_to_its_end(piece):
    assert parse(f"一、总则\n{piece * 2000}\n二、其他\n").clauses[0].id == "一"
