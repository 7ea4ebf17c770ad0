"""What is owed on records, at the desk: in the inbox, on the record, and counted for who leads."""

import re
from copy import copy
from uuid import uuid4

import pytest
from django.urls import reverse

from forms.models import Draft
from portal.access.models import Access
from portal.directory.models import Organisation, Post, User
from tests.cast import EAST_TOWN, EAST_VILLAGE, FIRST_DAY
from tests.forms.records.conftest import CHILD
from tests.workflows.obligations.conftest import at, moment, monthly, opened, registry, sweep, visit  # noqa: F401
from workflows.obligations.models import Owed

pytestmark = pytest.mark.django_db
NAME = CHILD["child_name"]


@pytest.fixture
def record(registry, monthly, at):  # noqa: F811
    """Opened in September; nobody came in October, and now it is November."""
    at(2026, 10, 2)
    record = opened(registry, moment(2026, 9, 1))
    monthly()
    sweep(at(2026, 11, 5))
    return record


@pytest.fixture
def leader(cast):
    township = Organisation.objects.get(function="government", area_id=EAST_TOWN)
    user = User.objects.create(username="leader", name="leader", is_active=True)
    Post.objects.create(user=user, organisation=township, role="township_leader", starts_on=FIRST_DAY)
    cast.people["east_leader"] = user
    return user


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def count_on_tab(html):
    found = re.search(r'show=duties"[^>]*>[^<]*<span class="badge">(\d+)', html)
    return int(found[1]) if found else None


def test_the_inbox_shows_what_is_to_do_and_what_was_missed_and_one_press_begins_the_form(at_desk, record):
    client = at_desk("east_township")
    html = read(client, "/desk/?show=duties")
    assert html.count("Do it now") == 1
    assert "November 2026" in html
    assert "October 2026" in html.partition("Missed lately")[2]
    assert count_on_tab(html) == count_on_tab(read(client, "/desk/")) == 1
    assert Access.objects.filter(action="list").exists()
    begun = client.post(reverse("desk:begin_at_record", args=[record.pk, "home_visit"]))
    draft = Draft.objects.get(occasion__startswith="record:")
    assert str(draft.pk) in begun["Location"]
    assert draft.followed == {"child": record.number}


def test_what_is_done_is_gone_from_the_inbox(at_desk, record, registry):  # noqa: F811
    visit(registry, record, moment(2026, 11, 4))
    html = read(at_desk("east_township"), "/desk/?show=duties")
    assert "Nothing is owed now" in html
    assert count_on_tab(html) == 0


@pytest.mark.parametrize("actor", ["west_township", "east_teacher", "east_police", "east_civil_affairs"])
def test_others_have_nothing_of_it_in_their_inbox(at_desk, record, actor):
    client = at_desk(actor)
    assert NAME not in read(client, "/desk/?show=duties")
    assert count_on_tab(read(client, "/desk/")) is None


def test_who_has_not_the_role_is_offered_nothing(at_desk, record, leader):
    assert "Do it now" not in read(at_desk("east_leader"), "/desk/?show=duties")


def test_the_record_shows_its_periods_as_a_picture_that_speaks(at_desk, record, registry):  # noqa: F811
    visit(registry, record, moment(2026, 11, 4))
    html = read(at_desk("east_township"), reverse("desk:record", args=[record.pk]))
    assert 'role="img" aria-label="October 2026: missed; November 2026: done"' in html
    assert html.count("duty-strip__box ") == 2


def test_a_leader_excuses_what_was_missed_and_takes_it_back_on_record(at_desk, record, leader):
    owed = Owed.objects.get(period="2026-10")
    address = reverse("desk:duty", args=[owed.pk])
    client = at_desk("east_leader")
    assert "Why it could not be done" in read(client, address)
    # No reason, and one that there is not.
    for reason in ("", "bored"):
        assert client.post(f"{address}excuse/", {"reason": reason}).status_code == 200
    assert Owed.objects.get(pk=owed.pk).state == "open"
    client.post(f"{address}excuse/", {"reason": "away"})
    # A second click.
    client.post(f"{address}excuse/", {"reason": "moved"})
    row = Owed.objects.get(pk=owed.pk)
    assert (row.state, row.excused_for, row.excused_by.user) == ("excused", "away", leader)
    assert "October 2026: excused" in read(client, reverse("desk:record", args=[record.pk]))
    client.post(f"{address}take-back/")
    assert Owed.objects.get(pk=owed.pk).is_missed
    logged = Access.objects.filter(post__user=leader, action__in=["excuse", "take_back_excuse"])
    assert [row.action for row in logged.order_by("pk")] == ["excuse", "take_back_excuse"]


