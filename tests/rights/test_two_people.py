"""No one person alone takes a request, grants it and reads what names somebody; nor goes through all names that way."""

import pytest

from forms.searching import rate_limit
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Organisation, Post, User
from portal.effort.services import Window
from portal.notices.models import Notice
from tests.cast import EAST, PREFECTURE
from tests.rights.test_pages import browser, said
from workflows.rights import deciding, erasing, requests
from workflows.rights.models import DataRequest


def take(by: Post) -> DataRequest:
    person = {"asker": "母亲", "name": "欧阳小雨"}
    return requests.take("access", person=person, identity_checked="guardian", legal_basis="第四十五条", by=by)


def decide(request: DataRequest, by: Post) -> None:
    requests.decide(request, by=by, granted=True, why="材料齐全")


@pytest.fixture
def city_leader(keepers) -> Post:
    office = Organisation.objects.get(function="civil_affairs", area=PREFECTURE)
    user = User.objects.create(username="city_leader", name="city_leader")
    return Post.objects.create(user=user, organisation=office, role="civil_affairs_leader")


@pytest.mark.parametrize("granted", [True, False])
def test_who_took_a_request_does_not_decide_it_and_the_try_is_on_record(keepers, granted):
    request = take(keepers.leader)
    with pytest.raises(Refused, match="same_person"):
        requests.decide(request, by=keepers.leader, granted=granted, why="材料齐全")
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("waiting", None)
    assert Access.objects.refused().get().action == "decide_request"


def test_another_post_of_the_same_person_is_no_second_person(keepers, city_leader):
    request = take(keepers.leader)
    Post.objects.filter(pk=city_leader.pk).update(user=request.proposed_by.user)
    with pytest.raises(Refused, match="same_person"):
        decide(request, Post.objects.get(pk=city_leader.pk))


def test_a_colleague_decides_once(keepers):
    request = take(keepers.leader)
    decide(request, keepers.deputy)
    with pytest.raises(Refused, match="decided"):
        requests.decide(request, by=keepers.deputy, granted=False, why="x")
    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decision) == ("granted", keepers.deputy, "材料齐全")


def test_where_an_office_has_one_leader_the_one_of_the_level_above_decides(keepers, city_leader):
    request = take(keepers.leader)
    assert [post.user.username for post in requests.deciders_of(request)] == ["deputy"]
    keepers.deputy.delete()
    assert requests.deciders_of(request) == [city_leader]
    decide(request, city_leader)
    assert DataRequest.objects.get().state == "granted"


def test_nobody_below_or_next_door_decides(keepers, city_leader):
    for request, by in ((take(city_leader), keepers.leader), (take(keepers.leader), keepers.west_leader)):
        with pytest.raises(Refused, match="not_in_charge"):
            decide(request, by)


def test_whose_turn_it_is_is_told_the_number_and_nothing_else(keepers):
    request = take(keepers.leader)
    notice = Notice.objects.get()
    assert (notice.user, notice.words) == (keepers.deputy.user, {"number": request.number})
    assert browser(keepers.deputy).get(notice.path).status_code == 200


def test_the_page_says_who_decides_instead_of_asking_who_took_it(keepers):
    address = f"/desk/rights/requests/{take(keepers.leader).pk}/"
    own, other = said(browser(keepers.leader).get(address)), said(browser(keepers.deputy).get(address))
    assert "decide/" not in own
    assert "由您受理" in own
    assert "decide/" in other


def test_searching_for_requests_and_at_the_desk_have_one_limit_and_the_refusal_is_on_record(keepers, monkeypatch):
    monkeypatch.setattr(rate_limit, "FREE", Window(2, 10**9))
    request = take(keepers.leader)
    decide(request, keepers.deputy)
    rate_limit.demand(keepers.leader)
    requests.find(request, by=keepers.leader)
    with pytest.raises(Refused, match="too_often"):
        requests.find(request, by=keepers.leader)
    refusal = Access.objects.refused().get()
    assert (refusal.action, refusal.object_id) == ("search_person", str(request.pk))
    assert requests.find(request, by=keepers.deputy) == []


def test_the_page_says_that_one_has_to_wait(keepers, monkeypatch):
    monkeypatch.setattr(rate_limit, "FREE", Window(0, 10**9))
    request = take(keepers.leader)
    decide(request, keepers.deputy)
    assert "十分钟" in said(browser(keepers.leader).post(f"/desk/rights/requests/{request.pk}/search/", follow=True))


def test_the_broken_twin_without_a_second_person_one_alone_would_take_and_grant(keepers, monkeypatch):
    monkeypatch.setattr(deciding, "demand_second_person", lambda *_of, **_more: None)
    decide(take(keepers.leader), keepers.leader)
    assert DataRequest.objects.get().state == "granted"


@pytest.fixture
def signing(keepers) -> Post:
    """Signs for the police of the place."""
    user = User.objects.create(username="signing", name="signing")
    office = Organisation.objects.get(function="police", area=EAST)
    return Post.objects.create(user=user, organisation=office, role="signing_leader")


def test_who_signs_for_an_office_erases_only_what_the_office_has_a_part_in(closed_case, keepers, signing):
    proposal = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    button = f"/desk/rights/erasures/{proposal.pk}/confirm/"
    elsewhere = Organisation.objects.create(name="东溪县司法局", function="justice", area_id=EAST)
    Post.objects.filter(pk=signing.pk).update(organisation=elsewhere)
    stranger = Post.objects.get(pk=signing.pk)
    for act in (erasing.confirm, erasing.refuse):
        with pytest.raises(Refused, match="not_in_charge"):
            act(proposal, by=stranger)
    assert button not in said(browser(stranger).get("/desk/rights/"))

    Post.objects.filter(pk=signing.pk).update(organisation=signing.organisation)
    assert button in said(browser(stranger).get("/desk/rights/"))
    assert erasing.confirm(proposal, by=Post.objects.get(pk=signing.pk)) > 0


def test_what_is_in_no_case_is_erased_by_who_answers_for_the_place(closed_case, keepers, signing):
    alone = closed_case.opening_submission
    closed_case.case_submissions.all().delete()
    with pytest.raises(Refused, match="not_in_charge"):
        erasing.confirm(erasing.propose(alone, by=keepers.leader, reason="fulfilled"), by=signing)
