"""Who hears of what is owed: once for all of an office's records, each rung once, whoever sweeps."""

import pytest
from django.db import transaction
from django.utils import timezone

from forms.models import Record
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.notices.models import Notice
from tests.cast import WEST_VILLAGE
from tests.workflows.obligations.conftest import moment, opened, rows, sweep, visit
from tests.workflows.test_race import at_once
from workflows.engine import NotPossible
from workflows.obligations import excusing, sweeping, telling
from workflows.obligations.looking import look_again
from workflows.obligations.models import ExcuseReason, Obligation, Owed, Round
from workflows.obligations.publishing import in_force


def told():
    return sorted(Notice.objects.filter(key__startswith="owed:").values_list("user__username", "template"))


# Of October, which was over long ago: two rungs here, of which the second goes up, too.
ALL = [("east_civil_affairs", "owed_below"), ("east_township", "owed_missed"), ("east_township", "owed_missed")]


@pytest.fixture
def children(registry, monthly, at):
    at(2026, 10, 2)
    found = [opened(registry, moment(2026, 9, 1), child_idno="", registered="no", child_name=name) for name in "甲乙丙"]
    monthly()
    sweep(at(2026, 10, 2))
    return found


@pytest.mark.django_db
def test_holder_leader_and_the_level_above_hear_in_turn_and_once_for_all_records(children, registry, at, settings):
    settings.LANGUAGE_CODE = "en"
    assert told() == []
    visit(registry, children[0], at(2026, 10, 20))
    sweep(at(2026, 10, 26, 10))
    sweep(at(2026, 10, 26, 11))
    assert told() == [("east_township", "owed_soon")]
    assert "2" in Notice.objects.get().words["n"]
    sweep(at(2026, 11, 1, 0))
    assert told() == [("east_township", "owed_missed"), ("east_township", "owed_soon")]
    sweep(at(2026, 11, 4))
    assert [name for name, template in told() if template == "owed_below"] == ["east_civil_affairs"]
    # The clock goes back and forth.
    before = told()
    sweep(at(2026, 10, 26, 10))
    sweep(at(2026, 11, 4))
    assert told() == before


@pytest.mark.django_db
def test_after_a_long_absence_nobody_hears_that_it_would_soon_be_due(children, at):
    sweep(at(2026, 11, 20))
    assert {template for _name, template in told()} == {"owed_missed", "owed_below"}


@pytest.mark.django_db
def test_by_a_version_with_fewer_rungs_people_still_hear_what_was_missed(children, monthly, at):
    sweep(at(2026, 10, 26, 10))
    assert told() == [("east_township", "owed_soon")]
    at(2026, 10, 27)
    monthly(ladder=Obligation.objects.get().current_version.schema.ladder[1:])
    sweep(at(2026, 10, 27))
    sweep(at(2026, 10, 27, 10))
    assert told() == [("east_township", "owed_soon")]
    sweep(at(2026, 11, 1, 0))
    assert told() == [("east_township", "owed_missed"), ("east_township", "owed_soon")]


@pytest.mark.django_db
def test_of_what_nobody_answers_for_the_portal_office_hears(registry, monthly, at, cast):
    from portal.directory.models import Duty

    at(2026, 10, 2)
    opened(registry, moment(2026, 9, 1))
    Duty.objects.filter(kind="government").delete()
    monthly()
    sweep(at(2026, 10, 2))
    assert Owed.objects.get().organisation is None
    sweep(at(2026, 11, 1, 0))
    assert {name for name, _template in told()} == {"form_administrator"}


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_write_and_tell_everything_once(children, monthly, at):
    Owed.objects.all().delete()
    Round.objects.update(done=False, after=None)
    now = at(2026, 11, 20)
    results = at_once(*[lambda: sweep(now)] * 3)
    assert not [result for result in results if isinstance(result, Exception)]
    sweep(now)
    assert len(rows(period="2026-10")) == len(rows(period="2026-11")) == 3
    assert told() == ALL
    assert not Round.objects.filter(done=False).exists()


