"""Who asked about their data is erased some years later; the register keeps the rest and says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access.models import Access
from portal.access.refusal import Refused
from portal.privacy.sealing import Unreadable
from tests.rights.test_correcting import about, asked, paper, propose
from tests.rights.test_pages import browser, said
from workflows.rights import answering, correcting, forgetting, holding, requests, retention
from workflows.rights.models import CorrectionProposal, DataRequest, Export, Hold

__all__ = ["paper"]

ASKER, CHILD = "母亲李某", "小明"
TODAY = timezone.localdate()
# Well over the 36 months, whatever the length of the months is.
LONG_AGO = timezone.now() - timedelta(days=1200)


@pytest.fixture
def old(paper, keepers, run_jobs) -> DataRequest:
    """A copy was handed over more than three years ago, and is still there."""
    request = about(asked(keepers, kind="access"), paper, keepers)
    requests.ask_for_export(request, by=keepers.leader)
    run_jobs("rights.export")
    assert request.number in requests.download(request, "json", by=keepers.leader).decode()
    answering.answer(request, by=keepers.leader)
    DataRequest.objects.update(answered_at=LONG_AGO)
    return fresh(request)


def fresh(request) -> DataRequest:
    return DataRequest.objects.select_related("data_key").get(pk=request.pk)


def beat(run_jobs) -> None:
    """The daily look, as a worker does it."""
    retention._planned.clear()
    retention.plan_day()
    run_jobs("rights.retention")


def test_what_was_sealed_and_the_copy_are_gone_and_the_row_stays(old, keepers, run_jobs):
    sealed = bytes(old.sealed_person)
    beat(run_jobs)

    request = fresh(old)
    assert (request.is_erased, request.number, request.decision) == (True, old.number, "材料齐全")
    assert not Export.objects.exists()
    request.sealed_person = sealed
    with pytest.raises(Unreadable):
        request.unsealed()
    row = Access.objects.get(action="erase_run_out")
    assert (row.object_id, row.user, row.purpose) == (str(old.pk), None, f"{old.number}: rights.forgetting: who asked")


def test_a_second_look_finds_nothing_left(old):
    assert [forgetting.forget_due(TODAY) for _ in range(2)] == [1, 0]
    assert Access.objects.filter(action="erase_run_out").count() == 1


def test_the_page_and_the_register_say_it_in_words_and_offer_nothing_that_would_fail(old, keepers, run_jobs):
    leader, at = browser(keepers.leader), f"/desk/rights/requests/{old.pk}/"
    before = said(leader.get(at))
    assert ASKER in before
    beat(run_jobs)

    page = said(leader.get(at))
    assert "保存期已满" in page
    assert old.number in page
    assert not [word for word in (ASKER, CHILD, f"{at}letter/", f"{at}search/", f"{at}export/") if word in page]
    assert all(f"{at}{button}/" in before for button in ("letter", "search", "export"))
    assert "请求人已删除" in said(leader.get("/desk/rights/requests/"))


@pytest.mark.parametrize("button", ["letter", "search", "export"])
def test_a_button_on_a_page_that_was_open_since_before_answers_in_words(old, keepers, run_jobs, button):
    beat(run_jobs)
    assert "保存期已满" in said(browser(keepers.leader).post(f"/desk/rights/requests/{old.pk}/{button}/", follow=True))


def test_an_export_that_was_asked_for_before_is_not_made(old, keepers, run_jobs):
    requests.ask_for_export(old, by=keepers.leader)
    forgetting.forget_due(TODAY)
    run_jobs("rights.export")
    assert not Export.objects.exists()


def test_the_time_is_a_setting(old, settings):
    settings.DATA_REQUEST_KEEP_MONTHS = 48
    assert not forgetting.run_out(TODAY).exists()


def test_what_was_refused_counts_from_the_refusal_and_what_is_unfinished_stays(keepers):
    taken = [
        requests.take(
            "access", person={"asker": ASKER}, identity_checked="id_card", legal_basis="第四十五条", by=keepers.leader
        )
        for _ in range(4)
    ]
    refused, told, granted, _waiting = taken
    for request, yes in ((refused, False), (told, False), (granted, True)):
        requests.decide(request, by=keepers.deputy, granted=yes, why="材料")
    DataRequest.objects.exclude(decided_at=None).update(decided_at=LONG_AGO)
    answering.answer(told, by=keepers.leader)

    assert list(forgetting.run_out(TODAY)) == [refused]


def test_that_an_answer_was_given_can_still_be_put_on_record(keepers):
    request = requests.take(
        "access", person={"asker": ASKER}, identity_checked="id_card", legal_basis="第四十五条", by=keepers.leader
    )
    requests.decide(request, by=keepers.deputy, granted=False, why="材料不齐")
    DataRequest.objects.update(decided_at=LONG_AGO)
    forgetting.forget_due(TODAY)

    answering.answer(fresh(request), by=keepers.leader)
    assert fresh(request).answered_by == keepers.leader


def test_a_correction_that_still_waits_ends_with_it(paper, keepers):
    request = about(asked(keepers), paper, keepers)
    proposal = propose(request, paper, keepers)
    DataRequest.objects.update(answered_at=LONG_AGO)
    forgetting.forget_due(TODAY)

    assert CorrectionProposal.objects.get().state == "refused"
    with pytest.raises(Refused, match="decided"):
        correcting.confirm(proposal, by=keepers.city)
    with pytest.raises(Refused, match="erased"):
        propose(request, paper, keepers)


@pytest.fixture
def held(old, paper, keepers) -> Hold:
    return holding.place(paper, by=keepers.leader, reason="诉讼未结", until=TODAY + timedelta(days=30))


def test_a_hold_on_a_paper_keeps_who_asked_until_it_is_lifted_and_does_not_hold_up_the_rest(held, old, keepers):
    other = asked(keepers)
    DataRequest.objects.filter(pk=other.pk).update(answered_at=LONG_AGO)
    assert [forgetting.forget_due(TODAY, most=1) for _ in range(2)] == [1, 0]
    assert fresh(old).unsealed()["asker"] == ASKER

    holding.lift(held, by=keepers.leader)
    assert forgetting.forget_due(TODAY) == 1


def test_a_hold_that_comes_while_the_job_runs_is_seen_under_the_lock(old, paper, keepers, monkeypatch):
    locked = forgetting.lock_all

    def late(papers):
        holding.place(paper, by=keepers.leader, reason="诉讼未结", until=TODAY + timedelta(days=30))
        return locked(papers)

    monkeypatch.setattr(forgetting, "lock_all", late)
    assert forgetting.forget_due(TODAY) == 0
    assert not fresh(old).is_erased


def test_the_broken_twin_without_the_rule_what_is_held_would_be_erased(held, old, monkeypatch):
    monkeypatch.setattr(forgetting, "_held", lambda: forgetting.Q(pk__in=[]))
    assert forgetting.forget_due(TODAY) == 1
    assert fresh(old).is_erased


def test_the_daily_job_goes_on_in_batches(old, keepers, run_jobs, monkeypatch):
    other = asked(keepers)
    DataRequest.objects.filter(pk=other.pk).update(answered_at=LONG_AGO)
    monkeypatch.setattr("workflows.rights.job_handlers.BATCH", 1)
    beat(run_jobs)
    for _ in range(2):
        run_jobs("rights.retention")
    assert all(request.is_erased for request in DataRequest.objects.all())


def test_how_long_is_said_where_the_times_of_the_forms_stand(keepers):
    assert "36个月" in said(browser(keepers.auditor).get("/desk/rights/retention/"))
