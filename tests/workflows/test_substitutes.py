"""A substitute does the work of an absent post: sees it, does it, leaves a trace of both, and no longer than agreed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.models import Draft
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Absence, Post, User
from workflows import events, services
from workflows.models import Case, Task
from workflows.policies import may, readable


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def desk(client, cast):
    def sign_in(user):
        client.force_login(User.objects.get(pk=user.pk))
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def colleague(cast):
    """A second officer of the eastern police."""
    user = User.objects.create(username="colleague", name="colleague")
    first = cast.post("east_police")
    Post.objects.create(user=user, organisation=first.organisation, role="police_officer")
    return user


def away(absent: Post, substitute: Post, *, first=0, last=3) -> Absence:
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
    row = Absence(post=absent, substitute=substitute, made_by=absent.user, **days)
    row.full_clean()
    row.save()
    return row


def over(absence: Absence) -> None:
    """Days go by."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Absence.objects.filter(pk=absence.pk).update(starts_on=yesterday, ends_on=yesterday)


def test_a_colleague_finishes_what_the_absent_officer_accepted_and_both_are_on_record(story, cast, colleague):
    case = story.report()
    task = story.accept(case)
    draft = story.draft(task)
    post = colleague.acting_post
    assert not may(post, "complete", task).allowed
    away(cast.post("east_police"), post)
    services.complete_task(task, "notify", by=Post.objects.get(pk=post.pk), draft=draft)
    event = case.events.last()
    assert event.post == post
    assert event.detail["standing_for"] == str(cast.post("east_police").pk)
    case.refresh_from_db()
    assert events.broken_links(case) == []
    assert Task.objects.get(pk=task.pk).done_by == post


def test_what_a_colleague_may_do_anyway_is_done_in_the_own_name(story, cast, colleague):
    case = story.report()
    away(cast.post("east_police"), colleague.acting_post)
    services.accept_task(story.task(case, "take"), by=colleague.acting_post)
    assert case.tasks.get().assignee == colleague.acting_post
    assert "standing_for" not in case.events.last().detail


def test_the_leader_above_sees_the_place_of_the_absent_post_and_accepts_in_its_name(story, cast):
    case = story.report()
    assert not Case.objects.visible_to(cast.city_police).exists()
    assert not Task.objects.visible_to(cast.city_police).exists()
    away(cast.post("east_police_leader"), cast.post("city_police"))
    assert Case.objects.visible_to(cast.city_police).get() == case
    task = Task.objects.visible_to(cast.city_police).get()
    services.accept_task(task, by=cast.post("city_police"))
    task.refresh_from_db()
    assert task.assignee == cast.post("east_police_leader")
    assert case.events.last().post == cast.post("city_police")


def test_a_substitute_reads_what_the_absent_post_may_and_others_next_door_do_not(story, cast):
    case = story.report()
    away(cast.post("east_police_leader"), cast.post("city_police"))
    assert readable(cast.post("city_police"), case, "small_report") == readable(
        cast.post("east_police_leader"), case, "small_report"
    )
    assert readable(cast.post("west_police"), case, "small_report") == set()


def test_a_colleague_without_an_absence_gains_nothing(story, cast, colleague):
    task = story.accept(story.report())
    away(cast.post("east_police"), colleague.acting_post, first=1, last=3)
    with pytest.raises(Refused) as refusal:
        services.complete_task(task, "notify", by=colleague.acting_post, draft=story.draft(task))
    assert refusal.value.code == "accepted_by_another"


def test_after_the_absence_the_substitute_is_told_so_and_does_nothing(story, cast, colleague):
    task = story.accept(story.report())
    over(away(cast.post("east_police"), colleague.acting_post))
    with pytest.raises(Refused) as refusal:
        services.complete_task(task, "notify", by=Post.objects.get(user=colleague), draft=story.draft(task))
    assert refusal.value.code == "substitution_over"
    assert "east_police" in str(refusal.value.sentence)
    task.refresh_from_db()
    assert task.state == Task.State.OPEN


