"""Periods, and what is due when: properties that hold for every day, also leap days, year ends and make-up days."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.reckoning import OfficeHours, WorkCalendar
from workflows.obligations import periods
from workflows.obligations.periods import counted_in, expiring, is_owed, read, rungs, span_at, spans, term
from workflows.obligations.schema import LONGEST, ObligationSchema
from workflows.schema import Rung

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
HOURS = (OfficeHours(date(2000, 1, 1), ((time(8, 30), time(17, 30)),)),)
# 27 and 28 September 2026 are a weekend that is worked; the first week of October is a holiday.
MOVED = {date(2026, 10, 1) + ONE_DAY * n: False for n in range(7)} | {date(2026, 9, 27): True, date(2026, 10, 10): True}
WEEK, CHINA = WorkCalendar(ZONE, HOURS), WorkCalendar(ZONE, HOURS, MOVED)

EVERY = st.sampled_from(["week", "month", "quarter", "year"])
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def obligation(every="month", **more):
    return ObligationSchema(key="visit", title={}, records="child_file", form="home_visit", every=every, **more)


@st.composite
def obligations(draw):
    every = draw(EVERY)
    shown = draw(st.none() | st.integers(0, LONGEST[every]))
    more = {name: draw(st.integers(0, LONGEST[every] // 2)) for name in ("least_days", "grace_days")}
    more["grace_days"] = min(more["grace_days"], 60)
    return obligation(every, shown_days=shown, working=draw(st.booleans()), **more)


@given(EVERY, DAYS)
def test_every_day_lies_in_one_period_and_periods_follow_each_other_without_a_gap(every, day):
    span = span_at(every, day)
    assert span.first <= day < span.behind
    assert read(span.key) == span == span_at(every, span.first) == span_at(every, span.last)
    assert periods.before(every, span_at(every, span.behind)) == span
    assert span_at(every, span.behind).first == span.behind


@given(EVERY, DAYS, st.integers(0, 800))
def test_the_periods_of_a_stretch_cover_it(every, first, days):
    found = list(spans(every, first, first + ONE_DAY * days))
    assert found[0].first <= first
    assert found[-1].behind > first + ONE_DAY * days
    assert all(one.behind == later.first for one, later in pairwise(found))
    assert len({span.key for span in found}) == len(found)


@given(obligations(), DAYS)
def test_it_is_shown_before_it_is_due_and_never_before_its_period(schema, day):
    found = term(schema, span_at(schema.every, day), CHINA)
    assert found.appears_at <= found.due_at
    assert found.appears_at.date() >= found.span.first
    assert schema.working or found.due_at.date() == found.span.last + ONE_DAY * schema.grace_days


@given(obligations(), DAYS)
def test_what_was_done_on_a_day_counts_for_its_own_period_or_one_still_in_grace(schema, day):
    counted = counted_in(schema, day, CHINA)
    assert counted[-1] == span_at(schema.every, day)
    for earlier in counted[:-1]:
        assert earlier.behind <= day <= term(schema, earlier, CHINA).due_at.date()


@given(obligations(), DAYS, DAYS)
def test_once_a_period_is_owed_every_later_one_is(schema, since, day):
    span = span_at(schema.every, max(since, day))
    later = span_at(schema.every, span.behind)
    assert is_owed(schema, later, since)
    assert not is_owed(schema, periods.before(schema.every, span_at(schema.every, since)), since)


@given(obligations(), DAYS)
def test_reminders_come_in_order_and_none_before_it_is_shown(schema, day):
    found = term(schema, span_at(schema.every, day), CHINA)
    planned = rungs(schema, found, CHINA)
    assert planned == sorted(planned)
    assert {one.number for one in planned} >= {1, 2}
    assert all(one.at.date() >= found.appears_at.date() for one in planned)


@pytest.mark.parametrize(
    ("every", "day", "key", "last"),
    [
        ("month", date(2028, 2, 29), "2028-02", date(2028, 2, 29)),
        ("month", date(2027, 2, 1), "2027-02", date(2027, 2, 28)),
        ("quarter", date(2026, 12, 31), "2026-Q4", date(2026, 12, 31)),
        ("week", date(2026, 12, 31), "2026-W53", date(2027, 1, 3)),
        ("week", date(2027, 1, 4), "2027-W01", date(2027, 1, 10)),
        ("year", date(2028, 2, 29), "2028", date(2028, 12, 31)),
    ],
)
def test_ends_of_months_leap_days_and_weeks_over_new_year(every, day, key, last):
    assert (span_at(every, day).key, span_at(every, day).last) == (key, last)


@pytest.mark.parametrize("written", ["2026-13", "2026-W54", "2025-W53", "2026-Q5", "", "all", "2026-11-30", "x"])
def test_what_is_no_period_is_none(written):
    assert read(written) is None


def test_a_record_opened_late_in_the_month_owes_it_from_the_next_one_on():
    november, december = span_at("month", date(2026, 11, 1)), span_at("month", date(2026, 12, 1))
    assert is_owed(obligation(), november, date(2026, 11, 16))
    assert not is_owed(obligation(), november, date(2026, 11, 17))
    assert is_owed(obligation(), december, date(2026, 11, 17))


def test_in_working_time_a_make_up_day_counts_and_a_holiday_does_not():
    september = span_at("month", date(2026, 9, 1))
    worked = term(obligation(working=True, shown_days=3), september, CHINA)
    assert worked.due_at == datetime(2026, 9, 30, 17, 30, tzinfo=ZONE)
    assert worked.appears_at == datetime(2026, 9, 27, tzinfo=ZONE)
    in_grace = term(obligation(working=True, grace_days=2), september, CHINA)
    assert in_grace.due_at == datetime(2026, 10, 9, 17, 30, tzinfo=ZONE)


def test_a_week_without_a_working_day_is_due_when_it_ends():
    holiday = WorkCalendar(ZONE, HOURS, {date(2026, 9, 28) + ONE_DAY * n: False for n in range(7)})
    found = term(obligation("week", working=True), span_at("week", date(2026, 10, 1)), holiday)
    assert found.due_at == datetime(2026, 10, 4, 23, 59, 59, tzinfo=ZONE)


def test_an_agreement_that_expires_is_shown_and_reminded_of_before():
    ladder = (Rung(side="before", days=7, tell=("holder",)), Rung(tell=("holder", "leader")))
    schema = obligation("", expiry="agreed_until", shown_days=30, ladder=ladder)
    found = expiring(schema, date(2028, 2, 29), WEEK)
    assert found.span.key == "2028-02-29"
    assert found.appears_at == datetime(2028, 1, 30, tzinfo=ZONE)
    assert found.due_at == datetime(2028, 2, 29, 23, 59, 59, tzinfo=ZONE)
    assert [one.at for one in rungs(schema, found, WEEK)] == [datetime(2028, 2, 22, 8, tzinfo=ZONE), found.due_at]


def test_an_expiry_on_a_holiday_is_due_on_the_working_day_before():
    found = expiring(obligation("", expiry="agreed_until", shown_days=30, working=True), date(2026, 10, 4), CHINA)
    assert found.due_at == datetime(2026, 9, 30, 17, 30, tzinfo=ZONE)
