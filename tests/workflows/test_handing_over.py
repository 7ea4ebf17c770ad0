"""Open work goes on when somebody leaves: to a colleague, or back to the organisation."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.models import Draft
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Post, User
from portal.jobs import runner
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.staffing import leaving
from workflows import events, services
from workflows.models import Case, Task


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def colleague(cast) -> Post:
    user = User.objects.create(username="colleague", name="colleague")
    return Post.objects.create(user=user, organisation=cast.post("east_police").organisation, role="police_officer")


@pytest.fixture
def desk(client, cast):
    def sign_in(user):
        client.force_login(User.objects.get(pk=user.pk))
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def begun(story):
    """A task that the eastern officer has accepted and begun to write about."""
    case = story.report()
    task = story.accept(case)
    return task, story.draft(task, found="半途而止")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def left_yesterday(post: Post, **values) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    post.starts_on, post.ends_on = yesterday, yesterday
    for name, value in values.items():
        setattr(post, name, value)
    post.save()


def test_task_and_form_go_to_the_colleague_and_the_case_records_it(begun, cast, colleague):
    task, draft = begun
    due = task.due_at
    assert services.hand_over(cast.post("east_police"), colleague, by=cast.post("east_police_leader")) == 1
    assert fresh(task).assignee == colleague
    assert fresh(task).due_at == due
    assert fresh(draft).post == colleague
    assert fresh(draft).answers["found"] == "半途而止"
    event = task.case.events.last()
    assert (event.kind, event.post) == ("handed_over", cast.post("east_police_leader"))
    assert event.detail["from"] == str(cast.post("east_police").pk)
    assert event.detail["to"] == str(colleague.pk)
    assert events.broken_links(fresh(task.case)) == []
    services.complete_task(fresh(task), "notify", by=colleague, draft=fresh(draft))
    assert Notice.objects.get(user=colleague.user, template="work_handed_over").words == {"n": "1"}


def test_back_in_the_inbox_the_task_is_new_and_whoever_takes_it_finds_the_begun_form(begun, cast, colleague, desk):
    task, draft = begun
    services.hand_over(cast.post("east_police"), None, by=cast.post("east_police"))
    assert fresh(task).assignee is None
    assert fresh(task).accepted_at is None
    assert fresh(draft).post is None
    response = desk(colleague.user).post(reverse("desk:start_form", args=[task.pk]), follow=True)
    assert "半途而止" in response.content.decode()
    assert fresh(draft).post == colleague


def test_a_form_that_is_nobodys_is_not_open_to_strangers(begun, cast, desk):
    task, draft = begun
    services.hand_over(cast.post("east_police"), None, by=cast.post("east_police"))
    assert fresh(draft).token_digest is None
    client = desk(cast.west_police)
    assert client.post(reverse("desk:start_form", args=[task.pk])).status_code == 404
    assert client.get(reverse("desk:form_start", args=[task.pk])).status_code == 404
    assert fresh(draft).post is None


def test_who_has_begun_the_same_form_keeps_it_and_nothing_is_thrown_away(begun, cast, colleague, story):
    _task, draft = begun
    version = draft.version
    own = Draft(version=version, occasion=draft.occasion, post=colleague, data_key=draft.data_key)
    own.answers = {"found": "另一份"}
    own.save()
    services.hand_over(cast.post("east_police"), colleague, by=cast.post("east_police"))
    assert fresh(own).post == colleague
    assert fresh(draft).post is None
    assert fresh(draft).answers["found"] == "半途而止"


def test_handing_over_twice_hands_over_once(begun, cast, colleague):
    task, _draft = begun
    before = task.case.events.count()
    counts = [services.hand_over(cast.post("east_police"), colleague, by=None) for _time in range(2)]
    assert counts == [1, 0]
    assert task.case.events.count() == before + 1


def test_finished_work_stays_with_who_did_it(story, cast, colleague):
    case = story.report()
    services.complete_task(story.task(case, "take"), "accept", by=cast.post("east_police"))
    services.hand_over(cast.post("east_police"), colleague, by=None)
    assert case.tasks.get(key="take").assignee == cast.post("east_police")


@pytest.mark.parametrize("stranger", ["west_police", "city_police", "east_township"])
def test_nobody_else_hands_it_over_and_the_try_is_on_record(begun, cast, colleague, stranger):
    task, _draft = begun
    with pytest.raises(Refused):
        services.hand_over(cast.post("east_police"), colleague, by=cast.post(stranger))
    assert fresh(task).assignee == cast.post("east_police")
    assert Access.objects.filter(user=cast.people[stranger], allowed=False, action="hand_over").exists()


def test_it_goes_to_a_current_post_of_the_same_organisation_only(begun, cast, colleague):
    left_yesterday(colleague)
    for successor in (cast.post("west_police"), cast.post("east_police"), colleague):
        with pytest.raises(Refused):
            services.hand_over(cast.post("east_police"), successor, by=cast.post("east_police_leader"))
    assert fresh(begun[0]).assignee == cast.post("east_police")


# When a post has ended.


def test_the_daily_look_puts_the_work_back_and_tells_the_leader(begun, cast):
    task, _draft = begun
    left_yesterday(cast.post("east_police"))
    job = Job.objects.get(kind="staffing.ended_posts")
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    runner.run(str(job.pk))
    assert fresh(task).assignee is None
    event = task.case.events.last()
    assert (event.kind, event.post, event.detail["to"]) == ("handed_over", None, "")
    assert Notice.objects.get(user=cast.east_police_leader, template="post_ended").words == {"n": "1"}


def test_the_daily_look_gives_it_to_the_successor_whom_the_post_names(begun, cast, colleague):
    left_yesterday(cast.post("east_police"), successor=colleague)
    assert leaving.look_after_ended() == 1
    assert fresh(begun[0]).assignee == colleague
    assert leaving.look_after_ended() == 0


def test_a_successor_who_has_left_too_gets_nothing(begun, cast, colleague):
    left_yesterday(cast.post("east_police"), successor=colleague)
    left_yesterday(colleague)
    leaving.look_after_ended()
    assert fresh(begun[0]).assignee is None


def test_a_post_that_has_not_ended_keeps_its_work(begun, cast):
    post = cast.post("east_police")
    post.ends_on = timezone.localdate()
    post.save()
    assert leaving.look_after_ended() == 0
    assert fresh(begun[0]).assignee == post


def test_where_nobody_leads_everybody_is_told_and_where_nobody_is_left_the_administrator(begun, cast, colleague):
    administrator = cast.form_administrator
    Post.objects.filter(user=administrator).update(role="system_administrator")
    Post.objects.filter(user=cast.east_police_leader).delete()
    left_yesterday(cast.post("east_police"))
    leaving.look_after_ended()
    assert set(Notice.objects.values_list("user", flat=True)) == {colleague.user.pk}
    services.accept_task(Task.objects.open().get(), by=colleague)
    left_yesterday(colleague)
    leaving.look_after_ended()
    assert Notice.objects.filter(user=administrator, template="post_ended").exists()


def test_every_look_plans_the_next_one(cast):
    left_yesterday(cast.post("east_police"))
    Job.objects.all().delete()
    from portal.staffing.job_handlers import look_at_ended_posts

    look_at_ended_posts()
    look_at_ended_posts()
    job = Job.objects.get(kind="staffing.ended_posts")
    assert timezone.localdate(job.run_after) == timezone.localdate() + timedelta(days=1)


# The page.


def test_the_page_lists_the_work_and_hands_it_over(begun, cast, colleague, desk):
    task, _draft = begun
    client = desk(cast.east_police_leader)
    address = reverse("desk:hand_over", args=[cast.post("east_police").pk])
    shown = text(client.get(address))
    assert task.case.number in shown
    assert "form begun" in shown
    refused = text(client.post(address, {"to": "999999"}, follow=True))
    assert "Nothing was changed" in refused
    done = text(client.post(address, {"to": colleague.pk}, follow=True))
    assert "1 task has been handed over" in done
    assert fresh(task).assignee == colleague
    shown = text(client.get(reverse("desk:case", args=[task.case_id])))
    assert "handed over to a colleague" in shown


@pytest.mark.parametrize("stranger", ["west_police", "east_township"])
def test_the_page_is_not_there_for_others(begun, cast, desk, stranger):
    address = reverse("desk:hand_over", args=[cast.post("east_police").pk])
    client = desk(cast.people[stranger])
    assert client.get(address).status_code == 404
    assert client.post(address, {"to": "inbox"}).status_code == 404
    assert fresh(begun[0]).assignee == cast.post("east_police")


def test_the_administrator_learns_how_much_and_nothing_of_the_cases(begun, cast, desk):
    Post.objects.filter(user=cast.form_administrator).update(role="system_administrator")
    client = desk(cast.form_administrator)
    shown = text(client.get(reverse("desk:hand_over", args=[cast.post("east_police").pk])))
    assert "1 open task" in shown
    assert Case.objects.get().number not in shown


def test_the_absence_page_names_a_substitute_and_ends_it(cast, colleague, desk):
    client = desk(cast.east_police)
    today = timezone.localdate().isoformat()
    page = reverse("desk:absence")
    sent = {"substitute": colleague.pk, "starts_on": today, "ends_on": today}
    assert "has been told" in text(client.post(page, sent, follow=True))
    absence = colleague.substitutions.get()
    assert "You stand in for east_police" in text(desk(colleague.user).get(page))
    client = desk(cast.east_police)
    client.post(reverse("desk:end_absence", args=[absence.pk]))
    assert fresh(absence).cancelled_at is not None


def test_what_is_wrong_stands_at_its_field_and_the_days_are_kept(cast, colleague, desk):
    today = timezone.localdate()
    sent = {"substitute": colleague.pk, "starts_on": today, "ends_on": today - timedelta(days=1)}
    response = desk(cast.east_police).post(reverse("desk:absence"), sent)
    assert "ends before it begins" in text(response)
    assert today.isoformat() in response.content.decode()


@pytest.mark.parametrize("stranger", ["west_police", "city_police"])
def test_nobody_arranges_for_a_stranger_on_the_page(cast, colleague, desk, stranger):
    today = timezone.localdate().isoformat()
    sent = {"post": cast.post("east_police").pk, "substitute": colleague.pk, "starts_on": today, "ends_on": today}
    assert desk(cast.people[stranger]).post(reverse("desk:absence"), sent).status_code == 404
    assert not colleague.substitutions.exists()
