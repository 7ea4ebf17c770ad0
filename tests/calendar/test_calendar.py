"""Holidays as data: taken over from the package, added by place, and known to be missing."""

import io
from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.calendar.importing import import_missing, import_year
from portal.calendar.models import CalendarYear, OpeningTimes, SpecialDay
from portal.calendar.services import calendar_for
from portal.directory.models import Area
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, WEST

pytestmark = pytest.mark.django_db


def at(month, day, hour=0, minute=0, year=2026):
    return timezone.make_aware(datetime(year, month, day, hour, minute))


def test_a_year_of_the_package_is_taken_over_and_again_changes_nothing():
    first = import_year(2026)
    rows = list(SpecialDay.objects.order_by("pk").values_list("pk", "day", "is_worked", "title"))
    assert import_year(2026) == first == len(rows)
    assert list(SpecialDay.objects.order_by("pk").values_list("pk", "day", "is_worked", "title")) == rows
    calendar = calendar_for()
    assert calendar.years == {2026}
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2026, 10, 10))
    assert calendar.add_days(at(9, 30, 10), 1).at == at(10, 8, 17, 30)


def test_a_year_that_the_package_does_not_know_is_refused_in_words():
    with pytest.raises(CommandError, match="2099"):
        call_command("import_holidays", "2099")
    assert not CalendarYear.objects.exists()


def test_the_command_takes_several_years():
    said = io.StringIO()
    call_command("import_holidays", "2025", "2026", stdout=said)
    assert set(CalendarYear.objects.values_list("year", flat=True)) == {2025, 2026}
    assert "2025" in said.getvalue()


def test_what_an_administrator_corrected_outlives_an_upgrade():
    import_year(2026)
    SpecialDay.objects.filter(day=date(2026, 10, 1)).update(is_worked=True)
    assert 2026 not in import_missing()
    assert SpecialDay.objects.get(day=date(2026, 10, 1)).is_worked


def test_a_day_off_of_one_county_is_worked_in_the_next(cast):
    SpecialDay.objects.create(day=date(2026, 4, 20), title="三月三", area_id=EAST)
    assert not calendar_for(EAST_VILLAGE).is_working_day(date(2026, 4, 20))
    assert calendar_for(WEST).is_working_day(date(2026, 4, 20))
    assert calendar_for("").is_working_day(date(2026, 4, 20))


def test_the_narrower_place_has_the_last_word(cast):
    SpecialDay.objects.create(day=date(2026, 4, 20), title="全国")
    SpecialDay.objects.create(day=date(2026, 4, 20), title="县", area_id=EAST, is_worked=True)
    assert calendar_for(EAST_TOWN).is_working_day(date(2026, 4, 20))
    assert not calendar_for(WEST).is_working_day(date(2026, 4, 20))


def test_office_hours_change_with_the_season_and_by_place(cast):
    OpeningTimes.objects.create(since=date(2026, 1, 1))
    OpeningTimes.objects.create(since=date(2026, 6, 1), break_until=time(15), closes=time(18))
    OpeningTimes.objects.create(since=date(2026, 1, 1), area_id=EAST, opens=time(9), closes=time(17))
    assert calendar_for(WEST).closing(date(2026, 5, 29)) == at(5, 29, 17, 30)
    assert calendar_for(WEST).closing(date(2026, 6, 1)) == at(6, 1, 18)
    assert calendar_for(EAST_TOWN).closing(date(2026, 6, 1)) == at(6, 1, 17)


def test_without_any_rows_offices_have_their_usual_hours_and_no_year_is_known():
    calendar = calendar_for()
    assert calendar.closing(date(2026, 11, 23)) == at(11, 23, 17, 30)
    assert calendar.add_days(at(11, 23, 9), 1).unknown_years == {2026}


@pytest.mark.parametrize("wrong", [{"opens": time(13)}, {"closes": time(14)}, {"break_until": time(11)}])
def test_office_hours_that_run_backward_are_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningTimes.objects.create(**wrong)


def test_a_day_is_there_once_for_each_place(cast):
    SpecialDay.objects.create(day=date(2026, 4, 20), title="一")
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(day=date(2026, 4, 20), title="二")
    SpecialDay.objects.create(day=date(2026, 4, 20), title="县", area=Area.objects.get(pk=EAST))
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(day=date(2026, 4, 20), title="县", area=Area.objects.get(pk=EAST))


def test_the_admin_lists_and_adds_days(admin_client):
    import_year(2026)
    assert "国庆节" in admin_client.get("/admin/holidays/").content.decode()
    answer = admin_client.post("/admin/holidays/new/", {"day": "2026-12-24", "title": "当地", "area": ""})
    assert answer.status_code == 302
    assert SpecialDay.objects.filter(day=date(2026, 12, 24), is_worked=False).exists()
    for page in ("holiday_years", "office_hours"):
        assert admin_client.get(f"/admin/{page}/").status_code == 200
        assert admin_client.get(f"/admin/{page}/new/").status_code == 200
