"""The conflict rule: who is named in a report has no part in the case, and what they had to do goes one level up."""

import pytest
from django.db.models import Exists, OuterRef

from forms import builder as form_builder
from forms import services as forms
from forms.fieldtypes import registry
from forms.schema import FormSchema, Question
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Duty, Organisation, Post, User
from portal.notices.models import Notice
from tests.cast import EAST_VILLAGE, PREFECTURE
from tests.workflows.definitions import REPORT, WORKFLOW, words
from workflows import builder, events, policies, services
from workflows.models import Case, CaseParty, Task, conflict
from workflows.schema import WorkflowSchema
from workflows.services import conflicts

NAMED = {
    "kind": "field", "key": "involved", "type": "organisation", "label": words("单位", "Organisation"),
    "sensitivity": "sensitive", "countable": True, "settings": {"conflict": True},
}  # fmt: skip


@pytest.fixture
def village(cast):
    """The committee of the village, with its director."""
    name = "桃源村村民委员会"
    committee = Organisation.objects.create(name=name, function="village_committee", area_id=EAST_VILLAGE)
    Duty.objects.create(kind="village_committee", area_id=EAST_VILLAGE, organisation=committee)
    director = User.objects.create(username="director", name="director", is_active=True)
    Post.objects.create(user=director, organisation=committee, role="village_director")
    return director


@pytest.fixture
def asking(version, village):
    """The form asks whether an organisation is involved; the village has a task from the first minute."""
    raw = REPORT.model_dump(mode="json")
    raw["steps"][0]["items"].append(NAMED)
    forms.publish(form_builder.save_definition(FormSchema.model_validate(raw), by=None), by=None)
    raw = WORKFLOW.model_dump(mode="json")
    relation = {"key": "village", "title": words("村", "Village"), "kind": "duty_at_place", "duty": "village_committee"}
    raw["relations"].append(relation)
    raw["states"][0]["tasks"].append({"key": "visit", "title": words("走访", "Visit"), "relation": "village"})
    raw["transitions"].append(
        {
            "key": "visited",
            "title": words("已走访", "Visited"),
            "source": "reported",
            "target": "handling",
            "task": "visit",
        }
    )
    raw["readers"].append({"relation": "village", "forms": ["small_report"], "sensitivities": ["open", "personal"]})
    return services.publish(builder.save_definition(WorkflowSchema.model_validate(raw), by=None), by=None)


def sees(user, case):
    user = User.objects.get(pk=user.pk)
    seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    fresh = Case.objects.get(pk=case.pk)
    assert seen == policies.may(user.acting_post, "see", fresh).allowed
    assert seen or not Task.objects.visible_to(user).filter(case=case).exists()
    assert seen or not policies.readable(user.acting_post, fresh, "small_report")
    return seen


def committee_of(user):
    return user.posts.get().organisation


def test_the_village_does_see_what_names_nobody(story, asking, village):
    assert sees(village, story.report())


def test_the_named_village_sees_nothing_and_the_township_has_its_task(story, asking, village, cast):
    case = story.report(involved=str(committee_of(village).pk))
    assert not sees(village, case)
    assert story.task(case, "visit").organisation == cast.post("east_township").organisation
    assert sees(cast.east_township, case)
    assert sees(cast.east_police, case)


def test_the_log_of_the_case_begins_with_the_report_says_who_is_shut_out_and_holds(story, asking, village):
    case = story.report(involved=str(committee_of(village).pk))
    kinds = list(case.events.values_list("kind", flat=True))
    assert (kinds[0], "excluded" in kinds) == ("opened", True)
    assert not events.broken_links(Case.objects.get())


def test_named_police_hand_over_to_the_police_of_the_city(story, asking, cast):
    case = story.report(involved=str(cast.post("east_police").organisation_id))
    assert not sees(cast.east_police, case)
    assert not sees(cast.east_police_leader, case)
    assert story.task(case, "take").organisation == cast.post("city_police").organisation
    assert sees(cast.city_police, case)


def test_the_relation_of_who_accepted_goes_up_too(story, asking, cast):
    case = story.report()
    story.accept(case)
    services.exclude_organisation(
        case, cast.post("east_police").organisation, by=party(case, cast.post("city_police"), "police"), reason="x"
    )
    task = story.task(case, "respond")
    assert (task.organisation, task.assignee) == (cast.post("city_police").organisation, None)


