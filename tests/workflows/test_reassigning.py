"""A leader gives a task from one person to another: with what was begun, on record, once, and to nobody who may not."""

import pytest

from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Post, User
from portal.notices.models import Notice
from tests.workflows.test_race import at_once
from workflows import services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import CaseExclusion, Task


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def colleague(cast) -> Post:
    user = User.objects.create(username="colleague", name="周同事")
    return Post.objects.create(user=user, organisation=cast.post("east_police").organisation, role="police_officer")


@pytest.fixture
def leader(cast) -> Post:
    return cast.post("east_police_leader")


@pytest.fixture
def accepted(story) -> Task:
    """By the officer in the east."""
    return story.accept(story.report())


@pytest.mark.django_db
def test_the_task_goes_with_what_was_begun_and_both_are_told(accepted, story, cast, leader, colleague):
    draft, due, officer = story.draft(accepted, found="半途而止"), accepted.due_at, cast.post("east_police")
    services.reassign_task(accepted, colleague, by=leader, seen=officer.pk)
    task = fresh(accepted)
    assert (task.assignee, task.due_at) == (colleague, due)
    assert fresh(draft).post == colleague
    event = task.case.events.last()
    assert (event.kind, event.post) == ("reassigned", leader)
    assert (event.detail["from"], event.detail["to"]) == (str(officer.pk), str(colleague.pk))
    assert broken_links(task.case) == []
    told = {notice.user: notice.template for notice in Notice.objects.filter(template__in=["task_given", "task_taken"])}
    assert told == {colleague.user: "task_given", officer.user: "task_taken"}
    services.complete_task(task, "notify", by=colleague, draft=fresh(draft))


@pytest.mark.django_db
def test_back_with_everybody_it_can_be_accepted_again(accepted, story, cast, leader, colleague):
    draft = story.draft(accepted)
    services.reassign_task(accepted, None, by=leader, seen=cast.post("east_police").pk)
    assert fresh(accepted).assignee is None
    assert fresh(draft).post is None
    assert services.accept_task(fresh(accepted), by=colleague).assignee == colleague


@pytest.mark.django_db
def test_what_nobody_has_accepted_can_be_given(story, leader, colleague):
    task = story.report().tasks.get()
    services.reassign_task(task, colleague, by=leader, seen=None)
    assert fresh(task).assignee == colleague
    assert fresh(task).accepted_at is not None


@pytest.mark.django_db
def test_a_second_press_changes_nothing(accepted, cast, leader, colleague):
    for _press in range(2):
        services.reassign_task(accepted, colleague, by=leader, seen=cast.post("east_police").pk)
    assert accepted.case.events.filter(kind="reassigned").count() == 1


@pytest.mark.django_db
def test_only_a_leader_of_the_organisation_gives_and_a_try_is_on_record(accepted, cast, colleague):
    officer = cast.post("east_police")
    for name in ("east_police", "city_police", "east_township", "form_administrator"):
        with pytest.raises(Refused):
            services.reassign_task(accepted, colleague, by=cast.post(name), seen=officer.pk)
        assert Access.objects.filter(action="reassign", post=cast.post(name)).exists(), name
    assert fresh(accepted).assignee == officer


@pytest.mark.django_db
def test_nobody_outside_the_organisation_is_given_anything(accepted, cast, leader):
    seen = cast.post("east_police").pk
    for name in ("west_police", "city_police", "east_township"):
        with pytest.raises(Refused):
            services.reassign_task(accepted, cast.post(name), by=leader, seen=seen)


@pytest.mark.django_db
def test_who_works_where_the_conflict_rule_shuts_out_is_given_nothing(accepted, cast, leader, colleague):
    school = cast.post("east_teacher").organisation
    Post.objects.create(user=colleague.user, organisation=school, role="teacher")
    CaseExclusion.objects.create(case=accepted.case, organisation=school, reason="named")
    with pytest.raises(NotPossible) as refusal:
        services.reassign_task(accepted, fresh(colleague), by=leader, seen=cast.post("east_police").pk)
    assert refusal.value.code == "shut_out"


@pytest.mark.django_db
def test_what_is_done_is_given_to_nobody(accepted, story, cast, leader, colleague):
    officer = cast.post("east_police")
    services.complete_task(accepted, "notify", by=officer, draft=story.draft(accepted))
    with pytest.raises(NotPossible):
        services.reassign_task(accepted, colleague, by=leader, seen=officer.pk)


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_and_the_second_reads_who_has_it(accepted, cast, leader, colleague):
    seen = cast.post("east_police").pk
    user = User.objects.create(username="deputy", name="吴副职")
    deputy = Post.objects.create(user=user, organisation=leader.organisation, role="police_leader")
    results = at_once(
        lambda: services.reassign_task(accepted, colleague, by=leader, seen=seen),
        lambda: services.reassign_task(accepted, deputy, by=deputy, seen=seen),
    )
    loser = next(result for result in results if isinstance(result, Exception))
    assert isinstance(loser, NotPossible), results
    assert str(fresh(accepted).assignee.user) in str(loser.sentence)
    assert accepted.case.events.filter(kind="reassigned").count() == 1
    assert broken_links(fresh(accepted.case)) == []
