"""A task may ask for a role within the organisation; where nobody has it, it goes up, and is never stuck."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from portal.access.refusal import Refused
from portal.directory.models import Absence, Duty, Organisation, Post, User
from portal.notices.models import Notice
from tests.cast import EAST, FIRST_DAY
from tests.workflows.definitions import WORKFLOW
from tests.workflows.test_check import codes, state
from workflows import builder, services
from workflows.admin.vacant import vacancies
from workflows.engine import NotPossible
from workflows.models import Task
from workflows.policies import may, readable

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_leaders(version):
    """The township's signature is for whoever leads there."""
    raw = WORKFLOW.model_dump(mode="json")
    state(raw, "notified")["tasks"][0]["roles"] = ["leader"]
    return services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)


def appointed(cast, office, role):
    user = User.objects.create(username=role, name=role, is_active=True)
    organisation = cast.post(office).organisation
    return Post.objects.create(user=user, organisation=organisation, role=role, starts_on=FIRST_DAY)


@pytest.fixture
def leader(cast):
    return appointed(cast, "east_township", "township_leader")


@pytest.fixture
def county(cast):
    """The government above the township, with its leader."""
    organisation = Organisation.objects.create(function="government", area_id=EAST, name="东溪县政府")
    organisation.duties.create(kind="government", area_id=EAST)
    user = User.objects.create(username="county", name="county", is_active=True)
    return Post.objects.create(user=user, organisation=organisation, role="signing_leader", starts_on=FIRST_DAY)


def fresh(task):
    return Task.objects.select_related("case__version", "organisation").get(pk=task.pk)


def test_only_who_has_the_role_accepts_and_finishes_it(only_leaders, story, cast, leader):
    task = story.notify(story.report())
    worker = cast.post("east_township")
    assert task.organisation == worker.organisation
    answer = may(worker, "complete", task)
    assert (answer.allowed, answer.code) == (False, "not_your_role")
    for attempt in (services.accept_task, lambda task, by: services.complete_task(task, "sign", by=by)):
        with pytest.raises(Refused):
            attempt(task, by=worker)
    services.complete_task(fresh(task), "sign", by=leader)
    assert fresh(task).case.state == "received"


def test_the_editor_says_who_is_missing_where(only_leaders, cast, django_assert_max_num_queries):
    schema = only_leaders.schema
    with django_assert_max_num_queries(6):
        found = {vacancy.what: vacancy for vacancy in vacancies(schema)}
    (what,) = (each for each in found if "Sign" in each or "签收" in each)
    assert str(cast.post("east_township").organisation) in found[what].places
    appointed(cast, "east_township", "township_leader")
    places = [place for vacancy in vacancies(schema) for place in vacancy.places]
    assert str(cast.post("east_township").organisation) not in places
    Duty.objects.filter(kind="civil_affairs").delete()
    assert [gettext("anywhere")] in [vacancy.places for vacancy in vacancies(schema)]


def told_of_the_notice(case, run_jobs):
    run_jobs("workflows.effect")
    return set(
        Notice.objects.filter(path__contains=str(case.pk), key__startswith="effect:").values_list("user", flat=True)
    )


def test_a_notice_of_what_only_a_leader_may_do_goes_to_the_leader(only_leaders, story, cast, leader, run_jobs):
    case = story.report()
    story.notify(case)
    heard = told_of_the_notice(case, run_jobs)
    assert leader.user_id in heard
    assert cast.post("east_township").user_id not in heard


def test_where_nobody_leads_any_more_everybody_hears_of_it(only_leaders, story, cast, leader, run_jobs):
    case = story.report()
    story.notify(case)
    leader.delete()
    assert cast.post("east_township").user_id in told_of_the_notice(case, run_jobs)


def test_who_stands_in_for_the_leader_does_it_for_them(only_leaders, story, cast, leader):
    task = story.notify(story.report())
    worker = cast.post("east_township")
    days = {"starts_on": FIRST_DAY, "ends_on": FIRST_DAY.replace(year=2099)}
    Absence.objects.create(post=leader, substitute=worker, made_by=leader.user, **days)
    answer = may(cast.post("east_township"), "complete", task)
    assert answer.standing_for == leader


def test_a_leader_gives_it_to_nobody_who_may_not_do_it(only_leaders, story, cast, leader):
    task = story.notify(story.report())
    with pytest.raises(Refused):
        services.reassign_task(task, cast.post("east_township"), by=leader, seen=None)
    services.accept_task(task, by=leader)
    services.hand_over(leader, cast.post("east_township"), by=leader)
    assert fresh(task).assignee is None


def test_where_nobody_has_the_role_the_level_above_has_the_task(only_leaders, story, cast, county):
    task = story.notify(story.report())
    assert task.organisation == county.organisation
    assert task.case.events.filter(kind="routed", detail__reason="vacant").exists()
    assert "sensitive" in readable(county, task.case, "small_report")
    assert not task.case.parties.filter(organisation=cast.post("east_township").organisation, relation="x").exists()


def test_where_nobody_above_has_it_either_the_portal_office_passes_it_on(only_leaders, story, cast):
    task = story.notify(story.report())
    assert task.organisation is None
    office, town = cast.post("form_administrator"), cast.post("east_township").organisation
    with pytest.raises(NotPossible) as refused:
        services.route_task(task, town, by=office)
    assert refused.value.code == "vacant"
    appointed(cast, "east_township", "township_leader")
    assert services.route_task(fresh(task), town, by=office).organisation == town


def test_a_task_whose_leader_left_is_passed_up_by_anybody_there_and_by_nobody_else(
    only_leaders, story, cast, leader, county
):
    task, worker = story.notify(story.report()), cast.post("east_township")
    with pytest.raises(NotPossible) as refused:
        services.pass_up_vacant(task, by=worker)
    assert refused.value.code == "not_vacant"
    leader.user.is_active = False
    leader.user.save()
    with pytest.raises(Refused):
        services.pass_up_vacant(fresh(task), by=cast.post("west_township"))
    assert services.pass_up_vacant(fresh(task), by=worker).organisation == county.organisation
    with pytest.raises(Refused):
        services.pass_up_vacant(fresh(task), by=worker)


def test_the_desk_says_whose_it_is_and_offers_the_way_out(only_leaders, story, cast, leader, county, client):
    task = story.notify(story.report())
    client.force_login(cast.east_township)
    client.cookies["django_language"] = "en"
    page, up = reverse("desk:task", args=[task.pk]), reverse("desk:step", args=[task.pk, "pass-up"])
    shown = client.get(page).content.decode()
    assert "this is only for: whoever leads there" in shown
    assert "There only: whoever leads there." in shown
    assert "Pass it up" not in shown
    User.objects.filter(pk=leader.user_id).update(is_active=False)
    assert "Pass it up" in client.get(page).content.decode()
    client.get(up)
    assert fresh(task).organisation == cast.post("east_township").organisation
    client.post(up)
    assert fresh(task).organisation == county.organisation


def test_a_role_that_nobody_there_can_have_is_a_problem():
    task = {"roles": ["judge"]}
    assert "role_elsewhere" in codes(lambda raw: state(raw, "notified")["tasks"][0].update(task))
    assert "role_unknown" in codes(lambda raw: state(raw, "notified")["tasks"][0].update(roles=["wizard"]))
    assert not codes(lambda raw: state(raw, "notified")["tasks"][0].update(roles=["township_leader", "leader"]))