def party(case, post, relation):
    CaseParty.objects.create(case=case, organisation=post.organisation, relation=relation)
    return post


@pytest.mark.parametrize("answer", ["", "0", "999999", "x", "-1", "１", None])
def test_an_answer_that_is_no_organisation_shuts_nobody_out(story, asking, answer):
    case = story.report()
    case.opening_submission.__class__.objects.update(open_answers={"involved": answer})
    assert conflicts.organisations_named(Case.objects.get().opening_submission) == set()


def test_a_form_handed_in_later_shuts_out_as_well(story, asking, cast, village, monkeypatch):
    case = story.report()
    monkeypatch.setattr(conflicts, "organisations_named", lambda _submission: {committee_of(village).pk})
    story.notify(case)
    assert not sees(village, case)


def test_nobody_of_the_named_organisation_sees_it_in_another_post(story, asking, village, cast):
    Post.objects.create(user=cast.east_township, organisation=committee_of(village), role="village_head")
    case = story.report(involved=str(committee_of(village).pk))
    story.notify(case)
    user = cast.east_township
    user.act_in(user.posts.get(role="township_worker").pk)
    assert not Case.objects.visible_to(user).exists()
    assert not Task.objects.visible_to(user).exists()
    assert not policies.may(user.acting_post, "see", Case.objects.get()).allowed


def test_a_post_that_has_ended_shuts_nobody_out(story, asking, village, cast):
    ended = {"starts_on": "2020-01-01", "ends_on": "2020-02-01", "role": "village_head"}
    Post.objects.create(user=cast.east_police, organisation=committee_of(village), **ended)
    assert sees(cast.east_police, story.report(involved=str(committee_of(village).pk)))


def test_notices_go_past_whom_it_shuts_out(story, asking, cast, run_jobs):
    case = story.report(involved=str(cast.post("east_police").organisation_id))
    run_jobs("workflows.effect")
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"city_police"}
    assert Notice.objects.filter(words={"number": case.number}).exists()


def test_where_nobody_is_above_the_portal_office_has_it(story, asking, cast):
    Duty.objects.filter(kind="police", area_id=PREFECTURE).delete()
    case = story.report(involved=str(cast.post("east_police").organisation_id))
    assert story.task(case, "take").organisation is None
    assert Task.objects.visible_to(cast.form_administrator).filter(case=case, key="take").exists()


# Later, by somebody one level up.


def test_the_county_shuts_the_township_out_and_has_its_task(story, cast, version):
    case = story.report()
    story.notify(case)
    by = cast.post("east_civil_affairs")
    services.exclude_organisation(case, cast.post("east_township").organisation, by=by, reason="镇干部涉案")
    assert not sees(cast.east_township, case)
    assert story.task(case, "sign").organisation == by.organisation
    assert case.exclusions.get().reason == "镇干部涉案"
    assert Notice.objects.filter(user=cast.east_civil_affairs, template="new_task").exists()
    assert not events.broken_links(Case.objects.get())


def test_twice_is_once(story, cast, version):
    case = story.report()
    story.notify(case)
    for _time in range(2):
        organisation = cast.post("east_township").organisation
        services.exclude_organisation(case, organisation, by=cast.post("east_civil_affairs"), reason="x")
    assert case.events.filter(kind="excluded").count() == 1


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("east_township", "east_civil_affairs"),  # a superior
        ("east_civil_affairs", "east_police"),  # an equal
        ("east_civil_affairs", "east_civil_affairs"),  # itself
        ("west_civil_affairs", "east_township"),  # no part in the case
        ("city_police", "east_township"),  # above, but no part in the case
    ],
)
def test_nobody_else_shuts_out_and_the_try_is_on_record(story, cast, who, whom):
    case = story.report()
    story.notify(case)
    with pytest.raises(Refused):
        services.exclude_organisation(case, cast.post(whom).organisation, by=cast.post(who), reason="x")
    assert not case.exclusions.exists()
    assert Access.objects.filter(action="exclude", allowed=False, matter=case.pk, user=getattr(cast, who)).exists()


