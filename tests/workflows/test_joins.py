"""Tasks of a state come together: all, one, so many of them, and a veto. Whoever decides it moves the case on, once."""

import pytest

from tests.workflows.definitions import FORMS, WORKFLOW
from tests.workflows.joint import OFFICES, joined
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.check import check_workflow
from workflows.engine import NotPossible
from workflows.models import Task
from workflows.rehearsing.case import Rehearsal
from workflows.rehearsing.case import begin as begin_case
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import FINISH, Join, WorkflowSchema

FAVOUR = "${small_response.result} = 'handled'"


def voted(schema, *votes):
    """The state after the offices voted in this order: True is in favour."""
    case = begin_case(schema, Scenario(title="-"))
    for task, vote in zip(OFFICES, votes, strict=False):
        if case.state == "reported":
            case.take(ScenarioStep(task=task, answers={"result": "handled" if vote else "false"}))
    return case.state


ALL = {"needs": "all", "favour": {"formula": FAVOUR}}
ANY = {"needs": "any", "favour": {"formula": FAVOUR}}
TWO = {"needs": "some", "count": 2, "favour": {"formula": FAVOUR}}
COURSES = [
    (ALL, (True, True), "reported"),
    (ALL, (True, True, True), "received"),
    (ALL, (False,), "refused"),
    (ANY, (True,), "received"),
    (ANY, (False, False), "reported"),
    (ANY, (False, False, False), "refused"),
    (TWO, (True, False), "reported"),
    (TWO, (True, False, True), "received"),
    (TWO, (True, True), "received"),
    (TWO, (False, False), "refused"),
    ({**TWO, "veto": True}, (True, True), "reported"),
    ({**TWO, "veto": True}, (True, True, False), "refused"),
    ({**TWO, "veto": True}, (True, True, True), "received"),
    ({"needs": "all"}, (False, False, False), "received"),
]


@pytest.mark.parametrize(("join", "votes", "state"), COURSES)
def test_the_offices_decide_together(join, votes, state):
    assert voted(joined(**join), *votes) == state


@pytest.mark.parametrize("needs", ["all", "any", "some"])
@pytest.mark.parametrize("veto", [False, True])
def test_however_they_vote_it_is_decided_at_the_latest_by_the_last(needs, veto):
    join = Join(needs=needs, count=2, veto=veto)
    for number in range(8):
        votes = [bool(number >> place & 1) for place in range(3)]
        outcomes = [join.outcome(votes[:done], 3) for done in range(4)]
        decided = [outcome for outcome in outcomes if outcome is not None]
        assert outcomes[3] is not None
        assert len(set(decided)) == 1


def codes(schema):
    return {problem.code for problem in check_workflow(schema, forms=FORMS, effect_problem=lambda _call, _forms: "")}


def test_a_join_that_is_whole_has_no_problem():
    assert codes(joined(**ALL)) <= {"unreachable"}
    assert codes(joined(**ALL)) == set()


def test_a_way_behind_one_that_is_always_possible_is_a_problem():
    schema = joined(**ALL)
    twice = schema.transition("met").model_copy(update={"key": "met_too"})
    assert "join_way_lost" in codes(schema.model_copy(update={"transitions": (*schema.transitions, twice)}))


def without_ways(schema, *keys, **changed):
    ways = [way.model_copy(update=changed) for way in schema.transitions if way.key not in keys]
    return schema.model_copy(update={"transitions": tuple(ways)})


WRONG = {
    "join_impossible": joined(**{**TWO, "count": 4}),
    "join_never_missed": joined(needs="all"),
    "join_without_form": joined(form="", **ALL),
    "join_without_way": without_ways(joined(**ALL), "missed"),
    "way_without_task": joined(**ALL).model_copy(
        update={"states": tuple(one.model_copy(update={"join": None}) for one in joined(**ALL).states)}
    ),
}


@pytest.mark.parametrize(("code", "schema"), WRONG.items(), ids=WRONG)
def test_a_join_that_cannot_be_satisfied_is_a_problem(code, schema):
    assert code in codes(schema)


def test_a_guarded_last_way_and_a_lonely_join_are_problems():
    schema = joined(**ALL)
    guarded = [way.model_copy(update={"guard": {"formula": "1 = 1"}}) for way in schema.transitions]
    raw = schema.model_dump(mode="json")
    raw["transitions"] = [{**way, "guard": {"formula": "1 = 1"}} for way in raw["transitions"]]
    assert guarded
    assert "join_guarded" in codes(WorkflowSchema.model_validate(raw))
    raw["states"][0]["tasks"] = raw["states"][0]["tasks"][:1]
    assert "join_alone" in codes(WorkflowSchema.model_validate(raw))


def test_a_task_that_stands_alone_is_not_finished_this_way():
    case = Rehearsal(WORKFLOW, {}, at=begin_case(WORKFLOW, Scenario(title="-")).now)
    with pytest.raises(NotPossible):
        case.take(ScenarioStep(task="take", transition=FINISH))


@pytest.mark.django_db
def test_the_editor_loses_nothing_of_it(version):
    for join in (ALL, {**TWO, "veto": True}, {"needs": "any"}):
        schema = joined(**join)
        builder.save_definition(schema, by=None)
        assert builder.schema_of(version.workflow.__class__.objects.get(key=schema.key)) == schema


@pytest.fixture
def plain(version):
    """Without forms: each office says that it is done."""
    schema = without_ways(joined(form="", needs="some", count=2), "missed")
    schema = schema.model_copy(update={"states": tuple(one for one in schema.states if one.key != "refused")})
    return services.publish(builder.save_definition(schema, by=None), by=None)


WHO = {"vote_police": "east_police", "vote_town": "east_township", "vote_civil": "east_civil_affairs"}


@pytest.mark.django_db
def test_a_real_case_waits_for_enough_of_them_and_the_rest_is_no_longer_needed(plain, story, cast):
    case = story.report()
    services.complete_task(story.task(case, "vote_police"), FINISH, by=cast.post("east_police"))
    case.refresh_from_db()
    assert case.state == "reported"
    assert [event.kind for event in case.events.order_by("sequence")][-1] == "finished"
    services.complete_task(story.task(case, "vote_town"), FINISH, by=cast.post("east_township"))
    case.refresh_from_db()
    assert (case.state, case.is_closed) == ("received", True)
    assert case.tasks.get(key="vote_civil").state == Task.State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_two_who_finish_at_once_move_it_once(plain, story, cast):
    case = story.report()
    tasks = {key: story.task(case, key) for key in WHO}

    def finish(key):
        services.complete_task(tasks[key], FINISH, by=cast.post(WHO[key]))

    results = at_once(*(lambda key=key: finish(key) for key in WHO))
    assert sum(isinstance(result, NotPossible) for result in results) == 1
    case.refresh_from_db()
    assert case.state == "received"
    assert case.events.filter(kind="moved").count() == 1


@pytest.mark.django_db
def test_the_desk_has_a_button_for_it(plain, story, cast, client):
    case = story.report()
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    task = story.task(case, "vote_police")
    assert "Finish your part" in client.get(f"/desk/tasks/{task.pk}/").content.decode()
    client.post(f"/desk/tasks/{task.pk}/steps/{FINISH}/")
    task.refresh_from_db()
    assert task.state == Task.State.DONE
