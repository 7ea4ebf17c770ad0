"""Measures: what was done and how fast, in the own line and area only, with small numbers unsaid."""

from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.columns import columns
from tests.cast import ACTORS, EAST, EAST_TOWN, WEST, WEST_VILLAGE
from tests.workflows.desk.looking import page, text
from workflows import services
from workflows.charts.stacked import stacked
from workflows.measuring.pace import Pace
from workflows.measuring.period import Period
from workflows.measuring.scope import line_of
from workflows.measuring.told import Told
from workflows.models import Task

end_them = import_module("workflows.migrations.0030_withdrawn_tasks").end_them

MEASURES = reverse("desk:measures")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def done(story, cast):
    """Has the police finish so many first steps, after so long, with a deadline of four hours."""

    def finish(number, took, *, place=None):
        police = "west_police" if place == WEST_VILLAGE else "east_police"
        for _count in range(number):
            case = story.report(**({"place": place} if place else {}))
            task = services.accept_task(case.tasks.get(), by=cast.post(police))
            services.complete_task(task, "accept", by=cast.post(police))
            end = timezone.now()
            values = {"made_at": end - took, "due_at": end - took + 4 * HOUR}
            Task.objects.filter(pk=task.pk).update(done_at=end, **values)

    return finish


def row(rows, label):
    return next(one for one in rows if label in one.label)


def test_only_leaders_and_who_overlooks_an_area_have_measures(at_desk, story):
    leaders = {"east_police_leader", "city_police"}
    for name in ACTORS:
        assert at_desk(name).get(MEASURES).status_code == (200 if name in leaders else 404), name


def test_what_was_done_how_long_it_took_and_how_much_was_in_time(at_desk, done):
    done(3, HOUR)
    done(3, 50 * HOUR)
    response = at_desk("east_police_leader").get(MEASURES)
    step = row(response.context["steps"], "Take on")
    assert (step.told.pace.done, step.told.pace.late, step.told.pace.in_time) == (6, 3, 50)
    assert step.told.pace.spans == (3, 0, 3, 0, 0, 0)
    assert step.told.pace.mean == pytest.approx(25.5 * HOUR, abs=timedelta(seconds=5))
    assert response.context["total"].told.pace == step.told.pace
    assert "25.5 h" in text(response)


def test_fewer_than_five_are_not_said_and_have_no_bar(at_desk, done):
    done(4, HOUR)
    response = at_desk("east_police_leader").get(MEASURES)
    step = row(response.context["steps"], "Take on")
    assert (step.told.done, step.bar) == ("fewer than 5", ())
    assert response.context["units"] == []
    assert [column.amount for column in response.context["trend"].columns] == [0] * 6
    assert "100%" not in text(response)


def test_what_waits_is_not_told_apart_where_it_is_little(at_desk, story):
    story.report()
    response = at_desk("east_police_leader").get(MEASURES)
    assert response.context["now"].open == "fewer than 5"
    [waiting] = response.context["waiting"]
    assert set(waiting.ages) == {"–"}


def test_another_area_counts_nothing_of_ours_and_the_level_above_counts_both(at_desk, done):
    done(5, HOUR)
    done(6, 50 * HOUR, place=WEST_VILLAGE)
    assert at_desk("east_police_leader").get(MEASURES).context["total"].told.pace.done == 5
    city = at_desk("city_police").get(MEASURES).context
    assert city["total"].told.pace.done == 11
    assert {area.code: area.told.pace.in_time for area in city["areas"]} == {EAST: 100, WEST: 0}
    assert [unit.told.pace.late for unit in city["units"]] == [6, 0]


def test_a_place_of_others_in_the_address_is_not_looked_at(at_desk, done):
    done(5, HOUR)
    client = at_desk("east_police_leader")
    assert client.get(MEASURES, {"place": WEST}).context["place"] == ""
    assert client.get(MEASURES, {"place": EAST_TOWN}).context["total"].told.pace.done == 0


