"""The register of requests: when each came in, until when it is answered, what was decided and what was answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access.models import Access
from portal.access.refusal import Refused
from tests.rights.test_correcting import RIGHT, about, asked, paper, propose
from tests.rights.test_pages import browser, said
from workflows.models import Case, CaseExclusion
from workflows.rights import answering, correcting, requests
from workflows.rights.models import CorrectionProposal, DataRequest, ErasureProposal

__all__ = ["paper"]

TODAY = timezone.localdate()
TYPED = {
    "kind": "correction",
    "asker": "母亲李某",
    "name": "小明",
    "identity_checked": "guardian",
    "legal_basis": "第四十六条",
    "received_on": str(TODAY - timedelta(days=3)),
}


def take(keepers, **changes) -> DataRequest:
    given = {"identity_checked": "guardian", "legal_basis": "第四十六条", **changes}
    return requests.take("correction", person={"asker": "母亲李某", "name": "小明"}, by=keepers.leader, **given)


def test_the_time_to_answer_is_counted_from_the_day_it_came_in(keepers, settings):
    settings.DATA_REQUEST_DAYS = 15
    first, second = take(keepers, received_on=TODAY - timedelta(days=3)), take(keepers)

    assert (first.due_on, second.due_on) == (TODAY + timedelta(days=12), TODAY + timedelta(days=15))
    assert [first.number, second.number] == [f"权请-990121-{TODAY.year}-000{serial}" for serial in (1, 2)]


def test_what_is_late_is_marked_and_stands_first(keepers):
    take(keepers)
    late = take(keepers, received_on=TODAY - timedelta(days=31))
    page = said(browser(keepers.leader).get("/desk/rights/requests/"))

    assert page.count("已逾期") == 1
    assert [one.pk for one in DataRequest.objects.overdue()] == [late.pk]
    assert page.index(late.number) < page.index("0001")
    assert "1件逾期" in said(browser(keepers.leader).get("/desk/rights/"))


def test_the_last_day_is_not_late(keepers):
    assert not take(keepers, received_on=TODAY - timedelta(days=30)).is_overdue


def test_a_day_that_is_still_to_come_is_not_taken(keepers):
    tomorrow = {**TYPED, "received_on": str(TODAY + timedelta(days=1))}
    assert "收到日期不能晚于今天" in said(browser(keepers.leader).post("/desk/rights/requests/", tomorrow))
    assert not DataRequest.objects.exists()


def test_from_asking_to_the_letter_by_the_pages(paper, keepers):
    leader, city = browser(keepers.leader), browser(keepers.city)
    leader.post("/desk/rights/requests/", TYPED)
    request = DataRequest.objects.get()
    at = f"/desk/rights/requests/{request.pk}/"
    assert "母亲李某" in said(leader.get(at))
    leader.post(f"{at}decide/", {"granted": "on", "why": "材料齐全"})
    assert DataRequest.objects.waiting().exists()
    browser(keepers.deputy).post(f"{at}decide/", {"granted": "on", "why": "材料齐全"})
    about(request, paper, keepers)
    assert "child_name" in said(leader.get(f"{at}papers/{paper.pk}/"))
    answer = f"{at}papers/{paper.pk}/answers/child_name/"
    assert "小明" in said(leader.get(answer))
    assert "与目前内容相同" in said(leader.post(answer, {"value": "小明", "ground": "户口簿"}))
    leader.post(answer, {"value": RIGHT, "ground": "户口簿"})

    proposal = CorrectionProposal.objects.get()
    assert "等待第二人" in said(leader.post(f"{at}answered/", follow=True))
    at_proposal = f"/desk/rights/corrections/{proposal.pk}/"
    assert at_proposal in said(city.get("/desk/rights/"))
    assert RIGHT in said(city.get(at_proposal))
    assert 'name="confirm"' not in said(leader.get(at_proposal))
    city.post(f"{at_proposal}decide/", {"confirm": "1"})

    assert leader.post(f"{at}letter/").content.startswith(b"%PDF")
    leader.post(f"{at}answered/")
    request.refresh_from_db()
    assert request.answered_by == keepers.leader
    steps = Access.objects.filter(object_id=str(request.pk)).values_list("action", flat=True)
    assert set(steps) == {"take_request", "read_request", "decide_request", "print_answer", "answer_request"}


def test_the_correction_stands_beside_the_answer_on_the_case_page_and_the_reporter_reads_of_it(
    paper, keepers, cast, story, client
):
    request = about(asked(keepers), paper, keepers)
    correcting.confirm(propose(request, paper, keepers), by=keepers.city)

    page = said(browser(cast.post("east_police")).get(f"/desk/cases/{Case.objects.get().pk}/submissions/{paper.pk}/"))
    assert page.index("小明") < page.index(RIGHT)
    assert "户口簿" in page
    client.post("/follow/", {"code": story.code})
    followed = said(client.get("/follow/"))
    assert "已经依法更正" in followed
    assert RIGHT not in followed


def test_the_letter_says_what_was_done_and_what_the_person_can_do(paper, keepers):
    request = about(asked(keepers), paper, keepers)
    correcting.confirm(propose(request, paper, keepers), by=keepers.city)

    context = answering._context(request, keepers.leader)

    assert [(one["number"], one["label"], one["done"]) for one in context["corrections"]] == [
        (paper.number, "姓名", True)
    ]
    assert context["person"]["asker"] == "母亲李某"


def test_no_letter_before_the_decision_and_none_by_who_is_shut_out(paper, keepers):
    with pytest.raises(Refused, match="not_decided"):
        answering.letter(take(keepers), by=keepers.leader)
    request = about(asked(keepers), paper, keepers)
    CaseExclusion.objects.create(case=Case.objects.get(), organisation=keepers.leader.organisation)
    with pytest.raises(Refused, match="conflict"):
        answering.letter(request, by=keepers.leader)
    assert paper.number not in said(browser(keepers.leader).get(f"/desk/rights/requests/{request.pk}/"))


def test_an_answer_is_given_once(keepers):
    request = asked(keepers, kind="objection")
    answering.answer(request, by=keepers.leader)
    first = DataRequest.objects.get().answered_at
    answering.answer(request, by=keepers.leader)

    assert DataRequest.objects.get().answered_at == first
    assert Access.objects.filter(action="answer_request").count() == 1


def test_erasing_that_a_person_asked_for_is_proposed_from_the_request(closed_case, keepers):
    paper = closed_case.opening_submission
    request = about(asked(keepers, kind="erasure"), paper, keepers)
    leader = browser(keepers.leader)
    leader.post(f"/desk/rights/requests/{request.pk}/papers/{paper.pk}/erase/", {"reason": "withdrawn"})

    proposal = ErasureProposal.objects.get()
    assert (proposal.request, proposal.submission) == (request, paper)
    other = about(asked(keepers, kind="access"), paper, keepers)
    answer = leader.post(f"/desk/rights/requests/{other.pk}/papers/{paper.pk}/erase/", {"reason": "withdrawn"})
    assert answer.status_code == 404


@pytest.mark.parametrize("place", ["reporter_name", "nothing", "child_name.1.x"])
def test_what_is_not_offered_cannot_be_corrected_by_its_address(paper, keepers, place):
    request = about(asked(keepers), paper, keepers)
    address = f"/desk/rights/requests/{request.pk}/papers/{paper.pk}/answers/{place}/"

    assert browser(keepers.leader).post(address, {"value": "x", "ground": "y"}).status_code == 404


def test_all_that_waits_is_listed_and_what_was_answered_goes_on_over_pages(keepers, monkeypatch):
    monkeypatch.setattr("workflows.rights.views.requests.PAGE", 2)
    numbers = [take(keepers).number for _ in range(3)]
    leader = browser(keepers.leader)
    assert all(number in said(leader.get("/desk/rights/requests/")) for number in numbers)

    DataRequest.objects.update(answered_at=timezone.now())
    first = leader.get("/desk/rights/requests/")
    older = leader.get(f"/desk/rights/requests/?after={first.context['answered'].older}")
    shown = [[row.number for row in page.context["answered"].rows] for page in (first, older)]
    assert sorted(shown[0] + shown[1]) == numbers
    assert (len(shown[0]), len(shown[1])) == (2, 1)
