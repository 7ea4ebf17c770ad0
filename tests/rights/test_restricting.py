"""After a granted objection a paper is kept, found by no search, and read only by those whose open work needs it."""

import pytest

from forms.searching.query import understood
from portal.access.models import Access
from portal.access.refusal import Refused
from tests.rights.test_pages import browser, said
from tests.workflows.desk.test_search import version
from workflows import policies, services
from workflows.models import Case
from workflows.policies import readable_paper
from workflows.rights import answering, requests, restricting
from workflows.rights.models import Restriction
from workflows.searching import finding

__all__ = ["version"]

NAME = "小明"
PARTIES = {"east_police", "east_police_leader", "east_township", "east_civil_affairs"}
# They have a task now; the police have finished theirs.
BUSY = {"east_township", "east_civil_affairs"}


@pytest.fixture
def objected(story, keepers):
    """A report about which somebody objects; township and civil affairs have to go on with it."""
    case = story.report(child_name=NAME)
    story.notify(case)
    return Case.objects.get(pk=case.pk)


def restrict(keepers, case: Case) -> Restriction:
    asked = requests.take(
        "objection",
        person={"asker": "母亲", "name": NAME},
        identity_checked="guardian",
        legal_basis="第四十四条",
        by=keepers.leader,
    )
    requests.decide(asked, by=keepers.deputy, granted=True, why="材料齐全")
    assert requests.confirm(asked, [case.opening_submission.pk], by=keepers.leader) == 1
    return Restriction.objects.get()


def readers(cast, case: Case) -> set[str]:
    case = Case.objects.get(pk=case.pk)
    paper = case.case_submissions.get(submission=case.opening_submission)
    return {who for who in PARTIES if readable_paper(cast.post(who), case, paper)}


def test_only_who_has_open_work_in_the_case_still_reads_it(objected, story, cast, keepers):
    assert readers(cast, objected) == PARTIES
    restrict(keepers, objected)
    assert readers(cast, objected) == BUSY


def test_when_the_work_is_done_nobody_reads_it_any_more(closed_case, cast, keepers):
    asked = restrict(keepers, closed_case)
    assert asked.submission == closed_case.opening_submission
    assert readers(cast, closed_case) == set()


def test_the_pages_show_it_to_nobody_else_and_the_try_is_on_record(objected, cast, keepers):
    paper = objected.opening_submission
    restrict(keepers, objected)
    address = f"/desk/cases/{objected.pk}/submissions/{paper.pk}/"
    assert NAME in said(browser(cast.post("east_township")).get(address))
    other = browser(cast.post("east_police"))
    assert other.get(address).status_code == 404
    assert other.get(f"{address}reporter/").status_code == 404
    case_page = said(other.get(f"/desk/cases/{objected.pk}/"))
    assert address not in case_page
    assert "异议" in case_page
    assert Access.objects.refused().filter(object_id=str(paper.pk)).count() == 2


def test_no_search_finds_it_not_even_for_who_reads_it(objected, cast, keepers):
    assert finding.find(cast.east_township, understood(NAME)).hits
    restrict(keepers, objected)
    assert finding.find(cast.east_township, understood(NAME)).hits == []


def test_an_emergency_still_opens_it(objected, cast, keepers, story):
    restrict(keepers, objected)
    city = cast.post("city_police")
    services.open_case_in_emergency(objected.number, by=city, reason="孩子今晚送到，需要马上了解情况")
    case = Case.objects.get(pk=objected.pk)
    paper = case.case_submissions.get(submission=case.opening_submission)
    assert readable_paper(city, case, paper) == {"open", "personal", "sensitive"}


def test_an_objection_that_was_not_confirmed_and_a_request_of_another_kind_restrict_nothing(objected, cast, keepers):
    asked = requests.take(
        "access", person={"name": NAME}, identity_checked="guardian", legal_basis="x", by=keepers.leader
    )
    requests.decide(asked, by=keepers.deputy, granted=True, why="材料齐全")
    requests.confirm(asked, [objected.opening_submission.pk], by=keepers.leader)
    assert not Restriction.objects.exists()
    assert readers(cast, objected) == PARTIES


def test_confirming_twice_restricts_once_and_the_letter_names_the_paper(objected, keepers):
    asked = restrict(keepers, objected).request
    requests.confirm(asked, [objected.opening_submission.pk], by=keepers.leader)
    restriction = Restriction.objects.get()
    assert list(objected.events.filter(kind="restricted").values_list("detail", flat=True)) == [
        {"submission": str(restriction.submission_id)}
    ]
    assert [one.pk for one in answering._context(asked, keepers.leader)["restrictions"]] == [restriction.pk]


def test_somebody_else_lifts_it_and_who_set_it_does_not(objected, cast, keepers):
    restriction = restrict(keepers, objected)
    address = f"/desk/rights/restrictions/{restriction.pk}/lift/"
    assert address not in said(browser(keepers.leader).get("/desk/rights/"))
    with pytest.raises(Refused, match="same_person"):
        restricting.lift(restriction, by=keepers.leader)
    assert browser(keepers.west_leader).post(address).status_code == 404
    assert browser(keepers.city).post(address).status_code == 404
    assert readers(cast, objected) == BUSY
    assert address in said(browser(keepers.deputy).get("/desk/rights/"))
    browser(keepers.deputy).post(address)
    assert readers(cast, objected) == PARTIES
    assert objected.events.filter(kind="restriction_lifted").count() == 1
    restricting.lift(restriction, by=keepers.deputy)
    assert objected.events.filter(kind="restriction_lifted").count() == 1


def test_what_two_people_had_restricted_stays_so_until_both_are_lifted(objected, cast, keepers):
    first = restrict(keepers, objected)
    other = requests.take(
        "objection", person={"name": NAME}, identity_checked="id_card", legal_basis="x", by=keepers.leader
    )
    requests.decide(other, by=keepers.deputy, granted=True, why="x")
    requests.confirm(other, [objected.opening_submission.pk], by=keepers.leader)
    restricting.lift(first, by=keepers.deputy)
    assert readers(cast, objected) == BUSY
    restricting.lift(Restriction.objects.live().get(), by=keepers.deputy)
    assert readers(cast, objected) == PARTIES


def test_the_broken_twin_without_the_rule_everybody_in_the_case_would_read_it(objected, cast, keepers, monkeypatch):
    restrict(keepers, objected)
    monkeypatch.setattr(policies, "has_open_work", lambda _post, _case: True)
    assert readers(cast, objected) == PARTIES


def test_the_broken_twin_a_search_that_asks_nothing_would_find_it(objected, cast, keepers, monkeypatch):
    restrict(keepers, objected)
    paper = objected.opening_submission.pk
    monkeypatch.setattr(finding, "_candidates", lambda _wanted: {objected.pk: [paper]})
    assert finding.find(cast.east_township, understood(NAME)).hits
