"""Working time, compared with counting every minute by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calendar.reckoning import OfficeHours, WorkCalendar

HERE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
WINTER = ((time(8, 30), time(12)), (time(14), time(17, 30)))
SUMMER = ((time(8), time(12)), (time(15), time(18)))
# National day 2026: off from the 1st to the 7th, worked on the Sunday before and the Saturday after.
OFF = {date(2026, 10, day): False for day in range(1, 8)}
OCTOBER = WorkCalendar(
    HERE,
    (OfficeHours(date(2000, 1, 1), SUMMER), OfficeHours(date(2026, 10, 1), WINTER)),
    {**OFF, date(2026, 9, 20): True, date(2026, 10, 10): True},
    frozenset({2026}),
)


def at(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def is_worked(calendar, moment):
    """The slow way: is this minute worked?"""
    if not calendar.is_working_day(moment.date()):
        return False
    spans = WINTER if moment.date() >= date(2026, 10, 1) else SUMMER
    return any(opens <= moment.time() < closes for opens, closes in spans)


def add_by_hand(calendar, moment, minutes):
    while minutes:
        minutes -= is_worked(calendar, moment)
        moment += MINUTE
    return moment


def subtract_by_hand(calendar, moment, minutes):
    while minutes:
        moment -= MINUTE
        minutes -= is_worked(calendar, moment)
    return moment


calendars = st.builds(
    lambda days: WorkCalendar(HERE, OCTOBER.hours, days, frozenset({2026})),
    st.dictionaries(st.dates(date(2026, 9, 15), date(2026, 10, 20)), st.booleans(), max_size=15),
)
moments = st.integers(0, 30 * 24 * 60 - 1).map(lambda minute: at(9, 18) + minute * MINUTE)
amounts = st.integers(0, 3000)


@given(calendars, moments, amounts)
@settings(max_examples=60, deadline=None)
def test_adding_time_is_counting_worked_minutes(calendar, start, minutes):
    assert calendar.add_time(start, minutes * MINUTE).at == add_by_hand(calendar, start, minutes)


@given(calendars, moments, amounts)
@settings(max_examples=60, deadline=None)
def test_subtracting_time_is_counting_worked_minutes_backward(calendar, end, minutes):
    assert calendar.subtract_time(end, minutes * MINUTE).at == subtract_by_hand(calendar, end, minutes)


@given(calendars, moments, amounts)
@settings(deadline=None)
def test_what_was_added_or_subtracted_lies_between(calendar, moment, minutes):
    amount = minutes * MINUTE
    assert calendar.time_between(moment, calendar.add_time(moment, amount).at) == amount
    assert calendar.time_between(calendar.subtract_time(moment, amount).at, moment) == amount


@given(calendars, moments, st.integers(0, 15))
@settings(deadline=None)
def test_a_deadline_in_days_ends_at_closing_on_that_working_day(calendar, start, days):
    due = calendar.add_days(start, days).at
    assert calendar.is_working_day(due.date())
    assert due == calendar.closing(due.date()) >= start
    worked = [start.date() + timedelta(days=n) for n in range(1, (due.date() - start.date()).days + 1)]
    assert sum(map(calendar.is_working_day, worked)) == calendar.days_between(start, due)
    assert calendar.days_between(start, due) == days or (days == 0 and calendar.days_between(start, due) == 1)


@given(calendars, moments, st.integers(1, 15))
@settings(deadline=None)
def test_days_are_subtracted_as_they_are_added(calendar, end, days):
    end = calendar.add_days(end, 0).at
    before = calendar.subtract_days(end, days).at
    assert calendar.add_days(before, days).at == end


@given(calendars, moments, amounts, amounts)
@settings(deadline=None)
def test_time_added_in_two_parts_is_the_same_time(calendar, start, first, second):
    whole = calendar.add_time(start, (first + second) * MINUTE).at
    assert calendar.add_time(calendar.add_time(start, first * MINUTE).at, second * MINUTE).at == whole


def test_national_day_is_not_counted_and_the_worked_saturday_is():
    assert OCTOBER.add_days(at(9, 30, 10), 3).at == at(10, 10, 17, 30)
    assert OCTOBER.add_time(at(9, 30, 17), timedelta(hours=2)).at == at(10, 8, 9, 30)


def test_what_begins_at_night_begins_when_the_office_opens():
    assert OCTOBER.add_time(at(10, 8, 3), timedelta(minutes=30)).at == at(10, 8, 9, 0)


def test_seconds_are_kept():
    start = at(10, 8, 11, 59) + timedelta(seconds=30)
    assert OCTOBER.add_time(start, MINUTE).at == at(10, 8, 14) + timedelta(seconds=30)


def test_a_year_without_holidays_is_named():
    assert OCTOBER.add_days(at(12, 30, 9), 1).unknown_years == frozenset()
    assert OCTOBER.add_days(at(12, 30, 9), 5).unknown_years == {2027}
    assert OCTOBER.subtract_days(at(1, 4, 9, year=2027), 3).unknown_years == {2027}
    assert OCTOBER.add_time(at(12, 31, 17, 29), timedelta(hours=1)).unknown_years == {2027}


@pytest.mark.parametrize("spans", [(), ((time(12), time(8)),), ((time(8), time(12)), (time(11), time(17)))])
def test_hours_that_run_backward_are_no_calendar(spans):
    with pytest.raises(ValueError, match="forward"):
        WorkCalendar(HERE, (OfficeHours(date(2026, 1, 1), spans),))