@pytest.mark.parametrize(("actor", "status"), [("east_township", 302), ("east_police", 302), ("west_township", 404)])
def test_nobody_else_excuses_it(at_desk, record, actor, status):
    owed = Owed.objects.get(period="2026-10")
    client = at_desk(actor)
    assert client.post(reverse("desk:excuse_duty", args=[owed.pk]), {"reason": "away"}).status_code == status
    assert Owed.objects.get(pk=owed.pk).state == "open"


def test_a_visit_that_was_excused_and_made_all_the_same_counts(at_desk, record, registry, leader):  # noqa: F811
    owed = Owed.objects.get(period="2026-11")
    at_desk("east_leader").post(reverse("desk:excuse_duty", args=[owed.pk]), {"reason": "away"})
    visit(registry, record, moment(2026, 11, 4))
    assert Owed.objects.get(pk=owed.pk).state == "met"


def test_coverage_is_for_who_leads_and_says_no_small_numbers(at_desk, record, leader, registry):  # noqa: F811
    assert at_desk("east_township").get("/desk/duties/").status_code == 404
    client = at_desk("east_leader")
    html = read(client, "/desk/duties/?period=2026-10")
    assert "fewer than 5" in html
    assert "100%" not in html
    for number in range(5):
        child = opened(registry, moment(2026, 9, 1), child_idno="", registered="no", child_name=f"孩{number}")
        visit(registry, child, moment(2026, 10, 20))
    html = read(client, "/desk/duties/?period=2026-10")
    # Of six five were visited: a share would say that it was one that was not.
    assert "83%" not in html
    assert NAME in read(client, "/desk/duties/missed/?period=2026-10")
    assert NAME not in read(client, "/desk/duties/missed/?period=2026-09")
    owed = Owed.objects.get(record=record, period="2026-10")
    many(owed, record.area_code, "open", 5)
    Owed.objects.filter(organisation=None).update(organisation=owed.organisation)
    html = read(client, "/desk/duties/?period=2026-10")
    assert "45%" in html
    assert "October 2026" in html


def many(owed, area, state, count):
    """The same is owed on so many other records there, by nobody in particular."""
    for _each in range(count):
        record, row = copy(owed.record), copy(owed)
        record.pk, record.number, record.area_code = uuid4(), str(uuid4()), area
        record.save(force_insert=True)
        row.pk, row.record, row.area_code, row.state, row.organisation = uuid4(), record, area, state, None
        row.save(force_insert=True)


def test_a_small_count_is_told_neither_by_the_places_beside_it_nor_by_their_own_pages(at_desk, record, leader):
    owed, client = Owed.objects.get(period="2026-10"), at_desk("east_leader")
    other = f"{EAST_VILLAGE[:-1]}2"
    many(owed, EAST_VILLAGE, "met", 20)
    many(owed, EAST_VILLAGE, "open", 2)
    many(owed, other, "met", 21)
    many(owed, other, "open", 9)
    owed.delete()
    page = client.get("/desk/duties/?period=2026-10")
    assert page.context["total"]["missed"] == "11"
    rows = {row.code: row.said for row in page.context["areas"]}
    assert (rows[EAST_VILLAGE]["missed"], rows[other]["missed"]) == ("fewer than 5", "–")
    # The page of the other village would have said nine.
    alone = client.get(f"/desk/duties/?period=2026-10&place={other}").context
    assert (alone["total"]["owed"], alone["total"]["missed"]) == ("30", "–")
    assert [column.amount for column in alone["trend"].columns][-1] == 0


@pytest.mark.parametrize("asked", ["?period=rubbish", "?place=990122000000", "?duty=nothing", "?period=2026-Q4"])
def test_odd_questions_are_answered(at_desk, record, leader, asked):
    assert "Coverage" in read(at_desk("east_leader"), f"/desk/duties/{asked}")


def test_where_nothing_is_owed_there_is_no_tab_and_no_page(at_desk, cast, leader):
    client = at_desk("east_leader")
    assert "show=duties" not in read(client, "/desk/")
    assert "/desk/duties/" not in read(client, "/desk/")
