"""Several tasks of one kind are finished at once, each by itself."""

import pytest
from django.urls import reverse

from portal.access.models import Access
from tests.cast import WEST_VILLAGE
from workflows import services
from workflows.desk import several
from workflows.models import Case, Task

pytestmark = pytest.mark.django_db
FINISH = reverse("desk:finish_several")


def test_each_is_finished_by_itself_and_the_page_says_which_went(cast, story, version, client):
    cases = [story.report() for _number in range(3)]
    tasks = [str(case.tasks.get().pk) for case in cases]
    client.force_login(cast.east_police)
    assert FINISH in client.get(reverse("desk:inbox")).content.decode()
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert 'value="accept"' in asked
    assert all(case.number in asked for case in cases)
    services.accept_task(cases[0].tasks.get(), by=cast.post("east_police_leader"))
    done = client.post(FINISH, {"task": tasks, "transition": "accept"}).content.decode()
    assert sorted(Case.objects.values_list("state", flat=True)) == ["handling", "handling", "reported"]
    assert done.count("badge--success") == 2
    assert done.count("badge--danger") == 1
    # A second click does nothing, and says so.
    again = client.post(FINISH, {"task": tasks[1:], "transition": "accept"}, follow=True)
    assert again.redirect_chain
    assert Case.objects.filter(state="handling").count() == 2


def test_what_needs_a_form_and_nothing_at_all_is_not_finished_so(cast, story, version, client):
    respond = story.accept(story.report())
    client.force_login(cast.east_police)
    for tasks in ([str(respond.pk)], []):
        assert client.post(FINISH, {"task": tasks, "transition": "accept"}).url == reverse("desk:inbox")
    assert Case.objects.get().state == "handling"


def test_what_is_of_another_kind_is_left_out_and_the_page_says_why_before_and_after(cast, story, version, client):
    client.cookies["django_language"] = "en"
    one, two = story.report(), story.report()
    respond, done, take = story.accept(one), one.tasks.get(key="take"), two.tasks.get()
    client.force_login(cast.east_police)
    tasks = [str(task.pk) for task in (respond, done, take)]
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert "1 task will be finished." in asked
    for why in ("This is finished with a form.", "This is finished already, or no longer needed."):
        assert why in asked
    assert f'name="task" value="{take.pk}"' in asked
    assert f'name="task" value="{respond.pk}"' not in asked
    done_page = client.post(FINISH, {"task": tasks, "transition": "accept"}).content.decode()
    assert "1 of 3 done." in done_page
    assert set(Case.objects.values_list("state", flat=True)) == {"handling"}


def test_another_kind_of_step_is_finished_separately(cast, story, version, client):
    client.cookies["django_language"] = "en"
    notified, reported = story.report(), story.report()
    story.notify(notified)
    Task.objects.filter(case=reported).update(organisation=cast.post("east_township").organisation)
    client.force_login(cast.east_township)
    tasks = [str(story.task(notified, "sign").pk), str(story.task(reported, "take").pk)]
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert "This is another kind of step: finish it separately." in asked


def test_a_task_of_others_is_left_out_without_a_word_of_it_and_the_rest_is_finished_once(cast, story, version, client):
    client.cookies["django_language"] = "en"
    mine, foreign = story.report(), story.report(place=WEST_VILLAGE)
    client.force_login(cast.east_police)
    key = str(mine.tasks.get().pk)
    tasks = [key, str(foreign.tasks.get().pk), "x", key, key.upper()]
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert "2 of what you chose were left out" in asked
    assert foreign.number not in asked
    assert asked.count(f'name="task" value="{key}"') == 1
    done = client.post(FINISH, {"task": tasks, "transition": "accept"}).content.decode()
    assert "1 of 1 done." in done
    assert foreign.number not in done
    assert Case.objects.get(pk=foreign.pk).state == "reported"
    tried = Access.objects.filter(action="see", allowed=False, object_id=str(foreign.tasks.get().pk))
    assert tried.count() == 2


def test_more_than_is_done_at_once_is_said(cast, story, version, client, monkeypatch):
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(several, "MOST_AT_ONCE", 1)
    tasks = [str(story.report().tasks.get().pk) for _number in range(3)]
    client.force_login(cast.east_police)
    asked = client.post(FINISH, {"task": tasks}).content.decode()
    assert "2 more were left out: at most 1 are done at once." in asked


def test_what_is_accepted_from_the_list_leaves_out_what_is_not_theirs(cast, story, version, client):
    client.cookies["django_language"] = "en"
    mine, foreign = story.report().tasks.get(), story.report(place=WEST_VILLAGE).tasks.get()
    client.force_login(cast.east_police)
    chosen = {"task": [str(mine.pk), str(foreign.pk), str(mine.pk)]}
    said = client.post(reverse("desk:accept_several"), chosen, follow=True).content.decode()
    assert "1 task is yours now." in said
    assert "1 of what you chose was left out" in said
    foreign.refresh_from_db()
    assert foreign.assignee is None
