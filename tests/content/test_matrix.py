"""Units against clauses: names that are one unit, who leads, which sentences, and the group that should answer."""

from datetime import date

import pytest

from content.duties.consistency import findings_of, units_of_office
from content.duties.matrix import LEADS, TAKES_PART, matrix_of
from content.policytext.offices import Office
from content.policytext.parse import parse
from tests.content.duties import CITY
from tests.content.policytext.samples import seeds
from tests.content.policytext.test_seeds import HERE

NOW = date(2026, 11, 23)


def outline(text):
    document = parse(text, "x.txt")
    annexes = [{"title": annex.title, "text": "\n".join(annex.paragraphs)} for annex in document.annexes]
    return {"clauses": [clause.as_json() for clause in document.clauses], "annexes": annexes}


def row(seq, leads, cooperating=(), start=0):
    return {"seq": seq, "leads": list(leads), "cooperating": list(cooperating), "printed": True, "text_from": start}


def clause(name, text, *rows, title=""):
    return {"id": name, "level": 1, "number": name, "title": title, "text": text, "allocations": list(rows)}


def test_each_unit_stands_once_with_all_it_has_to_do():
    matrix = matrix_of(outline(CITY)["clauses"], NOW)
    duties = {unit.name: [(cell.clause.id, cell.role) for cell in unit.cells] for unit in matrix.units}
    assert duties["市公安局"] == [("一（一）", LEADS), ("一（二）", LEADS)]
    assert duties["市教育局"] == [("一（二）", LEADS)]
    assert duties["市民政局"] == [("一（一）", TAKES_PART), ("二（一）", TAKES_PART)]
    assert [clause.id for clause in matrix.clauses] == ["一（一）", "一（二）", "一（三）", "二（一）"]


def test_those_that_lead_stand_first():
    leading = [bool(unit.leading) for unit in matrix_of(outline(CITY)["clauses"], NOW).units]
    assert leading == sorted(leading, reverse=True)
    assert False in leading


def test_a_duty_names_its_own_sentences():
    matrix = matrix_of(outline(CITY)["clauses"], NOW)
    cell = matrix.cell("市教育局", "一（二）")
    first, second = cell.stretches
    assert first.role == LEADS
    assert first.text.startswith("学校要建立联系卡")
    assert "没有到校" not in first.text
    assert second.role == TAKES_PART
    assert second.text.startswith("对没有到校的孩子")


def test_names_of_one_unit_are_one_column_and_its_heir_is_told():
    rows = [row(1, ["市卫计委"]), row(2, ["市教育局"], ["市卫生计生委"], start=2)]
    (health, education) = matrix_of([clause("一", "甲。乙。", *rows)], NOW).units
    assert health.names == ["市卫计委", "市卫生计生委"]
    assert health.now == ("市卫生健康委员会",)
    assert education.now == ()


def test_offices_of_two_places_are_two_columns():
    matrix = matrix_of([clause("一", "甲。", row(1, ["市教育局"], ["县教育局"]))], NOW)
    assert [unit.name for unit in matrix.units] == ["市教育局", "县教育局"]


def test_a_clause_without_heading_is_called_by_its_beginning():
    matrix = matrix_of([clause("一", "一" * 40, row(1, ["市教育局"]))], NOW)
    assert matrix.clauses[0].heading == "一" * 24 + "…"


def test_what_is_mine_is_found_under_the_names_of_today():
    matrix = matrix_of(outline(CITY)["clauses"], NOW)
    mine = matrix.units_of(Office(("禾川市卫生健康委员会",), "prefecture"), NOW)
    assert [unit.name for unit in mine] == ["市卫生计生委"]
    assert matrix.units_of(Office(("桃源村村民委员会",), "village"), NOW) == []


def test_an_empty_document_has_an_empty_matrix():
    matrix = matrix_of([clause("一", "各地要宣传。")], NOW)
    assert (matrix.units, matrix.clauses, matrix.rows()) == ([], [], [])


def test_places_where_rows_begin_that_an_editor_mixed_up_break_nothing():
    matrix = matrix_of([clause("一", "甲。", row(1, ["市教育局"], start=99), row(2, ["市公安局"], start=1))], NOW)
    assert [len(unit.cells) for unit in matrix.units] == [1, 1]


def test_who_has_a_duty_and_no_seat_and_the_reverse():
    found = findings_of(outline(CITY), date(2017, 3, 9))
    assert found.groups == ["禾川市儿童关爱服务工作领导小组成员名单"]
    assert [unit.name for unit in found.outside] == ["市国税局"]
    assert [(seat.unit, seat.role, seat.line) for seat in found.idle] == [("市政府法制办", "成员", 8)]


def test_without_a_list_of_members_nothing_is_said():
    found = findings_of(outline(CITY.partition("附件")[0]), NOW)
    assert (found.groups, found.outside, found.idle) == ([], [], [])


@pytest.mark.parametrize(
    ("office", "units"),
    [
        ("市委政法委副书记、市综治办副主任", ["市委政法委", "市综治办"]),
        ("市总工会常务副主席", ["市总工会"]),
        ("市人社局党委副书记", ["市人社局"]),
        ("市中法副院长", ["市中法"]),
        ("副市长", []),
    ],
)
def test_an_office_is_the_unit_that_somebody_works_at(office, units):
    assert units_of_office(office) == units


@HERE
def test_a_real_document_is_as_its_readers_found_it():
    """Those whom whoever read it by hand found outside, and without a duty."""
    text = next(file.read_text(encoding="utf-8") for file in seeds() if file.name.startswith("000_"))
    found = findings_of(outline(text), date(2016, 12, 26))
    assert {unit.name for unit in found.outside} == {"市国税局", "市地税局", "市金融发展局", "市妇儿工委办公室"}
    assert [seat.unit for seat in found.idle] == ["市政府法制办"]
