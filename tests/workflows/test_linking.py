"""Two cases that belong together and stay two."""

import pytest
from django.urls import reverse

from portal.access.models import Access
from portal.access.refusal import Refused
from tests.workflows.test_race import at_once
from workflows import services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, CaseLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(story, version):
    return story.report(danger_now="no"), story.report(danger_now="no")


def test_the_link_leads_from_the_earlier_to_the_later_whichever_it_is_said_of(two, cast):
    earlier, later = two
    link = services.link_cases(later, earlier, by=cast.post("east_police"))
    assert (link.case, link.other, link.kind) == (earlier, later, CaseLink.Kind.NEWER)
    for case in Case.objects.all():
        assert case.events.order_by("-sequence")[0].kind == "linked"
        assert broken_links(case) == []
    with pytest.raises(NotPossible) as refused:
        services.link_cases(earlier, later, by=cast.post("east_police"))
    assert refused.value.code == "linked"


def test_who_has_no_part_in_both_links_nothing_and_the_try_is_on_record(two, story, cast):
    earlier, later = two
    story.notify(earlier)
    with pytest.raises(Refused) as refused:
        services.link_cases(earlier, later, by=cast.post("east_township"))
    assert refused.value.code == "not_a_party"
    assert Access.objects.filter(action="link", allowed=False, matter=earlier.pk).exists()
    with pytest.raises(NotPossible) as itself:
        services.link_cases(earlier, earlier, by=cast.post("east_police"))
    assert itself.value.code == "same_case"
    assert not CaseLink.objects.exists()


def test_it_is_offered_on_the_page_also_of_a_closed_case_and_done_there_once(two, story, cast, client):
    closed, newer = two
    task = story.accept(closed)
    services.complete_task(task, "refuse", by=cast.post("east_police"), draft=story.draft(task, result="false"))
    client.force_login(cast.east_police)
    address = reverse("desk:act", args=[closed.pk, "link-case"])
    assert address in client.get(reverse("desk:case", args=[closed.pk])).content.decode()
    assert client.get(address).status_code == 200
    for _click in range(2):
        assert client.post(address, {"number": newer.number}).status_code == 302
    assert CaseLink.objects.get().other == newer
    assert newer.number in client.get(reverse("desk:case", args=[closed.pk])).content.decode()
    assert client.post(address, {"number": "报-1999-00001"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_link_them_from_either_side_make_one_link(two, cast):
    one, other = two
    police, leader = cast.post("east_police"), cast.post("east_police_leader")
    results = at_once(
        lambda: services.link_cases(one, other, by=police), lambda: services.link_cases(other, one, by=leader)
    )
    assert [type(result) for result in results].count(CaseLink) == 1, results
    assert CaseLink.objects.count() == 1