class Killed(BaseException):
    """Not an Exception: nothing that handles faults may survive it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_call", [1, 2])
def test_a_sweeper_that_is_killed_leaves_nothing_undone_or_done_twice(children, monkeypatch, at, at_call):
    calls, tell = [], sweeping.tell

    def dying(*args, **kwargs):
        calls.append(1)
        done = tell(*args, **kwargs)
        if len(calls) == at_call:
            raise Killed
        return done

    now = at(2026, 11, 20)
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "tell", dying)
        with pytest.raises(Killed), transaction.atomic():
            sweep(now)
    sweep(now)
    assert told() == ALL
    assert len(rows(period="2026-10")) == 3


@pytest.mark.django_db
def test_an_excuse_that_is_taken_back_is_heard_of_again(children, registry, at, monkeypatch):
    monkeypatch.setattr(excusing, "may_excuse", lambda *_asked: True)
    by = registry.cast.post("east_civil_affairs")
    at(2026, 10, 20)
    for row in Owed.objects.all():
        excusing.excuse(row, by=by, reason=ExcuseReason.AWAY)
    sweep(at(2026, 10, 26, 10))
    assert told() == []
    at(2026, 10, 27)
    excusing.owe_again(Owed.objects.first(), by=by)
    sweep(at(2026, 10, 27, 10))
    assert told() == [("east_township", "owed_soon")]
    sweep(at(2026, 11, 4))
    assert {template for _name, template in told()} == {"owed_soon", "owed_missed", "owed_below"}


@pytest.mark.django_db
def test_a_round_that_fails_keeps_no_other_from_being_looked_at_and_is_looked_at_again(children, at, monkeypatch):
    look_at = sweeping.look_at

    def fails_for_november(found, records, span, **more):
        if span.key.endswith("11"):
            raise ValueError
        look_at(found, records, span, **more)

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "look_at", fails_for_november)
        sweep(at(2026, 12, 2, 9))
        sweep(at(2026, 12, 2, 9))
    periods = {period[-2:] for period, _state in rows()}
    assert "12" in periods
    assert "11" not in periods
    sweep(at(2026, 12, 2, 10))
    assert "11" in {period[-2:] for period, _state in rows()}


@pytest.mark.django_db
def test_a_rung_that_fails_is_put_off_for_all_whom_it_concerns_and_keeps_no_other_waiting(
    children, monthly, at, monkeypatch
):
    monthly(key="second", title={"zh-hans": "第二项"})
    sweep(at(2026, 10, 3))
    tell, tried = sweeping.tell, []

    def fails_for_the_first(schema, row, rung, **more):
        if schema.key == "monthly_visit":
            tried.append(row)
            raise ValueError
        return tell(schema, row, rung, **more)

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "tell", fails_for_the_first)
        sweep(at(2026, 10, 26, 10))
        assert told() == [("east_township", "owed_soon")]
        sweep(at(2026, 10, 26, 10))
    assert len(tried) == 1
    sweep(at(2026, 10, 26, 11))
    assert told() == [("east_township", "owed_soon")] * 2


@pytest.mark.django_db
def test_who_gets_a_child_that_moves_hears_what_is_due_although_others_have_heard_it(registry, monthly, at):
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 10, 2))
    sweep(at(2026, 10, 26, 10))
    assert told() == [("east_township", "owed_soon")]
    Record.objects.filter(pk=record.pk).update(area_code=WEST_VILLAGE)
    at(2026, 10, 27)
    look_again(Record.objects.get(pk=record.pk), in_force(), now=timezone.now())
    sweep(at(2026, 10, 27, 10))
    assert told() == [("east_township", "owed_soon"), ("west_township", "owed_soon")]
    # Looked at again where it stays, nobody hears anything twice.
    look_again(Record.objects.get(pk=record.pk), in_force(), now=timezone.now())
    assert Owed.objects.get(period="2026-10").climbed == 1


@pytest.mark.django_db
def test_only_the_groups_of_the_office_that_owes_it_hear_of_it(children, at, monkeypatch):
    calls = []
    monkeypatch.setattr(telling, "notify", lambda _users, **said: calls.append(said))
    sweep(at(2026, 11, 20))
    offices = {call["template"]: (call["organisations"], call["path"]) for call in calls}
    owed_by = Owed.objects.first().organisation_id
    assert offices == {"owed_missed": ([owed_by], "/desk/?show=duties"), "owed_below": (None, "/desk/duties/")}


@pytest.mark.django_db
def test_who_is_refused_an_excuse_is_on_record_and_who_was_late_is_not(children, registry, monkeypatch):
    owed = Owed.objects.first()
    officer, leader = registry.cast.post("east_township"), registry.cast.post("east_civil_affairs")
    for excusing_it in (lambda: excusing.excuse(owed, by=officer, reason=ExcuseReason.AWAY),
                        lambda: excusing.owe_again(owed, by=officer)):  # fmt: skip
        with pytest.raises(Refused):
            excusing_it()
    logged = Access.objects.filter(post=officer, allowed=False, matter=owed.record_id)
    assert sorted(logged.values_list("action", flat=True)) == ["excuse", "take_back_excuse"]
    monkeypatch.setattr(excusing, "may_excuse", lambda *_asked: True)
    with pytest.raises(NotPossible):
        excusing.owe_again(owed, by=leader)
    assert not Access.objects.filter(post=leader, allowed=False).exists()
