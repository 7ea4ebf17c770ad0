"""The form of a task: filled in with what the case knows, handed in by choosing how the task ends."""

from django.urls import reverse

from forms.builder import schema_of
from forms.logic.compile import compile_rules
from forms.models import Draft, Form
from forms.schema import FormSchema
from forms.versions.publishing import write_version
from portal.access.models import Access
from tests.workflows.desk.looking import text
from workflows.models import Case


def begin(client, task):
    return client.post(reverse("desk:start_form", args=[task.pk]), follow=True)


def test_the_form_is_filled_in_with_what_the_case_knows_and_the_reading_is_on_record(at_desk, story):
    case = story.report()
    task = story.accept(case)
    assert begin(at_desk("east_police"), task).status_code == 200
    assert Draft.objects.get(occasion=f"task:{task.pk}").answers["child_name"] == "小明"
    reading = Access.objects.get(action="read")
    assert reading.purpose == f"{case.number} respond"


def test_what_may_not_be_read_is_not_filled_in(at_desk, story, version):
    """The reporter is never carried over, nor anything into a field that more people may read."""
    case = story.report()
    begin(at_desk("east_police"), story.accept(case))
    assert "王老师" not in str(Draft.objects.get(occasion__startswith="task:").answers)


def test_opening_the_form_twice_goes_on_with_the_same_draft(at_desk, story):
    task = story.accept(story.report())
    client = at_desk("east_police")
    begin(client, task)
    begin(client, task)
    assert Draft.objects.filter(occasion=f"task:{task.pk}").count() == 1


def fill_in(client, task, **answers):
    begin(client, task)
    typed = {"result": "handled", "child_name": "小明", "found": "已安置", **answers, "_go": "next"}
    step = reverse("desk:form", args=[task.pk, "done/"])
    draft = Draft.objects.get(occasion=f"task:{task.pk}", submission=None)
    return client.post(step, {**typed, "_revision": draft.revision, "_seen": "result child_name found"}, follow=True)


def test_the_form_is_handed_in_by_choosing_how_the_task_ends(at_desk, story):
    case = story.report()
    task = story.accept(case)
    client = at_desk("east_police")
    review = fill_in(client, task)
    shown = text(review)
    assert "The township will see this case" in shown
    assert "The answers so far do not allow this step" in shown
    sent = {"transition": "notify", "_key": review.context["key"]}
    done = client.post(reverse("desk:form", args=[task.pk, "review-and-send/"]), sent, follow=True)
    assert "Handed in" in text(done)
    assert Case.objects.get().state == "notified"
    task.refresh_from_db()
    assert task.submission.open_answers["result"] == "handled"


def test_a_way_the_answers_do_not_allow_is_refused_and_nothing_is_lost(at_desk, story):
    task = story.accept(story.report())
    client = at_desk("east_police")
    fill_in(client, task, result="false")
    response = client.post(
        reverse("desk:form", args=[task.pk, "review-and-send/"]), {"transition": "notify"}, follow=True
    )
    assert "do not allow this step" in text(response)
    assert Case.objects.get().state == "handling"
    assert Draft.objects.get(occasion=f"task:{task.pk}").is_open


def test_the_form_of_somebody_elses_task_is_not_there(at_desk, story):
    task = story.accept(story.report())
    begin(at_desk("east_police"), task)
    assert at_desk("west_police").get(reverse("desk:form", args=[task.pk, "done/"])).status_code == 404


def test_rules_may_speak_of_the_case_and_the_browser_never_gets_what_it_knows(at_desk, story, version):
    form = Form.objects.get(key="small_response")
    definition = schema_of(form).model_dump(mode="json")
    found = next(item for item in definition["steps"][0]["items"] if item["key"] == "found")
    found |= {"shown_when": {"formula": "${case.small_report.danger_now} = 'yes'"}, "sensitivity": "open"}
    write_version(form, form.versions, compile_rules(FormSchema.model_validate(definition)), by=None)

    for danger, expected in (("yes", "已安置"), ("no", None)):
        task = story.accept(story.report(danger_now=danger))
        client = at_desk("east_police")
        live = begin(client, task).context["live"]
        assert live["elsewhere"] == ["case"]
        assert "danger_now" not in live["answers"]
        review = fill_in(client, task)
        assert ("已安置" in text(review)) is bool(expected)
        sent = {"transition": "notify", "_key": review.context["key"]}
        client.post(reverse("desk:form", args=[task.pk, "review-and-send/"]), sent, follow=True)
        task.refresh_from_db()
        assert task.submission.open_answers.get("found") == expected
