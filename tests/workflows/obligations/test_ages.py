"""Duties that end on the eighteenth birthday: by themselves, without opening anything in the sweep."""

from datetime import date

import pytest

from forms.models import Record
from forms.records.following import erase_opened_by
from forms.records.keeping import revise
from tests.workflows.obligations.conftest import moment, opened, rows, sweep, visit
from workflows.obligations import ages, looking
from workflows.obligations.models import ComingOfAge, Owed

pytestmark = pytest.mark.django_db
# Eighteen on the twentieth of November 2026.
BORN = {"child_birth": "2008-11-20", "child_idno": "", "registered": "no"}


@pytest.fixture
def until_18(monthly):
    return lambda **more: monthly(until_age=18, born="child_birth", **more)


@pytest.fixture
def nearly_18(registry, until_18, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1), **BORN)
    until_18()
    sweep(at(2026, 10, 2))
    return record


def test_on_the_birthday_what_is_not_due_ends_and_what_was_missed_stays(nearly_18, at):
    sweep(at(2026, 11, 19))
    assert rows() == [("2026-10", "open"), ("2026-11", "open")]
    sweep(at(2026, 11, 20))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]
    assert Owed.objects.get(period="2026-10").is_missed
    sweep(at(2027, 1, 5))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]


def test_all_duties_that_end_with_that_birthday_end_on_it(registry, until_18, at):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1), **BORN)
    until_18()
    until_18(key="quarterly_visit", title={"zh-hans": "每季走访"}, every="quarter")
    until_18(key="yearly_visit", title={"zh-hans": "每年走访"}, every="year")
    sweep(at(2026, 11, 2))
    sweep(at(2026, 11, 19))
    not_due = {"due_at__gt": at(2026, 11, 20)}
    assert [state for _period, state in rows(**not_due)] == ["open"] * 3
    sweep(at(2026, 11, 20))
    assert [state for _period, state in rows(**not_due)] == ["dropped"] * 3
    # The clock goes back for all of them, and on again.
    sweep(at(2026, 11, 3))
    assert [state for _period, state in rows(**not_due)] == ["open"] * 3
    sweep(at(2026, 11, 20))
    assert [state for _period, state in rows(**not_due)] == ["dropped"] * 3


def test_a_duty_that_comes_later_leaves_no_birthday_of_the_others_out(nearly_18, until_18, at):
    sweep(at(2026, 11, 18))
    at(2026, 11, 21)
    until_18(key="quarterly_visit", title={"zh-hans": "每季走访"}, every="quarter")
    sweep(at(2026, 11, 21))
    assert rows(period="2026-11") == [("2026-11", "dropped")]


def test_a_worker_that_was_away_finds_the_birthdays_of_all_that_time(nearly_18, at):
    sweep(at(2027, 3, 1))
    assert not Owed.objects.filter(state="open", due_at__gt=at(2027, 3, 1)).exists()


def test_a_clock_that_ran_ahead_ends_nothing_for_good(nearly_18, at):
    sweep(at(2026, 11, 2))
    sweep(at(2026, 11, 25))
    assert rows(period="2026-11") == [("2026-11", "dropped")]
    sweep(at(2026, 11, 3))
    assert rows(period="2026-11") == [("2026-11", "open")]
    sweep(at(2026, 11, 20))
    assert rows(period="2026-11") == [("2026-11", "dropped")]


def test_the_sweep_of_a_day_opens_no_record_and_the_day_lies_nowhere(nearly_18, at, monkeypatch):
    def opened_all_the_same(self):
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(Record, "unsealed", opened_all_the_same)
        sweep(at(2026, 11, 19))
        sweep(at(2026, 11, 20))
    assert rows(period="2026-11") == [("2026-11", "dropped")]
    row = ComingOfAge.objects.get()
    assert len(row.digest) == 64
    assert "2008" not in str(Record.objects.get().open_answers)


def test_a_visit_after_the_birthday_meets_nothing(nearly_18, registry, at):
    sweep(at(2026, 11, 2))
    sweep(at(2026, 11, 21))
    visit(registry, nearly_18, moment(2026, 11, 21, 8))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]


def test_a_day_of_birth_that_is_corrected_decides_anew(nearly_18, registry, at):
    sweep(at(2026, 11, 2))
    sweep(at(2026, 11, 20))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]
    revise(nearly_18, {"child_birth": "2010-11-20"}, by=registry.cast.post("east_township"))
    assert rows() == [("2026-10", "open"), ("2026-11", "open")]
    sweep(at(2026, 12, 2))
    assert rows(state="open") == [("2026-10", "open"), ("2026-11", "open"), ("2026-12", "open")]


def test_who_is_of_age_when_the_duty_begins_owes_nothing(registry, until_18, at):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1), **BORN)
    at(2026, 12, 2)
    until_18()
    sweep(at(2026, 12, 2))
    assert Owed.objects.filter(state="open", due_at__gt=at(2026, 12, 2)).count() == 0


def test_without_a_day_of_birth_it_is_owed(registry, until_18, at, monkeypatch):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1), **BORN)
    monkeypatch.setattr(Record, "unsealed", lambda _self: {})
    until_18()
    sweep(at(2026, 10, 2))
    assert rows() == [("2026-10", "open")]
    assert ComingOfAge.objects.get().digest == ""


def test_an_erased_record_leaves_no_digest(nearly_18):
    assert ComingOfAge.objects.exists()
    erase_opened_by(nearly_18.entries.get(kind="opened").submission)
    assert not ComingOfAge.objects.exists()


def test_a_batch_of_children_is_opened_once(nearly_18, at, monkeypatch):
    monkeypatch.setattr(looking.ages, "_row", lambda *_args: pytest.fail("opened again"))
    sweep(at(2026, 11, 5))
    assert rows(period="2026-11") == [("2026-11", "open")]


@pytest.mark.parametrize(
    ("born", "day"),
    [("2008-02-29", date(2026, 3, 1)), ("2008-11-20", date(2026, 11, 20)), ("2008-12-31", date(2026, 12, 31))],
)
def test_the_day_is_the_birthday_and_after_a_leap_day_the_first_of_march(born, day):
    assert ages.day_of(date.fromisoformat(born), 18) == day
