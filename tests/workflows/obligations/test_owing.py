"""What the sweeper writes down, what meets it, and that neither happens twice."""

from datetime import date

import pytest

from forms.models import Record
from forms.records.following import erase_opened_by
from forms.records.keeping import revise
from portal.directory.models import Area, AreaSuccession
from portal.directory.services import answering_at, organisation_answering, record_succession
from tests.cast import AREAS, EAST_VILLAGE, WEST_VILLAGE
from tests.workflows.obligations.conftest import moment, opened, rows, send, sweep, take_out, visit
from workflows.obligations import looking
from workflows.obligations.models import Obligation, Owed, Round

pytestmark = pytest.mark.django_db
# On every record, by who owes it in the other tests.
TOWNSHIP = {"when": "", "duty": "government", "roles": ["township_worker"]}


def test_each_record_owes_each_period_once_however_often_it_is_swept(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 10, 2))
    assert rows() == [("2026-10", "open")]
    row = Owed.objects.get()
    assert row.organisation == registry.cast.post("east_township").organisation
    assert row.due_at == moment(2026, 10, 31).replace(hour=23, minute=59, second=59)
    sweep(at(2026, 10, 2))
    # The worker was away for two months.
    sweep(at(2026, 12, 5))
    # The clock goes back and forth again.
    sweep(at(2026, 11, 5))
    sweep(at(2026, 12, 6))
    assert rows(record=record) == [("2026-10", "open"), ("2026-11", "open"), ("2026-12", "open")]


def test_two_batches_and_one_that_is_looked_at_again_after_a_kill(monthly, registry, at, monkeypatch):
    at(2026, 10, 2)
    for number in range(3):
        opened(registry, moment(2026, 9, 1), child_idno="", registered="no", child_name=f"孩子{number}")
    monthly()
    monkeypatch.setattr("workflows.obligations.sweeping.RECORDS_AT_ONCE", 2)
    sweep(at(2026, 10, 2))
    assert Owed.objects.count() == 3
    # Killed after the rows were written and before the round said so.
    Round.objects.update(done=False, after=None)
    sweep(at(2026, 10, 3))
    assert Owed.objects.count() == 3


def test_a_record_opened_late_in_the_month_owes_the_next_one_first(monthly, registry, at):
    monthly()
    sweep(at(2026, 10, 1))
    early, late = [
        opened(registry, at(2026, 10, day), child_idno="", registered="no", child_name=name)
        for day, name in ((10, "早"), (25, "晚"))
    ]
    assert rows(record=early) == [("2026-10", "open")]
    sweep(at(2026, 11, 1))
    assert rows(record=late) == [("2026-11", "open")]


def test_a_visit_meets_the_month_of_its_own_day_once(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 11, 2))
    # Made in October, handed in from a place without a network in November.
    october = visit(registry, record, moment(2026, 10, 31))
    assert rows() == [("2026-10", "met"), ("2026-11", "open")]
    row = Owed.objects.get(period="2026-10")
    assert (row.met_by, row.met_on, row.was_late) == (october, date(2026, 10, 31), False)
    visit(registry, record, moment(2026, 10, 30))
    assert rows() == [("2026-10", "met"), ("2026-11", "open")]
    visit(registry, record, moment(2026, 11, 1))
    assert rows() == [("2026-10", "met"), ("2026-11", "met")]
    assert Owed.objects.filter(met_by=october).count() == 1


def test_a_visit_before_the_sweeper_has_come_counts_and_stays(monthly, registry, at):
    at(2026, 11, 1)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    visit(registry, record, moment(2026, 11, 1, 8))
    assert rows() == [("2026-11", "met")]
    sweep(at(2026, 11, 1))
    assert rows(period="2026-11") == [("2026-11", "met")]


def test_in_the_days_of_grace_a_visit_counts_for_the_month_that_is_over(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly(grace_days=5)
    sweep(at(2026, 11, 3))
    visit(registry, record, moment(2026, 11, 3, 8))
    assert rows() == [("2026-10", "met"), ("2026-11", "open")]
    visit(registry, record, moment(2026, 11, 3, 8))
    assert rows() == [("2026-10", "met"), ("2026-11", "met")]


def test_a_visit_after_the_month_leaves_it_missed(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 11, 3))
    visit(registry, record, moment(2026, 11, 2))
    assert [row.is_missed for row in Owed.objects.order_by("first")] == [True, False]


def test_the_rule_decides_and_what_is_missed_stays_when_it_stops_to_hold(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1), risk="low")
    monthly(when={"formula": "${record.child_file.risk} = 'high'"})
    sweep(at(2026, 10, 2))
    assert rows() == []
    at(2026, 10, 5)
    revise(record, {"risk": "high"}, by=registry.cast.post("east_township"))
    assert rows() == [("2026-10", "open")]
    sweep(at(2026, 11, 2))
    revise(Record.objects.get(), {"risk": "low"}, by=registry.cast.post("east_township"))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]
    revise(Record.objects.get(), {"risk": "high"}, by=registry.cast.post("east_township"))
    assert rows() == [("2026-10", "open"), ("2026-11", "open")]
    assert Owed.objects.get(period="2026-10").is_missed


def test_with_a_child_that_moves_what_is_not_due_goes_along(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 11, 2))
    revise(record, {"place": WEST_VILLAGE}, by=registry.cast.post("east_township"))
    east, west = (registry.cast.post(name).organisation for name in ("east_township", "west_township"))
    assert [row.organisation for row in Owed.objects.order_by("first")] == [east, west]


