"""The lists of the desk show exactly what `visible_to` allows, and follow what happens to a case."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.access.services import open_in_emergency
from portal.directory.models import Absence, Organisation, Post, User
from tests.cast import ACTORS, EAST_TOWN, EAST_VILLAGE
from workflows import lists, services
from workflows.lists import CaseFilter
from workflows.models import Case, CaseExclusion, CaseParty, Task


def afresh(user):
    return User.objects.get(pk=user.pk)


def listed(user, **which):
    """Ids of the cases in the person's lists, open and closed ones unless told."""
    kinds = [which.pop("is_open")] if "is_open" in which else [True, False]
    strands = [strand for is_open in kinds for strand in lists.cases(user, CaseFilter(is_open=is_open, **which))]
    return {row.case_id for strand in strands for row in strand}


def visible(user):
    return set(Case.objects.visible_to(user).values_list("pk", flat=True))


@pytest.fixture
def busy(story, cast):
    """Cases at every stage: new, accepted, with the township, closed, of nobody; one shuts the east police out."""
    cases = [story.report() for _number in range(3)]
    story.accept(cases[1])
    services.complete_task(story.notify(cases[2]), "sign", by=cast.post("east_township"))
    shut = story.report()
    CaseExclusion.objects.create(case=shut, organisation=cast.post("east_police").organisation)
    return cases


@pytest.mark.parametrize("name", ACTORS)
def test_everybody_finds_in_the_lists_what_they_may_see_and_nothing_else(busy, cast, name):
    user = getattr(cast, name)
    assert listed(user) == visible(user)
    by_tab = {tab: {task.pk for strand in strands for task in strand} for tab, strands in lists.tasks(user).items()}
    seen = Task.objects.visible_to(user)
    assert by_tab["open"] == set(seen.open().values_list("pk", flat=True))
    assert by_tab["done"] == set(seen.done().values_list("pk", flat=True))
    assert by_tab["mine"] == set(seen.open().filter(assignee__in=user.acting_post.hats()).values_list("pk", flat=True))


def test_that_somebody_is_shut_out_holds_for_lists_too(busy, cast):
    police, all_of_them = listed(cast.east_police), set(Case.objects.values_list("pk", flat=True))
    assert len(all_of_them - police) == 1


def test_a_substitute_finds_both_organisations_cases_in_one_list(busy, cast):
    bureau, today = Organisation.objects.get(pk=cast.post("city_police").organisation_id), timezone.localdate()
    before = listed(cast.city_police)
    days = {"starts_on": today, "ends_on": today, "made_by": cast.city_police}
    Absence.objects.create(post=cast.post("east_police"), substitute=cast.post("city_police"), **days)
    CaseParty.objects.create(case=busy[0], organisation=bureau, relation="police")
    after = afresh(cast.city_police)
    assert listed(after) == visible(after) > before


def test_a_case_opened_in_an_emergency_is_in_the_list_of_who_opened_it(busy, cast):
    Post.objects.filter(user=cast.west_police).update(role="police_leader")
    leader = cast.west_police
    assert busy[0].pk not in listed(leader)
    open_in_emergency(busy[0], number=busy[0].number, by=leader.acting_post, reason="x", hours=1)
    assert listed(afresh(leader)) == visible(afresh(leader)) == {busy[0].pk}


def test_a_case_that_closes_leaves_the_list_of_open_ones(busy, cast):
    user = cast.east_township
    assert busy[2].pk in listed(user, is_open=False)
    assert busy[2].pk not in listed(user, is_open=True)
    assert not CaseParty.objects.filter(case=busy[2], is_open=True).exists()


def test_what_lists_go_by_is_the_case_s_own(busy):
    for party in CaseParty.objects.select_related("case"):
        assert party.case_opened_at == party.case.opened_at
        assert party.is_open == (party.case.closed_at is None)


def test_a_case_is_found_by_its_number_and_by_what_it_ends_in(busy, cast):
    user, case = cast.east_police, busy[0]
    for typed in (case.number, case.number[-2:], str(case.serial), case.number.lower(), f" {case.number} "):
        assert case.pk in listed(user, number=typed)
    assert listed(user, number=case.number) == {case.pk}
    for typed in (f"9999-{case.serial}", "x", "-", "0" * 40 + "7"):
        assert case.pk not in listed(user, number=typed)


def test_filters_leave_out_what_does_not_fit(busy, cast):
    user = cast.east_police
    assert listed(user, state=busy[1].__class__.objects.get(pk=busy[1].pk).state) == {busy[1].pk}
    assert listed(user, area_code=EAST_TOWN) == listed(user)
    assert listed(user, area_code="990121102000") == set()
    Case.objects.filter(pk=busy[0].pk).update(urgent=True)
    assert listed(user, urgent=True) == set(Case.objects.filter(urgent=True).values_list("pk", flat=True)) & visible(
        user
    )


def test_the_page_offers_the_way_down_to_a_village_and_keeps_what_was_chosen(busy, cast, client):
    client.force_login(cast.east_police)
    page = client.get(reverse("desk:cases"), {"place": EAST_TOWN, "state": "nonsense", "urgent": "yes"})
    assert [place.code for place in page.context["places"]][1:3] == [EAST_TOWN, EAST_VILLAGE]
    assert (page.context["which"].state, page.context["which"].urgent) == ("", True)


def test_nothing_in_an_address_says_when_a_report_came_in(busy, cast, client, monkeypatch):
    monkeypatch.setattr("workflows.desk.cases.PAGE", 1)
    client.force_login(cast.east_police)
    first = client.get(reverse("desk:cases"))
    second = client.get(reverse("desk:cases"), {"after": first.context["page"].older})
    assert first.context["page"].older == str(first.context["rows"][0][0].pk)
    assert first.context["rows"][0] != second.context["rows"][0]
    assert (
        client.get(reverse("desk:cases"), {"before": second.context["page"].newer}).context["rows"]
        == first.context["rows"]
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases choose by how much there is")
@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("place", ["", EAST_VILLAGE])
def test_a_list_and_that_of_one_village_come_in_the_order_of_an_index(busy, cast, is_open, place):
    for strand in lists.cases(cast.east_police, CaseFilter(is_open=is_open, area_code=place)):
        plan = lists.CASES.sort(strand)[:31].explain()
        assert "party_" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has what is empty last in every index")
def test_what_waits_is_read_in_its_order_and_not_sorted(busy, cast):
    """But for tasks of one deadline; in an office where twenty thousand wait each page took a tenth of a second."""
    for strand in lists.tasks(cast.east_police)["open"]:
        plan = lists.ORDERS["open"].sort(strand)[:31].explain()
        assert "task_inbox (organisation_id=? AND state=? AND urgent=?)" in plan
