"""What a form begins with: the person's office, the last time, the case; and never where more people may read it."""

import pytest
from django.test import Client

from forms import builder as form_builder
from forms import services as forms
from forms.models import Draft, Form, Submission
from forms.prefilling import Asking, Providers, registry
from forms.schema import FormSchema
from forms.versions.publishing import write_version
from tests.workflows.definitions import FORMS, WORKFLOW, words
from workflows import builder, services
from workflows.models import CaseSubmission
from workflows.prefill import initial_answers
from workflows.schema import WorkflowSchema


def question(key, kind="text", **more):
    return {"kind": "field", "key": key, "type": kind, "label": words(key, key), **more}


RESPONSE = FormSchema.model_validate(
    {
        "key": "small_response",
        "title": words("处置", "Response"),
        "numbering": "处-{year}-{serial:05d}",
        "steps": [
            {
                "key": "who",
                "title": words("单位", "Who"),
                "items": [
                    question("officer", prefill="profile.name"),
                    question("office", "organisation", prefill="profile.organisation"),
                    question("where", "area", prefill="profile.area"),
                ],
            },
            {
                "key": "done",
                "title": words("处置", "Done"),
                "items": [
                    question("result", prefill="last.result", required=True),
                    question("found", prefill="last.found", sensitivity="sensitive"),
                    question("remark"),
                ],
            },
            {
                "key": "from_case",
                "title": words("个案", "Case"),
                "items": [
                    question("what", prefill="case.small_report.facts", sensitivity="sensitive"),
                    question("told", prefill="case.answers.facts", sensitivity="personal"),
                    question("reporter", prefill="case.small_report.reporter_name", sensitivity="reporter"),
                    {
                        "kind": "table",
                        "key": "helpers",
                        "label": words("帮手", "Helpers"),
                        "columns": [question("name", sensitivity="personal"), question("agreed", "signature")],
                    },
                    {
                        "kind": "table",
                        "key": "calls",
                        "label": words("电话", "Calls"),
                        "columns": [question("at")],
                    },
                ],
            },
        ],
    }
)


@pytest.fixture
def version(cast):
    for form in (one for one in FORMS.values() if one.key != "small_response"):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    # It asks for answers that it never gets, which keeps it from being published today.
    form = form_builder.save_definition(RESPONSE, by=None)
    write_version(form, form.versions, RESPONSE, by=None)
    return services.publish(builder.save_definition(keeping("helpers"), by=None), by=None)


def keeping(table: str) -> WorkflowSchema:
    """The small workflow, in which a response that is written again keeps that table."""
    said = WORKFLOW.model_dump()
    tasks = [task for state in said["states"] for task in state["tasks"]]
    next(task for task in tasks if task["form"] == "small_response")["prefill"] = {table: f"small_response.{table}"}
    return WorkflowSchema.model_validate(said)


@pytest.fixture
def task(story):
    return story.accept(story.report())


def current():
    return Form.objects.get(key="small_response").current_version


def handed_in(case, post, **answers) -> Submission:
    """That the form was handed in before, of the case or elsewhere."""
    draft, _token = forms.start_draft(current(), occasion="earlier", post=post, initial=answers)
    submission = forms.submit(draft, by=post, idempotency_key="earlier").submission
    if case:
        CaseSubmission.objects.create(case=case, submission=submission)
    return submission


def test_the_office_the_case_and_no_place_where_more_people_read(cast, task):
    post = cast.post("east_police")

    known = initial_answers(task, RESPONSE, by=post)

    assert known.answers == {
        "officer": str(post.user),
        "office": str(post.organisation_id),
        "where": post.organisation.area_id,
        "what": "独自在家三天",
    }
    assert known.carried == ()


def test_the_last_time_of_the_case_is_carried_over(cast, task):
    post = cast.post("east_police")
    handed_in(task.case, post, result="handled", found="已安置", remark="不带过来")

    known = initial_answers(task, RESPONSE, by=post)

    assert {key: known.answers.get(key) for key in ("result", "found")} == {"result": "handled", "found": "已安置"}
    assert known.carried == ("result", "found")
    assert "remark" not in known.answers, "from an earlier paper of the same form comes only what is named"


def test_what_is_written_again_keeps_the_rows_of_a_named_table_and_no_signature_in_them(cast, task):
    post = cast.post("east_police")
    rows = [{"name": "王丽", "agreed": {"name": "王丽", "signed_at": "2026-11-22T09:00:00+08:00"}}, {"name": "林远"}]
    handed_in(task.case, post, result="handled", helpers=rows, calls=[{"at": "九点"}])

    known = initial_answers(task, RESPONSE, by=post)

    assert known.answers["helpers"] == [{"name": "王丽"}, {"name": "林远"}]
    assert "calls" not in known.answers


def test_from_another_case_of_the_post_come_open_answers_only(cast, task):
    handed_in(None, cast.post("east_police"), result="handled", found="别人的秘密")

    known = initial_answers(task, RESPONSE, by=cast.post("east_police"))

    assert known.answers["result"] == "handled"
    assert "found" not in known.answers


def test_a_source_is_registered_once_and_what_is_no_answer_is_left_out(cast):
    asked = FormSchema.model_validate(
        {
            "key": "asked",
            "title": words("问", "Asked"),
            "steps": [{"key": "s", "title": words("s", "s"), "items": [question("n", "integer", prefill="x.y")]}],
        }
    )
    fresh = Providers()
    fresh.register("x")(lambda _asking, paths: dict.fromkeys(paths, "三"))

    assert fresh.known(Asking(asked, cast.post("east_police"))).answers == {}
    with pytest.raises(ValueError, match="twice"):
        fresh.register("x")(lambda _asking, _paths: {})
    assert {"profile", "last", "case"} <= {name for name in ("profile", "last", "case") if name in registry}


@pytest.fixture
def browser(cast) -> Client:
    client = Client()
    client.force_login(cast.post("east_police").user)
    return client


@pytest.fixture
def periodic(cast, task, browser) -> Draft:
    """A form whose second step was answered the last time, its first step done."""
    handed_in(task.case, cast.post("east_police"), result="上次的结果", found="上次查明")
    browser.post(f"/desk/tasks/{task.pk}/start-form/")
    browser.post(f"/desk/tasks/{task.pk}/form/who/", {"officer": "王警官", "_go": "next"})
    return Draft.objects.get(occasion=services.occasion_of(task.pk))


def test_a_step_of_the_last_time_is_shown_in_words_and_confirmed_with_one_button(task, browser, periodic):
    step = f"/desk/tasks/{task.pk}/form/done/"

    page = browser.get(step).content.decode()

    assert "上次查明" in page
    assert 'value="unchanged"' in page
    assert 'name="found"' not in page
    assert browser.post(step, {"_go": "unchanged"}).headers["Location"].endswith("/from_case/")
    periodic.refresh_from_db()
    assert (periodic.answers["found"], periodic.carried) == ("上次查明", [])
    assert "done" in periodic.finished_steps


def test_whoever_says_that_something_changed_gets_the_fields_with_the_last_answers(task, browser, periodic):
    step = f"/desk/tasks/{task.pk}/form/done/"

    page = browser.get(f"{step}?changed=1").content.decode()

    assert 'value="上次的结果"' in page
    browser.post(step, {"result": "变了", "found": "上次查明", "_go": "back"})
    assert 'value="变了"' in browser.get(step).content.decode()