def test_what_was_done_in_another_period_is_in_that_one(at_desk, done):
    done(5, HOUR)
    Task.objects.done().update(done_at=datetime(2026, 3, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")))
    client = at_desk("east_police_leader")
    found = {
        period: client.get(MEASURES, {"period": period}).context["total"].told.pace.done
        for period in ("2026-03", "2026-04", "2026-Q1", "2026-Q2", "2026", "2025")
    }
    assert [period for period, number in found.items() if number] == ["2026-03", "2026-Q1", "2026"]


def test_open_work_is_counted_where_it_waits(at_desk, story):
    for _number in range(5):
        story.report()
    response = at_desk("east_police_leader").get(MEASURES)
    assert row(response.context["waiting"], "Take on").told.open == "5"


@pytest.mark.parametrize("written", ["2026-11", "2026-Q4", "2026"])
def test_a_period_is_read_as_it_is_written(written):
    period = Period.read(written)
    assert str(period) == written
    assert period.moved(1).moved(-1) == period


@pytest.mark.parametrize("written", ["2026-13", "2026-Q5", "1999", "202", "2026-1", "", "2026-11-01"])
def test_what_is_no_period_is_none(written):
    assert Period.read(written) is None


def test_a_quarter_begins_and_ends_with_its_months():
    quarter = Period.around(date(2026, 12, 31), "quarter")
    assert (quarter.first, quarter.behind) == (date(2026, 10, 1), date(2027, 1, 1))


def test_a_line_is_what_answers_to_an_organisation_directly_or_through_others():
    assert {"government", "village_committee"} < line_of("civil_affairs")
    assert line_of("police") == {"police"}
    assert "civil_affairs" not in line_of("government")


def test_all_of_them_in_time_is_a_hundred_percent_and_nearly_all_is_not():
    assert (Pace(timed=1000, late=0).in_time, Pace(timed=1000, late=1).in_time) == (100, 99)


def test_the_parts_of_a_bar_fill_it_without_gaps():
    parts = stacked((1, 0, 1, 1), whole=3, width=1000)
    assert [part.key for part in parts] == [0, 2, 3]
    assert [part.x + part.width for part in parts] == [*(part.x for part in parts[1:]), 1000]


def test_the_highest_column_fills_the_height_and_nothing_has_none():
    drawn = columns([("a", 3, 1), ("b", 2, 0), ("c", 0, 0)]).columns
    assert [column.lower + column.upper for column in drawn] == [160, 80, 0]
    assert drawn[0].lower == 120
    assert columns([]).columns == ()


def test_what_another_place_would_tell_by_subtraction_is_said_nowhere(at_desk, done):
    done(9, HOUR)
    done(3, HOUR, place=WEST_VILLAGE)
    client = at_desk("city_police")
    shown = client.get(MEASURES).context
    assert shown["total"].told.done == "12"
    assert {area.code: area.told.done for area in shown["areas"]} == {EAST: "–", WEST: "fewer than 5"}
    assert [(unit.told.done, unit.told.in_time, unit.mean, unit.bar) for unit in shown["units"]] == [
        ("–", "–", "–", ())
    ]
    # Nor on the page of that place, nor in its months, for who reads the whole as well.
    below = client.get(MEASURES, {"place": EAST}).context
    assert below["total"].told.done == "–"
    assert not any(column.amount for column in below["trend"].columns)
    # Its own leader reads it: to them it tells nothing of others.
    assert at_desk("east_police_leader").get(MEASURES).context["total"].told.done == "9"


def test_a_whole_that_would_tell_of_its_parts_is_in_no_chart_either(at_desk, done, story):
    done(3, HOUR)
    Task.objects.done().update(key="respond")
    done(3, HOUR)
    shown = at_desk("east_police_leader").get(MEASURES).context
    assert {step.told.done for step in shown["steps"]} == {"fewer than 5"}
    assert shown["total"].told.done == "–"
    assert not any(column.amount for column in shown["trend"].columns)


def test_a_month_of_few_is_told_neither_by_its_quarter_nor_by_the_months_beside_it(at_desk, done):
    zone = ZoneInfo("Asia/Shanghai")
    done(14, HOUR)
    tasks = list(Task.objects.done().values_list("pk", flat=True))
    for month, part in ((4, tasks[:6]), (5, tasks[6:12]), (6, tasks[12:])):
        Task.objects.filter(pk__in=part).update(done_at=datetime(2026, month, 10, 9, tzinfo=zone))
    client = at_desk("east_police_leader")
    said = {
        period: client.get(MEASURES, {"period": period}).context["total"].told.done
        for period in ("2026-04", "2026-05", "2026-06", "2026-Q2", "2026")
    }
    assert said["2026-06"] == "fewer than 5"
    # Six beside the sum would leave eight for two, and so at most three for the small one.
    assert (said["2026-04"], said["2026-05"]) == ("–", "–")
    assert (said["2026-Q2"], said["2026"]) == ("14", "14")
    drawn = client.get(MEASURES, {"period": "2026-Q2"}).context["trend"].columns
    assert not any(column.amount for column in drawn)


def test_open_work_of_a_place_is_not_told_by_that_of_the_others(at_desk, story):
    for place in [None] * 7 + [WEST_VILLAGE] * 2:
        story.report(**({"place": place} if place else {}))
    client = at_desk("city_police")
    assert client.get(MEASURES).context["now"].open == "9"
    assert client.get(MEASURES, {"place": EAST}).context["now"].open == "–"
    assert client.get(MEASURES, {"place": WEST}).context["now"].open == "fewer than 5"
    told = {unit.name: unit.told.open for unit in page(client, "board").context["below"]}
    assert sorted(told.values()) == ["fewer than 5", "–"]
    assert at_desk("east_police_leader").get(MEASURES).context["now"].open == "7"


def test_of_a_handful_that_was_late_only_what_is_certain_is_said_and_drawn(at_desk, done):
    done(9, HOUR)
    done(1, 50 * HOUR)
    shown = at_desk("east_police_leader").get(MEASURES).context
    assert shown["total"].told.in_time == "≥ 60%"
    assert shown["units"][0].told.amounts == (6, 4)
    assert shown["trend"].columns[-1].amount == 10
    assert Told(Pace(done=10, timed=10, late=9)).in_time == "≤ 40%"
    assert Told(Pace(done=10, timed=10, late=5)).in_time == "50%"
    assert Told(Pace(done=10, timed=4, late=0)).in_time == "–"
    # By how long they took: one of two small parts would tell the other.
    assert Told(Pace(done=10, spans=(9, 0, 1, 0, 0, 0))).spans == (None, 0, None, 0, 0, 0)


def test_what_was_taken_back_was_not_done(at_desk, story, cast):
    for _number in range(5):
        case = story.report()
        story.notify(case)
    client = at_desk("east_police_leader")
    assert client.get(MEASURES).context["total"].told.pace.done == 10
    services.take_back(case, by=cast.post("east_police"))
    assert client.get(MEASURES).context["total"].told.pace.done == 9
    # As it was kept before, until the migration.
    withdrawn = Task.objects.filter(submission__in_case__withdrawn=True)
    withdrawn.update(state=Task.State.DONE)
    end_them(apps, None)
    assert [task.state for task in withdrawn] == [Task.State.CANCELLED]
