"""People and posts from a workbook: judged row by row, written at once, and never a password."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import PasswordRecord
from portal.accounts.password_age import due_on
from portal.directory.importing import tables
from portal.directory.importing.tables import Outcome
from portal.directory.importing.workbook import Cell, Line, Sheet
from portal.directory.models import Organisation, Post, User
from portal.staffing.importing import StaffTable
from portal.staffing.sheets import first_password, make_slips, without_password

TITLES = ("登录名", "姓名", "电子邮箱", "单位名称", "角色", "职务", "开始日期", "结束日期")
TODAY = timezone.localdate()


def judged(*rows: tuple[str, ...], by: User | None = None) -> tables.Judged:
    lines = [TITLES, *(row + ("",) * (len(TITLES) - len(row)) for row in rows)]
    sheet = Sheet("人员与岗位", [
        Line(number, [Cell(f"{'ABCDEFGH'[place]}{number}", text, "") for place, text in enumerate(line)])
        for number, line in enumerate(lines, start=1)
    ])  # fmt: skip
    return tables.judge([sheet], [StaffTable(by)])[0]


def police() -> str:
    return Organisation.objects.get(function="police", area="990121000000").name


def faults(result: tables.Judged) -> list[tuple[str, str]]:
    return [(fault.at, fault.sentence) for verdict in result.verdicts for fault in verdict.faults]


def test_a_new_person_gets_a_post_and_no_password(cast):
    result = judged(("li.wen", "李文", "", police(), "民警", "民警", "2026-01-01"))
    assert [verdict.outcome for verdict in result.verdicts] == [Outcome.NEW]
    assert not User.objects.filter(username="li.wen").exists()
    tables.write([result])
    person = User.objects.get(username="li.wen")
    assert (person.name, person.has_usable_password()) == ("李文", False)
    assert person.posts.get().role == "police_officer"
    assert not PasswordRecord.objects.filter(user=person).exists()


def test_two_rows_of_one_new_person_are_two_posts(cast):
    rows = [("li.wen", "李文", "", police(), role) for role in ("police_officer", "police_leader")]
    result = judged(*rows)
    tables.write([result])
    assert User.objects.get(username="li.wen").posts.count() == 2


def test_a_second_time_nothing_is_changed_and_a_title_is_a_change(cast):
    name = cast.east_police.name
    row = ("east_police", name, "", police(), "police_officer")
    assert [verdict.outcome for verdict in judged(row).verdicts] == [Outcome.SAME]
    result = judged((*row, "所长"))
    assert result.verdicts[0].changes == [("职务", "", "所长")]
    tables.write([result])
    assert cast.post("east_police").title == "所长"
    assert Post.objects.filter(user=cast.east_police).count() == 1


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("li wen", "李文", "", None, "police_officer"), "A2"),
        (("li.wen", "李文", "no address", None, "police_officer"), "C2"),
        (("li.wen", "李文", "", "没有这个局", "police_officer"), "D2"),
        (("li.wen", "李文", "", None, "国王"), "E2"),
        (("li.wen", "李文", "", None, "teacher"), "E2"),
        (("li.wen", "李文", "", None, "police_officer", "", "2026-02-30"), "G2"),
        (("li.wen", "李文", "", None, "police_officer", "", "2026-03-01", "2026-02-01"), "H2"),
        (("li.wen", "", "", None, "police_officer"), "B2"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell_and_not_written(cast, row, cell):
    result = judged(tuple(police() if value is None else value for value in row))
    assert cell in [at for at, _sentence in faults(result)]
    tables.write([result])
    assert not User.objects.filter(username__startswith="li").exists()


def test_the_same_post_twice_in_the_file_is_wrong_once(cast):
    row = ("li.wen", "李文", "", police(), "police_officer")
    assert [verdict.outcome for verdict in judged(row, row).verdicts] == [Outcome.NEW, Outcome.WRONG]


def test_a_row_with_an_end_ends_the_post(cast):
    last = TODAY.isoformat()
    tables.write([judged(("east_police", cast.east_police.name, "", police(), "police_officer", "", "", last))])
    assert cast.post("east_police").ends_on == TODAY


# The sheet.


def test_the_sheet_is_for_people_with_a_post_and_without_a_password(cast):
    User.objects.update(last_login=None)
    for person in User.objects.all():
        person.set_unusable_password()
        person.save()
    Post.objects.filter(user=cast.west_police).update(starts_on=TODAY + timedelta(days=1))
    names = {person.username for person in without_password()}
    assert "east_police" in names
    assert "west_police" not in names


def test_a_first_password_signs_in_once_and_is_due_to_be_changed(cast, settings):
    settings.PASSWORD_GIVEN_MUST_CHANGE = True
    person = cast.east_police
    person.set_unusable_password()
    person.save()
    slip = make_slips([person])[0]
    person.refresh_from_db()
    assert person.check_password(slip.password)
    assert due_on(person) == TODAY
    assert make_slips([person]) == []


def test_first_passwords_differ_and_pass_the_rules(cast):
    from django.contrib.auth.password_validation import validate_password

    made = {first_password() for _time in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password, cast.east_police)
