"""Whom the conflict rule shuts out of a case handles no right in it, in whatever post, and finds it nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access.models import Access
from portal.access.refusal import Refused
from tests.rights.test_pages import browser, said
from workflows.models import CaseExclusion
from workflows.rights import erasing, holding, policies
from workflows.rights.models import ErasureProposal, Hold, RunningOut, target

TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def shut_out(closed_case, keepers):
    """The case, in which the leader's office has no part any more."""
    CaseExclusion.objects.create(case=closed_case, organisation=keepers.leader.organisation)
    return closed_case


def hold(case, keepers):
    return holding.place(case, by=keepers.leader, reason="诉讼未结", until=TOMORROW)


def propose(case, keepers):
    return erasing.propose(case, by=keepers.leader, reason="fulfilled")


@pytest.mark.parametrize("act", [hold, propose])
@pytest.mark.parametrize("on", ["case", "submission"])
def test_who_is_shut_out_neither_holds_nor_erases_and_the_try_is_on_record(shut_out, keepers, act, on):
    matter = shut_out if on == "case" else shut_out.case_submissions.first().submission

    with pytest.raises(Refused, match="not_in_charge"):
        act(matter, keepers)

    assert Access.objects.refused().filter(matter=shut_out.pk, user=keepers.leader.user).count() == 1
    assert not Hold.objects.exists()
    assert not ErasureProposal.objects.exists()


def test_who_was_shut_out_in_between_lifts_no_hold_and_confirms_nothing(closed_case, keepers):
    placed = holding.place(closed_case, by=keepers.leader, reason="诉讼未结", until=TOMORROW)
    CaseExclusion.objects.create(case=closed_case, organisation=keepers.leader.organisation)

    with pytest.raises(Refused, match="not_in_charge"):
        holding.lift(Hold.objects.get(pk=placed.pk), by=keepers.leader)


def test_it_stands_in_no_list_and_is_found_by_no_number(shut_out, keepers):
    submission = shut_out.case_submissions.first().submission
    RunningOut.objects.create(submission=submission, erase_on=TOMORROW)
    Hold.objects.create(case=shut_out, reason="诉讼未结", until=TOMORROW, placed_by=keepers.city)
    leader = browser(keepers.leader)

    pages = [said(leader.get(f"/desk/rights/{page}")) for page in ("", "retention/")]
    typed = {"hold-number": submission.number, "hold-reason": "诉讼", "hold-until": str(TOMORROW)}

    assert all(submission.number not in page for page in pages)
    assert "没有这个编号" in said(leader.post("/desk/rights/holds/", typed))
    assert submission.number in said(browser(keepers.city).get("/desk/rights/"))


def test_the_broken_twin_without_the_rule_in_policies_the_hold_would_be_placed(shut_out, keepers, monkeypatch):
    monkeypatch.setattr(policies, "is_shut_out", lambda _post, _case: False)

    assert hold(shut_out, keepers).number == shut_out.number


def test_the_broken_twin_without_the_rule_in_queries_the_number_would_be_found(shut_out, keepers, monkeypatch):
    monkeypatch.setattr(target, "_open_to", lambda _post, **_columns: target.Q())
    Hold.objects.create(case=shut_out, reason="诉讼未结", until=TOMORROW, placed_by=keepers.city)

    assert shut_out.number in said(browser(keepers.leader).get("/desk/rights/"))