def test_an_erased_record_owes_nothing_any_more(monthly, registry, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 11, 2))
    erase_opened_by(record.entries.get(kind="opened").submission)
    sweep(at(2026, 12, 2))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]


def test_nothing_is_owed_any_more_when_it_is_taken_out_of_the_portal_and_again_when_it_comes_back(
    admin, cast, registry, at
):
    def in_the_editor(*day):
        at(*day)
        admin.force_login(cast.form_administrator)

    in_the_editor(2026, 10, 2)
    opened(registry, moment(2026, 9, 1))
    assert send(admin, **TOWNSHIP).status_code == 302
    obligation = Obligation.objects.get()
    sweep(at(2026, 11, 2))
    in_the_editor(2026, 11, 3)
    take_out(admin, obligation)
    sweep(at(2026, 12, 2))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]
    # As it was, and a month later: what was not published was not owed.
    in_the_editor(2027, 1, 4)
    assert send(admin, obligation, **TOWNSHIP).status_code == 302
    sweep(at(2027, 1, 4))
    assert rows(state="open") == [("2026-10", "open"), ("2027-01", "open")]
    # As it is, once more, while it is published.
    assert send(admin, obligation, **TOWNSHIP).status_code == 302
    sweep(at(2027, 2, 2))
    assert rows(state="open") == [("2026-10", "open"), ("2027-01", "open"), ("2027-02", "open")]
    assert obligation.versions.count() == 1


def test_taken_out_and_back_within_a_month_the_month_is_owed_again(admin, registry, at):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1))
    send(admin, **TOWNSHIP)
    obligation = Obligation.objects.get()
    sweep(at(2026, 10, 3))
    take_out(admin, obligation)
    assert rows() == [("2026-10", "dropped")]
    send(admin, obligation, **TOWNSHIP)
    sweep(at(2026, 10, 4))
    assert rows() == [("2026-10", "open")]


def test_an_old_revision_that_is_restored_does_not_forget_since_when_it_is_owed(admin, registry, at):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1))
    send(admin, **TOWNSHIP)
    obligation = Obligation.objects.get()
    first = obligation.latest_revision
    sweep(at(2026, 10, 3))
    send(admin, obligation, **TOWNSHIP, grace_days="5")
    first.publish()
    obligation.refresh_from_db()
    assert obligation.began_on == date(2026, 10, 2)
    sweep(at(2026, 11, 2))
    assert rows() == [("2026-10", "open"), ("2026-11", "open")]


def test_a_new_version_is_asked_of_every_record_for_the_month_that_lasts(monthly, registry, at):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1), risk="low")
    monthly()
    sweep(at(2026, 11, 2))
    monthly(when={"formula": "${record.child_file.risk} = 'high'"})
    sweep(at(2026, 11, 3))
    assert rows() == [("2026-10", "open"), ("2026-11", "dropped")]
    monthly(every="quarter")
    sweep(at(2026, 11, 4))
    assert rows(state="open") == [("2026-10", "open"), ("2026-Q4", "open")]


def test_a_fault_turns_no_submission_away_and_a_job_does_it_later(monthly, registry, at, monkeypatch):
    from portal.jobs.models import Job
    from workflows.obligations import job_handlers

    at(2026, 11, 2)
    monthly()

    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("workflows.obligations.receivers.look_again", broken)
        patch.setattr("workflows.obligations.receivers.meet", broken)
        record = opened(registry, moment(2026, 9, 1))
        visit(registry, record, moment(2026, 11, 1))
    jobs = list(Job.objects.filter(kind__startswith="obligations."))
    assert {job.kind for job in jobs} == {"obligations.look_again", "obligations.meet"}
    job_handlers.look_again_late(record_id=str(record.pk))
    paper = record.entries.get(kind="about").submission_id
    job_handlers.meet_late(submission_id=str(paper), record_id=str(record.pk))
    assert rows() == [("2026-11", "met")]


def test_a_sweep_asks_the_same_of_the_database_for_many_records(monthly, registry, at, django_assert_max_num_queries):
    at(2026, 10, 2)
    for number in range(6):
        opened(registry, moment(2026, 9, 1), child_idno="", registered="no", child_name=f"孩子{number}")
    monthly()
    with django_assert_max_num_queries(40):
        sweep(at(2026, 10, 2))
    assert Owed.objects.count() == 6
    with django_assert_max_num_queries(5):
        sweep(at(2026, 10, 2))


def test_a_rule_that_cannot_be_decided_holds(monthly, registry, at, monkeypatch):
    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1), place=EAST_VILLAGE)
    monthly(when={"formula": "${record.child_file.risk} = 'low'"})

    def undecidable(*args):
        raise looking.guards.Undecidable

    monkeypatch.setattr(looking.guards, "holds", undecidable)
    sweep(at(2026, 10, 2))
    assert rows() == [("2026-10", "open")]


def test_who_answers_at_many_places_is_who_answers_at_each(cast):
    codes = list(AREAS)
    # One place is over, and another has come after it.
    old, new = Area.objects.get(code=WEST_VILLAGE), Area.objects.get(code="990122101202")
    record_succession(old, [new], on=date(2026, 2, 1), kind=AreaSuccession.Kind.MERGED)
    for kind in ("government", "police", "village_committee"):
        assert answering_at(kind, codes) == {code: organisation_answering(kind, code) for code in codes}
