"""The pages under /desk/rights/: by number, for those in charge, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.access.models import Access
from workflows.rights import erasing, processing, retention
from workflows.rights.models import ErasureProposal, Hold, RunningOut

IN_A_MONTH = str(timezone.localdate() + timedelta(days=30))


def browser(post) -> Client:
    client = Client(headers={"accept-language": "zh"})
    client.force_login(post.user)
    return client


def said(answer) -> str:
    return answer.content.decode()


def test_a_leader_places_a_hold_and_proposes_and_the_city_confirms(closed_case, keepers):
    leader, city = browser(keepers.leader), browser(keepers.city)
    erase = {"erase-number": closed_case.number, "erase-whole_case": "on", "erase-reason": "fulfilled"}
    hold = {"hold-number": closed_case.number, "hold-whole_case": "on", "hold-reason": "诉讼", "hold-until": IN_A_MONTH}
    leader.post("/desk/rights/erasures/", erase)
    leader.post("/desk/rights/holds/", hold)
    proposal = ErasureProposal.objects.get()

    assert "依法留存" in said(city.post(f"/desk/rights/erasures/{proposal.pk}/confirm/", follow=True))
    assert closed_case.case_submissions.filter(submission__tombstone=None).exists()

    leader.post(f"/desk/rights/holds/{Hold.objects.get().pk}/lift/")
    leader.post(f"/desk/rights/erasures/{proposal.pk}/confirm/")
    assert closed_case.case_submissions.filter(submission__tombstone=None).exists()
    city.post(f"/desk/rights/erasures/{proposal.pk}/confirm/")
    assert not closed_case.case_submissions.filter(submission__tombstone=None).exists()
    assert closed_case.number in said(leader.get("/desk/rights/"))


def test_the_case_page_of_an_erased_case_still_opens(closed_case, keepers, cast):
    erasing.confirm(erasing.propose(closed_case, by=keepers.leader, reason="fulfilled"), by=keepers.city)
    police = browser(cast.post("east_police"))

    page = police.get(f"/desk/cases/{closed_case.pk}/")
    submission = closed_case.case_submissions.first().submission_id
    answers = police.get(f"/desk/cases/{closed_case.pk}/submissions/{submission}/")

    assert (page.status_code, answers.status_code) == (200, 200)
    assert "小明" not in said(page) + said(answers)


def test_a_number_elsewhere_and_one_that_is_not_there_are_one_answer(closed_case, keepers):
    there = {"erase-number": closed_case.number, "erase-reason": "fulfilled"}
    nowhere = {**there, "erase-number": "报-2026-99999"}
    west = browser(keepers.west_leader)

    answers = [said(west.post("/desk/rights/erasures/", typed)) for typed in (there, nowhere)]

    assert all("没有这个编号" in answer for answer in answers)
    assert not ErasureProposal.objects.exists()


@pytest.mark.parametrize("page", ["", "retention/", "processing/", "processing/pdf/"])
def test_who_looks_after_nothing_finds_no_page_and_the_try_is_kept(keepers, cast, page):
    assert browser(cast.post("east_police")).get(f"/desk/rights/{page}").status_code == 404
    assert Access.objects.refused().filter(action="data_rights").count() == 1


@pytest.mark.parametrize("path", ["holds/", "erasures/", "holds/1/lift/", "erasures/1/confirm/", "erasures/1/refuse/"])
def test_an_auditor_looks_and_does_nothing(keepers, path):
    client = browser(keepers.auditor)

    assert client.get("/desk/rights/").status_code == 200
    assert client.post(f"/desk/rights/{path}").status_code == 404


def test_what_runs_out_is_listed_by_number_only(closed_case, keepers, monkeypatch):
    submission = closed_case.case_submissions.first().submission
    RunningOut.objects.create(submission=submission, erase_on=timezone.localdate() + retention.NOTICE)

    page = said(browser(keepers.leader).get("/desk/rights/retention/"))

    assert submission.number in page
    assert "小明" not in page
    assert submission.number not in said(browser(keepers.west_leader).get("/desk/rights/retention/"))


def test_the_records_of_processing_say_what_is_asked_why_and_who_may_read(version, keepers):
    page = said(browser(keepers.auditor).get("/desk/rights/processing/"))
    report = next(sheet for sheet in processing.sheets() if sheet.form.key == "small_report")

    assert report.is_sensitive
    assert [reader.relation["en"] for reader in report.readers] == ["Police", "Township", "Civil affairs"]
    assert "还没有人填写" in page
    assert "60" in page


def test_the_records_of_processing_can_be_printed(version, keepers):
    answer = browser(keepers.auditor).get("/desk/rights/processing/pdf/")

    assert answer.content.startswith(b"%PDF")
