"""Two rules of one form: high risk every month, all others every quarter. A record passes from one to the other."""

from datetime import date

import pytest

from forms.models import Record
from forms.records.keeping import revise
from tests.workflows.obligations.conftest import moment, opened, rows, sweep, visit
from workflows.obligations.models import Owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_risk(monthly):
    monthly(when={"formula": "${record.child_file.risk} = 'high'"})
    monthly(key="quarterly_visit", every="quarter", when={"formula": "${record.child_file.risk} != 'high'"})


@pytest.fixture
def of_risk(registry, by_risk, at):
    """A file that was there before, looked at on the first of October."""

    def make(risk):
        at(2026, 10, 1)
        record = opened(registry, moment(2026, 9, 1), risk=risk)
        sweep(at(2026, 10, 1))
        return record

    return make


def now_of(registry, risk):
    revise(Record.objects.get(), {"risk": risk}, by=registry.cast.post("east_township"))


def owed(key):
    return rows(obligation__key=key)


def test_higher_risk_makes_the_month_due_and_not_the_quarter(registry, of_risk, at):
    of_risk("low")
    assert (owed("monthly_visit"), owed("quarterly_visit")) == ([], [("2026-Q4", "open")])
    sweep(at(2026, 11, 10))
    now_of(registry, "high")
    assert owed("monthly_visit") == [("2026-11", "open")]
    assert owed("quarterly_visit") == [("2026-Q4", "dropped")]
    sweep(at(2026, 12, 1))
    assert owed("monthly_visit") == [("2026-11", "open"), ("2026-12", "open")]
    assert owed("quarterly_visit") == [("2026-Q4", "dropped")]


def test_with_few_days_left_the_month_is_spared_while_the_next_is_no_later_than_the_quarter(registry, of_risk, at):
    of_risk("low")
    sweep(at(2026, 11, 25))
    now_of(registry, "high")
    assert owed("monthly_visit") == []
    sweep(at(2026, 12, 1))
    assert owed("monthly_visit") == [("2026-12", "open")]
    assert Owed.objects.get(period="2026-12").due_at == Owed.objects.get(period="2026-Q4").due_at


@pytest.mark.parametrize(("was", "now"), [("low", "high"), ("high", "low")])
def test_what_was_due_by_the_end_of_the_quarter_stays_due_however_few_days_are_left(registry, of_risk, at, was, now):
    of_risk(was)
    sweep(at(2026, 12, 28))
    now_of(registry, now)
    open_ones = Owed.objects.filter(state="open", due_at__gt=at(2026, 12, 28))
    assert [row.due_at.date() for row in open_ones] == [date(2026, 12, 31)]


def test_lower_risk_leaves_what_was_missed_and_counts_the_visits_of_the_quarter(registry, of_risk, at):
    record = of_risk("high")
    sweep(at(2026, 11, 10))
    visit(registry, record, moment(2026, 11, 9))
    sweep(at(2026, 12, 5))
    now_of(registry, "low")
    assert owed("monthly_visit") == [("2026-10", "open"), ("2026-11", "met"), ("2026-12", "dropped")]
    assert owed("quarterly_visit") == [("2026-Q4", "met")]
    assert Owed.objects.get(period="2026-10").is_missed
    assert Owed.objects.get(period="2026-Q4").met_on == date(2026, 11, 9)


def test_a_visit_of_the_month_that_lasts_counts_for_the_month(registry, of_risk, at):
    record = of_risk("low")
    sweep(at(2026, 11, 8))
    paper = visit(registry, record, moment(2026, 11, 7))
    at(2026, 11, 10)
    now_of(registry, "high")
    assert owed("monthly_visit") == [("2026-11", "met")]
    assert set(Owed.objects.values_list("met_by", flat=True)) == {paper.pk}


def test_to_and_fro_nothing_is_owed_twice_and_no_other_paper_is_counted(registry, of_risk, at):
    record = of_risk("low")
    sweep(at(2026, 11, 10))
    now_of(registry, "high")
    visit(registry, record, moment(2026, 11, 10, 8))
    assert owed("quarterly_visit") == [("2026-Q4", "dropped")]
    now_of(registry, "low")
    assert (owed("monthly_visit"), owed("quarterly_visit")) == ([("2026-11", "met")], [("2026-Q4", "met")])
    now_of(registry, "high")
    sweep(at(2026, 11, 11))
    assert (owed("monthly_visit"), owed("quarterly_visit")) == ([("2026-11", "met")], [("2026-Q4", "met")])


def test_a_duty_that_begins_in_the_middle_counts_the_visits_of_its_period(registry, monthly, at):
    at(2026, 11, 10)
    record = opened(registry, moment(2026, 9, 1))
    visit(registry, record, moment(2026, 11, 5))
    monthly()
    sweep(at(2026, 11, 10))
    assert rows(period="2026-11") == [("2026-11", "met")]


def test_without_an_answer_one_of_the_two_holds(registry, by_risk, at):
    at(2026, 10, 1)
    record = opened(registry, moment(2026, 9, 1))
    Record.objects.filter(pk=record.pk).update(
        open_answers={key: said for key, said in record.open_answers.items() if key != "risk"}
    )
    sweep(at(2026, 10, 1))
    assert rows(state="open") == [("2026-Q4", "open")]
