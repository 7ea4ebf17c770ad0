"""The team board: whose load, in numbers that agree with the inbox, and giving tasks without a script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Access
from portal.directory.models import Post, User
from tests.cast import ACTORS, EAST_VILLAGE, WEST_VILLAGE
from tests.workflows.desk.looking import inbox_of, page, text
from workflows import services
from workflows.models import Task

BOARD = reverse("desk:board")


@pytest.fixture
def colleague(cast) -> Post:
    user = User.objects.create(username="colleague", name="周同事")
    return Post.objects.create(user=user, organisation=cast.post("east_police").organisation, role="police_officer")


def lane_of(response, key):
    return next(lane for lane in response.context["lanes"] if lane.key == str(key))


def give(client, to, *chosen):
    return client.post(BOARD, {"task": list(chosen), "to": to}, follow=True)


def test_only_leaders_have_a_board(at_desk, story):
    leaders = {"east_police_leader", "city_police"}
    for name in ACTORS:
        assert at_desk(name).get(BOARD).status_code == (200 if name in leaders else 404), name


def test_each_person_has_a_lane_with_what_the_inbox_says(at_desk, story, cast, colleague):
    officer = cast.post("east_police")
    for _number in range(2):
        services.accept_task(story.report().tasks.get(), by=officer)
    story.report()
    response = page(at_desk("east_police_leader"), "board")
    assert lane_of(response, officer.pk).load.open == len(lane_of(response, officer.pk).cards) == 2
    assert lane_of(response, "inbox").load.open == 1
    assert lane_of(response, colleague.pk).load.open == 0
    assert response.context["total"]["open"] == len(inbox_of(at_desk("east_police_leader")).context["entries"])


def test_late_and_long_waiting_work_is_counted(at_desk, story):
    now = timezone.now()
    for days in (1, 5, 20, 40):
        task = story.report().tasks.get()
        Task.objects.filter(pk=task.pk).update(made_at=now - timedelta(days=days), due_at=now - timedelta(hours=1))
    load = lane_of(page(at_desk("east_police_leader"), "board"), "inbox").load
    assert (load.ages, load.overdue, load.urgent) == ((1, 1, 1, 1), 4, 4)


def test_the_chosen_tasks_go_to_who_was_chosen(at_desk, story, cast, colleague):
    tasks = [story.report().tasks.get() for _number in range(2)]
    response = give(at_desk("east_police_leader"), colleague.pk, *(f"{task.pk}:0" for task in tasks))
    assert "周同事 has 2 tasks now" in text(response)
    assert Task.objects.filter(assignee=colleague).count() == 2
    response = give(at_desk("east_police_leader"), "inbox", f"{tasks[0].pk}:{colleague.pk}")
    assert Task.objects.filter(assignee=colleague).count() == 1


def test_who_decided_on_an_old_page_reads_who_has_it(at_desk, story, cast, colleague):
    task = story.report().tasks.get()
    services.accept_task(task, by=cast.post("east_police"))
    response = give(at_desk("east_police_leader"), colleague.pk, f"{task.pk}:0")
    assert f"Meanwhile {cast.east_police} has this task" in text(response)
    assert not Task.objects.filter(assignee=colleague).exists()


def test_nobody_and_nothing_chosen_changes_nothing(at_desk, story, cast):
    task = story.report().tasks.get()
    client = at_desk("east_police_leader")
    assert "Choose who" in text(give(client, "", f"{task.pk}:0"))
    assert "Choose who" in text(give(client, cast.post("west_police").pk, f"{task.pk}:0"))
    assert "Choose at least one" in text(give(client, "inbox"))
    assert Task.objects.get().assignee is None


def test_a_task_of_others_is_left_out_and_nothing_is_said_of_it(at_desk, story, cast):
    case = story.report()
    task = case.tasks.get()
    said = text(give(at_desk("city_police"), cast.post("city_police").pk, f"{task.pk}:0", "x:0", f"{task.pk}:0"))
    assert "2 of what you chose were left out" in said
    assert case.number not in said
    assert Task.objects.get().assignee is None
    assert Access.objects.filter(action="see", allowed=False, object_id=str(task.pk)).count() == 1


def test_the_level_above_reads_numbers_of_the_units_below_and_no_small_ones(at_desk, story):
    case = story.report()
    response = page(at_desk("city_police"), "board")
    assert [unit.name for unit in response.context["below"]] == ["东溪县 police"]
    assert "fewer than 5" in text(response)
    assert case.number not in text(response)
    for _number in range(4):
        story.report()
    assert (
        response.context["below"][0].told.open
        != page(at_desk("city_police"), "board").context["below"][0].told.open
        == "5"
    )


def test_a_board_of_many_costs_no_more_queries(at_desk, story, cast, django_assert_max_num_queries):
    client = at_desk("east_police_leader")
    story.report()
    page(client, "board")
    with django_assert_max_num_queries(60) as few:
        page(client, "board")
    for number in range(6):
        user = User.objects.create(username=f"officer{number}", name=f"officer {number}")
        post = Post.objects.create(user=user, organisation=cast.post("east_police").organisation, role="police_officer")
        services.accept_task(story.report().tasks.get(), by=post)
    with django_assert_max_num_queries(len(few)):
        page(client, "board")


def test_one_person_alone_is_shown_whole(at_desk, story, cast):
    for _number in range(8):
        services.accept_task(story.report().tasks.get(), by=cast.post("east_police"))
    client, key = at_desk("east_police_leader"), cast.post("east_police").pk
    assert "2 more" in text(page(client, "board"))
    assert len(lane_of(client.get(BOARD, {"who": key}), key).cards) == 8
    assert client.get(BOARD, {"who": cast.post("west_police").pk}).status_code == 404


def test_the_order_of_units_tells_nothing_of_a_handful(at_desk, story):
    for place in [WEST_VILLAGE] * 4 + [EAST_VILLAGE]:
        story.report(place=place)
    units = page(at_desk("city_police"), "board").context["below"]
    assert {unit.told.load.open for unit in units} == {1, 4}
    assert [unit.name for unit in units] == sorted(unit.name for unit in units)
