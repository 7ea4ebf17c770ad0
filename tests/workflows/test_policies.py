"""Who may see, do and read what, for everybody in the cast and the double next door."""

import pytest

from tests.cast import ACTORS
from workflows import services
from workflows.models import Case, Task
from workflows.policies import may, may_know_reporter, readable

EVERYTHING = {"open", "personal", "sensitive", "reporter"}
ALL_BUT_REPORTER = {"open", "personal", "sensitive"}
POLICE = {"east_police", "east_police_leader"}


@pytest.fixture
def people(cast):
    return {name: getattr(cast, name) for name in ACTORS}


def who(people, question):
    return {name for name, user in people.items() if question(user)}


def test_only_the_police_of_the_place_see_a_new_case(story, people):
    case = story.report(by="east_teacher")
    assert who(people, lambda user: Case.objects.visible_to(user).filter(pk=case.pk).exists()) == POLICE
    assert who(people, lambda user: Task.objects.visible_to(user).filter(case=case).exists()) == POLICE
    assert who(people, lambda user: may(user.acting_post, "see", case).allowed) == POLICE


def test_the_township_sees_it_after_the_notification_and_its_neighbour_never(story, people):
    case = story.report()
    story.notify(case)
    seeing = who(people, lambda user: Case.objects.visible_to(user).filter(pk=case.pk).exists())
    assert seeing == POLICE | {"east_township", "east_civil_affairs"}


@pytest.mark.parametrize("action", ["accept", "complete"])
def test_only_the_organisation_of_a_task_works_on_it(story, people, action):
    task = story.report().tasks.get()
    assert who(people, lambda user: may(user.acting_post, action, task).allowed) == POLICE


def test_a_refusal_says_why(story, cast):
    task = story.report().tasks.get()
    answer = may(cast.post("west_police"), "accept", task)
    assert not answer.allowed
    assert answer.code == "not_yours"
    assert str(answer.sentence)


def test_nobody_without_a_post_may_do_anything(story):
    answer = may(None, "accept", story.report().tasks.get())
    assert (answer.allowed, answer.code) == (False, "no_post")


def test_before_anybody_accepted_only_the_leader_may_know_who_reported(story, people):
    case = story.report()
    assert who(people, lambda user: may_know_reporter(user.acting_post, case)) == {"east_police_leader"}


def test_the_accepting_officer_and_the_leader_may_know_who_reported_and_nobody_else(story, people):
    case = story.report(by="east_teacher")
    story.notify(case)
    case = Case.objects.get()
    assert who(people, lambda user: may_know_reporter(user.acting_post, case)) == POLICE


def test_a_colleague_of_the_accepting_officer_may_not_know_who_reported(story, cast):
    case = story.report()
    story.accept(case, "east_police_leader")
    case = Case.objects.get()
    assert readable(cast.post("east_police"), case, "small_report") == ALL_BUT_REPORTER


def test_who_reads_what_of_the_report(story, people):
    case = story.report()
    story.notify(case)
    case = Case.objects.get()
    found = {name: readable(user.acting_post, case, "small_report") for name, user in people.items()}
    assert {name: read for name, read in found.items() if read} == {
        "east_police": EVERYTHING,
        "east_police_leader": EVERYTHING,
        "east_township": ALL_BUT_REPORTER,
        "east_civil_affairs": {"open", "personal"},
    }


def test_a_form_without_a_row_is_read_by_nobody(story, people):
    case = story.report()
    story.notify(case)
    case = Case.objects.get()
    assert who(people, lambda user: readable(user.acting_post, case, "small_response")) == POLICE
    assert who(people, lambda user: readable(user.acting_post, case, "no_such_form")) == set()


def test_a_finished_case_keeps_its_readers(story, cast):
    case = story.report()
    services.complete_task(story.notify(case), "sign", by=cast.post("east_township"))
    case = Case.objects.get()
    assert readable(cast.post("east_township"), case, "small_report") == ALL_BUT_REPORTER


def test_a_post_that_has_ended_opens_nothing(story, cast):
    case = story.report()
    post = cast.post("east_police")
    post.starts_on = post.ends_on = "2020-01-01"
    post.save()
    assert not Case.objects.visible_to(cast.east_police).filter(pk=case.pk).exists()
    assert not Task.objects.visible_to(cast.east_police).exists()