def test_a_substitute_of_the_substitute_does_not_do_the_work_of_the_first(story, cast, colleague):
    task = story.accept(story.report())
    away(cast.post("east_police"), cast.post("east_police_leader"))
    away(cast.post("east_police_leader"), cast.post("city_police"))
    # The leader's own rights are lent, as those of a leader; the officer's acceptance is not what lends them.
    assert may(cast.post("city_police"), "complete", task).standing_for == cast.post("east_police_leader")
    away(cast.post("city_police"), Post.objects.create(
        user=colleague, organisation=cast.post("city_police").organisation, role="police_officer"
    ))  # fmt: skip
    third = Post.objects.get(user=colleague, organisation__area="990100000000")
    assert not may(third, "complete", task).allowed


def test_the_inbox_marks_whose_tasks_they_are(desk, story, cast, colleague):
    case = story.report()
    story.accept(case)
    client = desk(colleague)
    assert "for east_police" not in text(client.get(reverse("desk:inbox")))
    away(cast.post("east_police"), colleague.acting_post)
    for tab in ("open", "mine"):
        shown = text(client.get(reverse("desk:inbox"), {"show": tab}))
        assert case.number in shown
        assert "for east_police" in shown


def test_a_form_is_gone_on_with_where_the_absent_officer_left_it(desk, story, cast, colleague):
    task = story.accept(story.report())
    begun = story.draft(task, found="半途而止")
    away(cast.post("east_police"), colleague.acting_post)
    client = desk(colleague)
    response = client.post(reverse("desk:start_form", args=[task.pk]), follow=True)
    assert "半途而止" in response.content.decode()
    assert Draft.objects.filter(occasion=services.occasion_of(task.pk)).get() == begun


def test_a_form_that_a_substitute_begins_is_there_when_the_absent_officer_comes_back(desk, story, cast, colleague):
    task = story.accept(story.report())
    away(cast.post("east_police"), colleague.acting_post)
    desk(colleague).post(reverse("desk:start_form", args=[task.pk]))
    draft = Draft.objects.get(occasion=services.occasion_of(task.pk))
    assert draft.post == cast.post("east_police")


def test_the_access_log_names_the_absent_post_only_where_its_rights_were_needed(desk, story, cast):
    case = story.report()
    submission = case.opening_submission
    away(cast.post("east_police_leader"), cast.post("city_police"))
    client = desk(cast.city_police)
    assert client.get(reverse("desk:submission", args=[case.pk, submission.pk])).status_code == 200
    entry = Access.objects.filter(user=cast.city_police, allowed=True).latest("pk")
    assert entry.purpose.endswith(f" for post {cast.post('east_police_leader').pk}")
    desk(cast.east_police).get(reverse("desk:submission", args=[case.pk, submission.pk]))
    own = Access.objects.filter(user=cast.east_police, allowed=True).latest("pk")
    assert "for post" not in own.purpose


def test_an_old_link_says_that_the_time_is_over_and_shows_nothing_of_the_case(desk, story, cast):
    case = story.report()
    task = case.tasks.get()
    row = away(cast.post("east_police_leader"), cast.post("city_police"))
    client = desk(cast.city_police)
    addresses = [reverse("desk:case", args=[case.pk]), reverse("desk:task", args=[task.pk])]
    assert {client.get(address).status_code for address in addresses} == {200}
    over(row)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 403
        assert "stood in for east_police_leader" in text(response)
        assert case.number not in text(response)
    # Who never stood in is told nothing at all.
    assert desk(cast.west_police).get(addresses[0]).status_code == 404


def test_the_timeline_names_both(desk, story, cast, colleague):
    case = story.report()
    task = story.accept(case)
    away(cast.post("east_police"), colleague.acting_post)
    services.complete_task(task, "notify", by=Post.objects.get(user=colleague), draft=story.draft(task))
    shown = text(desk(cast.east_police).get(reverse("desk:case", args=[case.pk])))
    assert re.search(r"colleague, standing in for .*east_police", shown)