def test_a_task_is_not_passed_to_whom_is_shut_out(story, asking, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report(involved=str(cast.post("east_police").organisation_id))
    office = cast.post("form_administrator")
    with pytest.raises(services.NotPossible):
        services.route_task(story.task(case, "take"), cast.post("east_police").organisation, by=office)


def test_a_question_that_shuts_out_must_be_known_without_unsealing():
    sealed = Question.model_validate({**NAMED, "countable": False})
    assert [problem.place for problem in registry["organisation"].schema_problems(sealed)] == ["involved"]
    for right in (NAMED, {**NAMED, "countable": False, "sensitivity": "open"}, {**NAMED, "settings": {}}):
        assert not registry["organisation"].schema_problems(Question.model_validate(right))


# Broken twins: without each half of the guard the tests above would see it.


def test_the_broken_twin_without_the_rule_in_queries_the_village_would_see_the_case(
    story, asking, village, monkeypatch
):
    case = story.report(involved=str(committee_of(village).pk))
    CaseParty.objects.create(case=case, organisation=committee_of(village), relation="village")
    assert not sees(village, case)
    never = conflict.CaseExclusion.objects.none()
    for module in ("case", "task"):
        monkeypatch.setattr(f"workflows.models.{module}.shut_out", lambda _post, *, case: exists(never, case))
    assert Case.objects.visible_to(village).exists()


def exists(rows, case):
    return Exists(rows.filter(case=OuterRef(case)))


def test_the_broken_twin_without_the_rule_in_policies_the_village_would_read(story, asking, village, monkeypatch):
    case = story.report(involved=str(committee_of(village).pk))
    CaseParty.objects.create(case=case, organisation=committee_of(village), relation="village")
    case = Case.objects.get()
    assert not policies.readable(village.acting_post, case, "small_report")
    monkeypatch.setattr(policies, "is_shut_out", lambda _post, _case: False)
    assert policies.readable(village.acting_post, case, "small_report")


def test_who_is_let_in_again_sees_the_case_and_its_history_holds(story, cast, version):
    case = story.report()
    story.notify(case)
    county, township = cast.post("east_civil_affairs"), cast.post("east_township").organisation
    services.exclude_organisation(case, township, by=county, reason="镇干部涉案")
    exclusion = case.exclusions.get()
    for _time in range(2):
        services.lift_exclusion(exclusion, by=county, reason="核实后没有关系")

    assert sees(cast.east_township, case)
    kept = case.lifted_exclusions.get()
    assert (kept.reason, kept.lifted_because, kept.by, kept.lifted_by) == (
        "镇干部涉案",
        "核实后没有关系",
        county,
        county,
    )
    assert not events.broken_links(Case.objects.get())
    done = Access.objects.filter(matter=case.pk, allowed=True, user=cast.east_civil_affairs)
    assert set(done.values_list("action", flat=True)) >= {"exclude", "lift_exclusion"}

    services.exclude_organisation(Case.objects.get(), township, by=county, reason="又有新情况")
    assert not sees(cast.east_township, case)


@pytest.mark.parametrize("who", ["east_police", "city_police", "west_civil_affairs", "east_township"])
def test_nobody_else_lets_them_in_again(story, cast, version, who):
    case = story.report()
    story.notify(case)
    services.exclude_organisation(
        case, cast.post("east_township").organisation, by=cast.post("east_civil_affairs"), reason="镇干部涉案"
    )
    with pytest.raises(Refused):
        services.lift_exclusion(case.exclusions.get(), by=cast.post(who), reason="x")
    assert not sees(cast.east_township, case)


def test_whom_the_report_names_is_let_in_by_who_may_read_that_it_does(story, asking, cast):
    case = story.report(involved=str(cast.post("east_police").organisation_id))
    exclusion = case.exclusions.get()
    blind = party(case, cast.post("east_civil_affairs"), "witness")
    with pytest.raises(Refused):
        services.lift_exclusion(exclusion, by=blind, reason="x")
    services.lift_exclusion(case.exclusions.get(), by=cast.post("city_police"), reason="所涉民警已调离")
    assert not policies.is_shut_out(cast.post("east_police"), Case.objects.get())


def test_a_town_does_not_shut_out_the_school_in_it_and_the_county_does(story, cast, version):
    case = story.report()
    story.notify(case)
    school = cast.post("east_teacher").organisation
    assert school.area_id == cast.post("east_township").organisation.area_id
    with pytest.raises(Refused):
        services.exclude_organisation(case, school, by=cast.post("east_township"), reason="x")
    services.exclude_organisation(case, school, by=cast.post("east_civil_affairs"), reason="x")
    assert case.exclusions.get().organisation == school
