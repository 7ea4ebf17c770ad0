"""Tables of organisations and duties: each row is new, changed, the same, or wrong in words with its cell."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from portal.directory import services
from portal.directory.importing import carrying, tables
from portal.directory.importing.blank import blank_workbook
from portal.directory.importing.duties import DutyTable
from portal.directory.importing.organisations import OrganisationTable
from portal.directory.importing.tables import Outcome, WrongValue
from portal.directory.importing.workbook import read
from portal.directory.models import Area, Duty, Organisation, OrganisationSuccession
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, WEST
from tests.directory.books import DUTY_TITLES, TITLES, book, file_of, organisations

GOOD = ["东溪县民政局", "县民政局", "民政", "990121", "0571-8888", "是"]


def judged(made):
    new = OrganisationTable()
    return tables.judge(read(file_of(made)), [new, DutyTable(new)])


def verdict_on(row):
    return judged(organisations(row))[0].verdicts[0]


def faults(row):
    return [(fault.at, fault.sentence) for fault in verdict_on(row).faults]


def test_a_new_organisation_is_written_whole(cast):
    tables.write(judged(organisations(GOOD)))
    written = Organisation.objects.get(name="东溪县民政局")
    assert (written.short_name, written.function, written.area_id, written.telephone, written.active) == (
        "县民政局", "civil_affairs", EAST, "0571-8888", True,
    )  # fmt: skip


def test_judging_alone_writes_nothing(cast):
    before = Organisation.objects.count()
    assert verdict_on(GOOD).outcome == Outcome.NEW
    assert Organisation.objects.count() == before


def test_a_second_time_nothing_changes(cast):
    tables.write(judged(organisations(GOOD)))
    again = judged(organisations(GOOD))
    assert again[0].count(Outcome.SAME) == 1
    assert again[0].good == []


def test_a_change_says_what_was_and_what_will_be(cast):
    tables.write(judged(organisations(GOOD)))
    verdict = verdict_on([*GOOD[:4], "0571-9999", "否"])
    assert verdict.outcome == Outcome.CHANGED
    assert verdict.changes == [("电话", "0571-8888", "0571-9999"), ("在用", "是", "否")]


def test_what_a_row_leaves_empty_stays(cast):
    tables.write(judged(organisations(GOOD)))
    assert verdict_on([GOOD[0], "", "民政", "990121", "", ""]).outcome == Outcome.SAME


def test_a_renamed_organisation_keeps_its_old_name(cast):
    tables.write(judged(organisations(GOOD)))
    renamed = book(
        单位=[["单位名称", "原名称", "职能", "区划代码"], ["东溪县民政与社工局", "东溪县民政局", "民政", "990121"]]
    )
    tables.write(judged(renamed))
    assert services.organisation_named("东溪县民政局", date(2020, 1, 1)).name == "东溪县民政与社工局"
    assert Organisation.objects.filter(function="civil_affairs", telephone="0571-8888").count() == 1


@pytest.mark.parametrize(
    ("place", "value", "at", "because"),
    [
        (0, "", "A2", "不能为空"),
        (0, "很" * 121, "A2", "120"),
        (0, "=B2", "A2", "公式"),
        (2, "气象", "C2", "气象"),
        (3, "99012", "D2", "2、4、6、9 或 12"),
        (3, "880121", "D2", "没有"),
        (4, "老王", "E2", "电话"),
        (5, "也许", "F2", "是"),
    ],
)
def test_a_wrong_cell_is_named_with_the_reason(cast, place, value, at, because):
    row = list(GOOD)
    row[place] = value
    assert [fault[0] for fault in faults(row)] == [at]
    assert because in faults(row)[0][1]


def test_everything_wrong_in_a_row_is_said_at_once(cast):
    assert [at for at, _sentence in faults(["", "", "气象", "x", "", ""])] == ["A2", "C2", "D2"]


def test_a_code_that_has_ended_names_the_one_that_came_after(cast):
    services.record_succession(
        Area.objects.get(pk=EAST_VILLAGE), [Area.objects.get(pk="990121101202")], on=date(2020, 1, 1), kind="merged"
    )
    assert "990121101202 梨树村" in faults(["某单位", "", "民政", EAST_VILLAGE, "", ""])[0][1]


def test_good_rows_are_taken_and_wrong_ones_left(cast):
    found = judged(
        organisations(GOOD, ["某单位", "", "民政", "x", "", ""], ["另一单位", "", "学校", EAST_TOWN, "", ""])
    )
    tables.write(found)
    assert [verdict.outcome for verdict in found[0].verdicts] == ["new", "wrong", "new"]
    assert Organisation.objects.filter(name__in=["东溪县民政局", "某单位", "另一单位"]).count() == 2


def test_the_same_name_twice_in_a_table_is_wrong(cast):
    found = judged(organisations(GOOD, ["东溪县 民政局", *GOOD[1:]]))
    assert [verdict.outcome for verdict in found[0].verdicts] == ["new", "wrong"]
    assert "2" in found[0].verdicts[1].faults[0].sentence


def test_duties_may_name_organisations_of_the_same_workbook(cast):
    made = book(单位=[TITLES, GOOD], 职责=[DUTY_TITLES, ["民政", EAST_VILLAGE, "东溪县民政局"]])
    tables.write(judged(made))
    assert services.organisation_answering("civil_affairs", EAST_VILLAGE).name == "东溪县民政局"


def test_a_duty_of_an_organisation_that_is_wrong_itself_is_wrong_too(cast):
    made = book(单位=[TITLES, [*GOOD[:3], "x", "", ""]], 职责=[DUTY_TITLES, ["民政", EAST, "东溪县民政局"]])
    assert judged(made)[1].count(Outcome.WRONG) == 1


def test_a_duty_goes_from_one_organisation_to_another(cast):
    found = judged(book(职责=[DUTY_TITLES, ["公安", EAST, "西岭县 police"]]))
    assert found[0].verdicts[0].changes == [("单位名称", "东溪县 police", "西岭县 police")]
    tables.write(found)
    assert Duty.objects.get(kind="police", area_id=EAST).organisation.area_id == WEST


def test_a_duty_of_an_organisation_that_has_closed_names_who_took_over(cast):
    old, new = cast.post("east_police").organisation, cast.post("city_police").organisation
    Organisation.objects.filter(pk=old.pk).update(active=False)
    OrganisationSuccession.objects.create(old=old, new=new, on=date(2020, 1, 1))
    found = judged(book(职责=[DUTY_TITLES, ["公安", EAST_VILLAGE, old.name]]))
    assert new.name in found[0].verdicts[0].faults[0].sentence


def test_a_heading_above_the_titles_does_no_harm(cast):
    made = book(单位=[["东溪县单位一览表"], [], TITLES, GOOD])
    made["单位"].merge_cells("A1:F1")
    assert judged(made)[0].verdicts[0].outcome == Outcome.NEW


def test_a_sheet_without_its_titles_says_which_it_needs(cast):
    assert "区划代码" in judged(book(单位=[["甲", "乙"], GOOD]))[0].fault


def test_ten_thousand_rows_are_judged_with_few_queries(cast, django_assert_max_num_queries):
    rows = [[f"学校{number}", "", "学校", EAST_TOWN, "", ""] for number in range(9_990)]
    sheets = read(file_of(organisations(*rows)))
    with django_assert_max_num_queries(6):
        found = tables.judge(sheets, [OrganisationTable()])
    assert found[0].count(Outcome.NEW) == 9_990


def test_the_blank_workbook_is_understood_when_it_is_filled_in(cast):
    new = OrganisationTable()
    blank = load_workbook(BytesIO(blank_workbook([new, DutyTable(new)])))
    assert blank["单位"].column_dimensions["E"].number_format == "@"
    blank["单位"].append(["东溪县民政局", None, None, "民政", "990121"])
    assert judged(blank)[0].verdicts[0].outcome == Outcome.NEW


def test_a_workbook_comes_back_from_the_page_as_it_went(cast):
    sheets = read(file_of(organisations(GOOD, ["=A1"])))
    packed = carrying.pack(sheets, purpose="places", user_id=7)
    assert carrying.unpack(packed, purpose="places", user_id=7) == sheets


def test_what_comes_from_elsewhere_or_was_changed_is_not_taken(cast):
    packed = carrying.pack(read(file_of(organisations(GOOD))), purpose="places", user_id=7)
    assert carrying.unpack(packed, purpose="places", user_id=8) is None
    assert carrying.unpack(packed, purpose="people", user_id=7) is None
    assert carrying.unpack(packed[:-1], purpose="places", user_id=7) is None


@pytest.mark.parametrize("text", ["2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "２０２６-11-22"])
def test_days_are_read_as_people_write_them(text):
    assert tables.day(text) == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["2026-13-01", "yesterday", "2026-11"])
def test_what_is_no_day_is_said(text):
    with pytest.raises(WrongValue):
        tables.day(text)
