"""Two people, one task, the same moment: one transition."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from workflows import services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, EffectRun

CLICKS = 4


def at_once(*actions):
    """Do these in threads of their own, let go together; the value or the exception of each."""
    together = Barrier(len(actions))

    def go(action):
        together.wait(timeout=30)
        try:
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(go, actions))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_are_one_transition(cast, story):
    case = story.report()
    task = case.tasks.get()
    posts = [cast.post("east_police"), cast.post("east_police_leader")] * (CLICKS // 2)
    results = at_once(*[lambda post=post: services.complete_task(task, "accept", by=post) for post in posts])
    refusals = [result for result in results if isinstance(result, NotPossible)]
    assert len(refusals) == CLICKS - 1, results
    assert all(str(refusal.sentence) for refusal in refusals)
    case = Case.objects.get()
    assert [event.kind for event in case.events.all()] == ["opened", "moved"]
    assert case.tasks.filter(key="respond").count() == 1
    assert EffectRun.objects.filter(case=case).count() == 2
    assert broken_links(case) == []


@pytest.mark.django_db(transaction=True)
def test_two_people_accept_and_one_has_it(cast, story):
    task = story.report().tasks.get()
    posts = [cast.post("east_police"), cast.post("east_police_leader")]
    results = at_once(*[lambda post=post: services.accept_task(task, by=post) for post in posts])
    loser = next(result for result in results if isinstance(result, Exception))
    assert isinstance(loser, NotPossible), results
    task.refresh_from_db()
    assert str(task.assignee.user) in str(loser.sentence)


@pytest.mark.django_db(transaction=True)
def test_two_ways_out_of_a_state_are_one(cast, story):
    """The township signs while civil affairs sends it back: the case goes one way, and the other is told."""
    case = story.report()
    story.notify(case)
    sign, back = story.task(case, "sign"), story.task(case, "watch")
    results = at_once(
        lambda: services.complete_task(sign, "sign", by=cast.post("east_township")),
        lambda: services.complete_task(back, "back", by=cast.post("east_civil_affairs")),
    )
    assert sum(isinstance(result, NotPossible) for result in results) == 1, results
    case = Case.objects.get()
    assert case.state in ("received", "reported")
    assert broken_links(case) == []
