"""The conditions of the three forms, asked with sample answers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forms import authortests, contexts
from forms.exchange.packs import read_forms
from forms.logic.check import check_form
from forms.logic.formstate import evaluate_form
from forms.schema import Question
from workflows.demo import answers
from workflows.packing import find

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FORMS = {form.key: form for form in read_forms(find("child-protection"))}


def state(key: str, **given):
    return evaluate_form(FORMS[key], given, now=NOW)


def report(**given):
    return state("mandatory_report", **given)


def response(**given):
    return state("police_response", **given)


def ago(**span) -> str:
    return (NOW - timedelta(**span)).isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize("key", FORMS)
def test_no_form_has_a_problem_in_its_logic(key):
    with contexts.beside(FORMS.values()):
        assert check_form(FORMS[key], context=contexts.names()) == []


@pytest.mark.parametrize("key", sorted(set(FORMS) - {"mandatory_report", "police_response", "notify_township"}))
def test_a_form_holds_what_its_author_tests(key):
    form = FORMS[key]
    assert len(form.tests) >= 4
    assert [failure for result in authortests.run(form, NOW) for failure in result.failures] == []


@pytest.mark.parametrize("key", FORMS)
def test_every_text_is_there_in_both_languages(key):
    form = FORMS[key]
    words = [form.title, *(step.title for step in form.steps), *(field.label for field in form.fields())]
    words += [choice.label for field in form.fields() if isinstance(field, Question) for choice in field.choices]
    assert [text for text in words if set(text) != {"zh-hans", "en"}] == []


def test_in_danger_the_call_is_asked_for_and_its_time_only_after_a_yes():
    assert not report(danger_now="no").shown["called_110"]
    assert report(danger_now="yes").required["called_110"]
    assert not report(danger_now="yes", called_110=False).shown["call_time"]
    assert report(danger_now="yes", called_110=True).required["call_time"]


@pytest.mark.parametrize(
    ("situation", "asked"),
    [
        ("missing", ["missing_at", "missing_where", "missing_looks"]),
        ("violence", ["dv_relation", "dv_injury", "dv_first"]),
        ("accident", ["injury_kinds"]),
        ("alone", ["alone_days", "alone_with"]),
    ],
)
def test_a_situation_asks_for_what_belongs_to_it_and_for_nothing_else(situation, asked):
    with_it, without = report(situations=[situation, "other"]), report(situations=["other"])
    assert all(with_it.required[key] for key in asked)
    assert not any(without.shown[key] for key in asked)


def test_a_place_outside_is_written_instead_of_chosen():
    here, outside = report(), report(place_outside=["outside"])
    assert here.required["place"]
    assert not here.shown["place_outside_where"]
    assert outside.required["place_outside_where"]
    assert not outside.shown["place"]


def test_a_missing_child_is_not_asked_where_it_is():
    assert report(situations=["harm"]).required["child_now_where"]
    assert not report(situations=["missing"]).required["child_now_where"]


def test_after_more_than_a_day_the_reason_is_asked_for():
    assert not report(found_dt=ago(hours=23)).shown["late_reason"]
    assert report(found_dt=ago(hours=25)).required["late_reason"]


def test_nothing_can_be_noticed_in_the_future():
    assert report(found_dt=ago(hours=-1)).failures["found_dt"]
    assert "found_dt" not in report(found_dt=ago(hours=1)).failures


def test_a_name_or_an_age_is_enough():
    assert report().required["child_age_est"]
    assert not report(child_name="小禾").required["child_age_est"]
    assert not report(child_birth="2017-05-12").shown["child_age_est"]


def test_other_children_get_a_table_of_their_own():
    assert not report().shown["other_children"]
    assert report(several_children=True).shown["other_children"]


@pytest.mark.parametrize("kind", ["anonymous", "child", "citizen"])
def test_whoever_has_no_duty_to_report_must_not_say_who_they_are(kind):
    asked = report(reporter_kind=kind).required
    assert not any(asked.get(key) for key in ("reporter_name", "reporter_phone", "reporter_unit"))


def test_a_unit_with_the_duty_to_report_says_who_it_is():
    asked = report(reporter_kind="duty_unit").required
    assert all(asked[key] for key in ("reporter_unit_type", "reporter_unit", "reporter_name", "reporter_phone"))


def test_who_asks_for_a_call_leaves_a_number():
    assert report(reporter_kind="citizen", feedback_way="phone").required["reporter_phone"]
    assert not report(reporter_kind="citizen", feedback_way="portal").required["reporter_phone"]


def test_nothing_done_goes_with_no_other_measure():
    assert report(measures_done=["none", "stayed"]).failures["measures_done"]
    assert "measures_done" not in report(measures_done=["none"]).failures


def test_the_report_must_be_confirmed():
    assert FORMS["mandatory_report"].field("confirm").type == "consent"
    assert report().required["confirm"]


def test_whatever_could_tell_who_reports_is_kept_with_the_reporter():
    kept = {field.key for field in FORMS["mandatory_report"].fields() if field.sensitivity == "reporter"}
    reporter_step = next(step for step in FORMS["mandatory_report"].steps if step.key == "reporter")
    assert {item.key for item in reporter_step.items} <= kept
    assert {"how_found", "found_dt", "late_reason", "call_time"} <= kept


def test_the_township_is_never_told_who_reported():
    assert not any(field.sensitivity == "reporter" for field in FORMS["notify_township"].fields())
    own = {field.key for field in FORMS["notify_township"].fields()}
    assert not any(key.startswith("reporter") for key in own)


@pytest.mark.parametrize(
    ("result", "asked"), [("elsewhere", "moved_to"), ("duplicate", "duplicate_of"), ("untrue", "refusal_reason")]
)
def test_a_report_that_ends_early_needs_its_reason_and_no_more(result, asked):
    early = response(accept_result=result)
    assert early.required[asked]
    assert not early.shown["dispatch_dt"]


def test_police_are_asked_for_the_measures_of_what_they_found_only():
    found = response(accept_result="accepted", verified=["missing"])
    assert found.required["missing_started"]
    assert not found.shown["dv_stopped"]
    assert not response(accept_result="accepted", verified=["none"]).shown["measures"]


def test_arriving_before_leaving_is_refused():
    times = {"accept_dt": ago(hours=3), "dispatch_dt": ago(hours=2), "arrive_dt": ago(hours=1)}
    assert response(accept_result="accepted", **times).failures == {}
    swapped = {**times, "arrive_dt": times["accept_dt"], "dispatch_dt": times["arrive_dt"]}
    assert response(accept_result="accepted", **swapped).failures["arrive_dt"]


def test_a_child_alone_whose_parents_cannot_be_reached_must_be_placed():
    found = {"accept_result": "accepted", "verified": ["alone"], "placement_needed": False}
    assert response(**found, parents_reached="no").failures["placement_needed"]
    assert "placement_needed" not in response(**found, parents_reached="yes").failures


def test_a_child_in_danger_at_home_must_be_placed():
    found = {"accept_result": "accepted", "verified": ["violence"], "placement_needed": False}
    assert response(**found, dv_danger=["threatened"]).failures["placement_needed"]
    assert "placement_needed" not in response(**found, dv_danger=["none"]).failures


def test_a_child_alone_goes_home_to_parents_or_gets_a_trustee():
    found = {"accept_result": "accepted", "verified": ["alone"], "trustee_named": False}
    assert response(**found, order_return=False).failures["trustee_named"]
    assert "trustee_named" not in response(**found, order_return=True).failures


def test_placing_with_an_institution_tells_civil_affairs():
    placed = {"accept_result": "accepted", "verified": ["harm"], "placement_needed": True}
    assert response(**placed, placement="shelter").required["notify_civil_dt"]
    assert not response(**placed, placement="relatives").shown["notify_civil_dt"]


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("mandatory_report", answers.hungry_boy(NOW)),
        ("mandatory_report", answers.alone_at_home(NOW)),
        ("mandatory_report", answers.fall_from_a_tree(NOW)),
        ("police_response", answers.response_to_fall(NOW)),
        ("notify_township", answers.letter_about_fall()),
        ("assessment", answers.assessment_of_fall(NOW)),
        ("home_visit", answers.visit_after_fall(NOW)),
        ("approval", answers.agreed(NOW)),
    ],
)
def test_the_demo_answers_are_complete(key, given):
    full = state(key, **given)
    assert full.failures == {}
    assert {field for field, needed in full.required.items() if needed} <= set(full.answers)
    assert set(given) == set(full.answers), "an answer that is hidden or unknown would be dropped"
