"""The desk as people use it: pages through the test client, one for each of the cast where it matters."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.files import store_made
from forms.models import Draft
from portal.access.models import Access
from portal.directory.models import Duty
from portal.jobs.models import Job
from portal.notices.models import Notice
from tests.cast import ACTORS
from tests.workflows.definitions import words
from workflows import builder, services
from workflows.models import Case, EffectRun, Event, Task
from workflows.schema import WorkflowSchema


@pytest.fixture
def at_desk(client, cast):
    """Sign in as somebody of the cast; English, so that the test reads like the source."""

    def sign_in(name):
        client.force_login(getattr(cast, name))
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def page(client, name, *args):
    return client.get(reverse(f"desk:{name}", args=args))


def inbox_of(client, tab="open"):
    return client.get(reverse("desk:inbox"), {"show": tab})


# The inbox.


def test_a_visitor_is_sent_to_sign_in(client, db):
    response = client.get(reverse("desk:inbox"))
    assert response.status_code == 302
    assert "next=/desk/" in response["Location"]


def test_somebody_without_a_post_is_told_so(at_desk, cast):
    cast.post("east_teacher").delete()
    response = inbox_of(at_desk("east_teacher"))
    assert response.status_code == 403
    assert "hold no post" in text(response)


def test_nobody_elses_inbox_shows_the_task(at_desk, story):
    case = story.report()
    for name in ACTORS:
        shown = case.number in text(inbox_of(at_desk(name)))
        assert shown == (name in {"east_police", "east_police_leader"}), name


def test_an_empty_inbox_says_so(at_desk):
    assert "Nothing waits for you" in text(inbox_of(at_desk("east_police")))


@pytest.mark.parametrize("tab", ["open", "mine", "done"])
def test_the_count_on_a_tab_is_the_length_of_its_list(at_desk, story, cast, tab):
    first, second, _third = (story.report() for _number in range(3))
    services.accept_task(first.tasks.get(), by=cast.post("east_police"))
    services.complete_task(second.tasks.get(), "accept", by=cast.post("east_police"))
    response = inbox_of(at_desk("east_police"), tab)
    shown = next(found for found in response.context["tabs"] if found.current)
    assert shown.count == len(response.context["entries"]) > 0


def test_what_is_urgent_comes_first_then_what_is_due_first(at_desk, story):
    calm, urgent, late = story.report(danger_now="no"), story.report(), story.report(danger_now="no")
    Task.objects.filter(case=late).update(due_at=timezone.now() - timedelta(hours=1))
    response = inbox_of(at_desk("east_police"))
    assert [entry.task.case for entry in response.context["entries"]] == [urgent, late, calm]
    assert "overdue" in text(response)


def test_a_full_inbox_costs_no_more_queries_than_a_short_one(at_desk, story, django_assert_max_num_queries):
    client = at_desk("east_police")
    story.report()
    inbox_of(client)
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX):
        inbox_of(client)
    for _number in range(4):
        story.report()
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX):
        inbox_of(client)


@pytest.fixture
def remarked(version):
    """The workflow remarks on calm reports that nobody need hurry."""
    raw = version.schema.model_dump(mode="json")
    remark = {"title": words("不急", "Calm"), "text": words("可以慢慢来", "Take your time.")}
    raw["states"][0]["tasks"][0]["remarks"] = [{**remark, "shown_when": {"formula": "${answers.danger_now} = 'no'"}}]
    schema = WorkflowSchema.model_validate(raw)
    return services.publish(builder.save_definition(schema, by=None), by=None)


def test_what_the_workflow_remarks_stands_in_the_inbox_at_the_task_and_at_the_case(at_desk, story, remarked):
    calm, urgent = story.report(danger_now="no"), story.report()
    client = at_desk("east_police")
    assert text(inbox_of(client)).count("Calm") == 1
    assert "Take your time." in text(page(client, "task", calm.tasks.get().pk))
    assert "Take your time." not in text(page(client, "task", urgent.tasks.get().pk))
    shown = [" Calm " in text(page(client, "case", case.pk)) for case in (calm, urgent)]
    assert shown == [True, False]


def test_remarks_cost_an_inbox_one_query(at_desk, story, remarked, django_assert_max_num_queries):
    client = at_desk("east_police")
    for _number in range(4):
        story.report(danger_now="no")
    inbox_of(client)
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX + 1):
        inbox_of(client)


# Session (none where Redis keeps it), user, post, count, tasks, counts on the tabs, places, unread notices, posts.
QUERIES_OF_THE_INBOX = 10


def test_a_long_inbox_has_pages(at_desk, story, monkeypatch):
    monkeypatch.setattr("workflows.desk.inbox.PAGE", 2)
    for _number in range(3):
        story.report()
    client = at_desk("east_police")
    first, second = inbox_of(client), client.get(reverse("desk:inbox"), {"page": 2})
    assert (len(first.context["entries"]), len(second.context["entries"])) == (2, 1)


# One task.


def test_other_organisations_get_404_and_the_try_is_on_record(at_desk, story):
    task = story.report().tasks.get()
    assert page(at_desk("west_police"), "task", task.pk).status_code == 404
    tried = Access.objects.get()
    assert (tried.action, tried.allowed, tried.object_id) == ("see", False, str(task.pk))


@pytest.mark.parametrize("action", ["accept", "start_form"])
def test_nobody_else_acts_on_a_task(at_desk, story, action):
    task = story.report().tasks.get()
    response = at_desk("west_police").post(reverse(f"desk:{action}", args=[task.pk]))
    assert response.status_code == 404
    task.refresh_from_db()
    assert task.assignee is None


@pytest.mark.parametrize("name", ["accept", "start_form", "route"])
def test_looking_changes_nothing(at_desk, story, name):
    task = story.report().tasks.get()
    assert page(at_desk("east_police"), name, task.pk).status_code == 405


def test_the_task_page_says_what_until_when_and_why(at_desk, story):
    task = story.report().tasks.get()
    shown = text(page(at_desk("east_police"), "task", task.pk))
    assert "Take on" in shown
    assert "left" in shown
    assert "东溪县柳湾镇桃源村" in shown
    assert "answers for the duty" in shown


def test_accepting_is_one_click(at_desk, story, cast):
    task = story.report().tasks.get()
    client = at_desk("east_police")
    response = client.post(reverse("desk:accept", args=[task.pk]), follow=True)
    assert "now yours" in text(response)
    task.refresh_from_db()
    assert task.assignee == cast.post("east_police")


def test_who_accepts_second_reads_why_not(at_desk, story, cast):
    task = story.report().tasks.get()
    services.accept_task(task, by=cast.post("east_police_leader"))
    response = at_desk("east_police").post(reverse("desk:accept", args=[task.pk]), follow=True)
    assert "east_police_leader has already accepted this task" in text(response)


def test_a_step_without_a_form_is_taken_from_the_task_page(at_desk, story):
    case = story.report()
    task = case.tasks.get()
    response = at_desk("east_police").post(reverse("desk:step", args=[task.pk, "accept"]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("desk:task", args=[story.task(case, "respond").pk])
    assert Case.objects.get().state == "handling"


def test_asking_once_more_is_a_page_of_its_own_that_does_nothing(at_desk, story):
    task = story.report().tasks.get()
    assert page(at_desk("east_police"), "step", task.pk, "accept").status_code == 200
    assert Case.objects.get().state == "reported"


def test_a_step_of_another_task_is_not_there(at_desk, story):
    task = story.report().tasks.get()
    assert at_desk("east_police").post(reverse("desk:step", args=[task.pk, "sign"])).status_code == 404


def test_a_task_with_a_form_is_not_finished_past_its_form(at_desk, story):
    task = story.accept(story.report())
    at_desk("east_police").post(reverse("desk:step", args=[task.pk, "notify"]))
    assert Case.objects.get().state == "handling"


# The form of a task.


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


# What nobody answers for.


def test_the_portal_office_sees_what_nobody_answers_for_and_passes_it_on(at_desk, story, cast):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    client = at_desk("form_administrator")
    assert "Nobody answers for it" in text(inbox_of(client))
    task = case.tasks.get()
    assert "Pass it on" in text(page(client, "task", task.pk))
    police = cast.post("east_police").organisation
    client.post(reverse("desk:route", args=[task.pk]), {"organisation": police.pk})
    assert case.number in text(inbox_of(at_desk("east_police")))
    assert case.number not in text(inbox_of(at_desk("form_administrator")))


@pytest.mark.parametrize("organisation", ["", "nobody", "²", "9" * 40, "\x00"])
def test_a_task_is_passed_on_to_an_organisation_or_not_at_all(at_desk, story, organisation):
    Duty.objects.filter(kind="police").delete()
    task = story.report().tasks.get()
    answer = at_desk("form_administrator").post(reverse("desk:route", args=[task.pk]), {"organisation": organisation})
    assert answer.status_code == 404
    assert Task.objects.get(pk=task.pk).organisation is None


def test_the_portal_office_reads_nothing_of_the_case(at_desk, story):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    assert page(at_desk("form_administrator"), "case", case.pk).status_code == 404


# One case.


def test_a_case_is_there_for_its_parties_only(at_desk, story):
    case = story.report()
    story.notify(case)
    parties = {"east_police", "east_police_leader", "east_township", "east_civil_affairs"}
    for name in ACTORS:
        expected = 200 if name in parties else 404
        assert page(at_desk(name), "case", case.pk).status_code == expected, name
        assert (case.number in text(page(at_desk(name), "cases"))) == (name in parties), name


def test_the_case_tells_what_happened_in_words(at_desk, story):
    case = story.report()
    story.notify(case)
    shown = text(page(at_desk("east_police"), "case", case.pk))
    assert "The report came in" in shown
    assert "Notify the township – now: Township notified" in shown
    assert "The case is here" in shown


def test_opening_a_paper_is_on_record_with_its_purpose(at_desk, story):
    case = story.report()
    response = page(at_desk("east_police"), "submission", case.pk, case.opening_submission.pk)
    assert "独自在家三天" in text(response)
    reading = Access.objects.get(action="read")
    assert (reading.allowed, reading.purpose) == (True, f"{case.number} take")


def test_a_paper_shows_only_what_the_reader_may_read(at_desk, story):
    case = story.report()
    story.notify(case)
    paper = case.opening_submission.pk
    township = text(page(at_desk("east_township"), "submission", case.pk, paper))
    assert "独自在家三天" in township
    assert "小明" in township
    civil_affairs = text(page(at_desk("east_civil_affairs"), "submission", case.pk, paper))
    assert "小明" in civil_affairs
    assert "独自在家三天" not in civil_affairs


def test_a_paper_that_may_not_be_read_is_not_there_and_the_try_is_on_record(at_desk, story):
    case = story.report()
    story.notify(case)
    response_form = case.tasks.get(key="respond").submission
    assert page(at_desk("east_township"), "submission", case.pk, response_form.pk).status_code == 404
    assert Access.objects.filter(allowed=False, object_id=str(response_form.pk)).exists()


def everything_the_township_sees(client, case, sign):
    pages = [
        inbox_of(client),
        page(client, "task", sign.pk),
        page(client, "cases"),
        page(client, "case", case.pk),
        page(client, "submission", case.pk, case.opening_submission.pk),
        page(client, "notices"),
    ]
    return " ".join(response.content.decode() for response in pages)


def test_the_township_never_sees_who_reported_nor_the_unit_nor_the_minute(at_desk, story, cast, run_jobs):
    case = story.report(by="east_teacher")
    sign = story.notify(case)
    opened = timezone.now() - timedelta(hours=5, minutes=7)
    Case.objects.filter(pk=case.pk).update(opened_at=opened)
    Event._base_manager.filter(case=case, sequence=1).update(at=opened)
    run_jobs("workflows.effect")
    seen = everything_the_township_sees(at_desk("east_township"), case, sign)
    assert "王老师" not in seen
    assert "east_teacher" not in seen
    assert cast.post("east_teacher").organisation.name not in seen
    assert f"{timezone.localtime(opened):%H:%M}" not in seen
    assert f"{timezone.localtime(opened):%H:%M}" in page(at_desk("east_police"), "case", case.pk).content.decode()


# Who reported.


def reporter(case):
    return reverse("desk:reporter", args=[case.pk, case.opening_submission.pk])


def test_the_officer_in_charge_reads_who_reported_for_a_reason_on_record(at_desk, story):
    case = story.report()
    story.accept(case)
    client = at_desk("east_police")
    assert "王老师" not in text(client.get(reporter(case)))
    assert "王老师" in text(client.post(reporter(case), {"reason": "回访核实"}))
    reading = Access.objects.get(action="read_reporter")
    assert reading.allowed
    assert "回访核实" in reading.purpose
    assert case.number in reading.purpose


def test_without_a_reason_nothing_is_shown(at_desk, story):
    case = story.report()
    story.accept(case)
    response = at_desk("east_police").post(reporter(case), {"reason": " "})
    assert "王老师" not in text(response)
    assert not Access.objects.filter(action="read_reporter").exists()


@pytest.mark.parametrize("name", ["east_police", "east_township", "east_civil_affairs"])
def test_nobody_else_reads_who_reported_and_the_try_is_on_record(at_desk, story, name):
    case = story.report()
    story.notify(case, "east_police_leader")
    response = at_desk(name).post(reporter(case), {"reason": "just curious"})
    assert response.status_code == 404
    assert Access.objects.get(action="read_reporter").allowed is False


def test_the_reporter_is_never_on_the_paper_itself(at_desk, story):
    case = story.report()
    story.accept(case)
    assert "王老师" not in text(page(at_desk("east_police"), "submission", case.pk, case.opening_submission.pk))


# Documents.


@pytest.fixture
def letter(story):
    case = story.report()
    story.notify(case)
    return case, store_made(case.opening_submission, "letter:x", "函.pdf", "application/pdf", b"%PDF-1.7 x")


def test_a_letter_opens_for_who_may_read_all_of_it_and_is_on_record(at_desk, letter):
    case, file = letter
    response = page(at_desk("east_township"), "document", case.pk, file.pk)
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert "no-store" in response["Cache-Control"]
    assert Access.objects.get(action="open_file").allowed


def test_a_letter_is_closed_to_who_may_read_a_part_only(at_desk, letter):
    case, file = letter
    assert page(at_desk("east_civil_affairs"), "document", case.pk, file.pk).status_code == 404
    assert Access.objects.get(action="open_file").allowed is False
    assert "函.pdf" not in text(page(at_desk("east_civil_affairs"), "case", case.pk))


def test_a_letter_of_another_case_is_not_there(at_desk, letter, story):
    _case, file = letter
    other = story.report()
    assert page(at_desk("east_police"), "document", other.pk, file.pk).status_code == 404


def test_a_file_that_is_neither_picture_nor_pdf_is_saved_not_shown(at_desk, letter):
    case, _file = letter
    file = store_made(case.opening_submission, "letter:y", "x.html", "text/html", b"<script>")
    assert page(at_desk("east_police"), "document", case.pk, file.pk)["Content-Disposition"].startswith("attachment")


# Effects and notices.


def test_a_failed_effect_shows_a_button_to_try_again(at_desk, story):
    case = story.report()
    run = EffectRun.objects.get()
    Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD)
    client = at_desk("east_police")
    assert "Try again" in text(page(client, "case", case.pk))
    client.post(reverse("desk:retry_effect", args=[case.pk, run.pk]))
    assert "Try again" not in text(page(client, "case", case.pk))


def test_notices_are_mine_and_opening_one_leads_to_its_page(at_desk, story, run_jobs):
    case = story.report()
    run_jobs("workflows.effect")
    client = at_desk("east_police")
    assert "1 notice you have not read" in text(page(client, "notices"))
    notice = Notice.objects.get(user__username="east_police")
    response = client.post(reverse("desk:open_notice", args=[notice.pk]))
    assert response["Location"] == reverse("desk:case", args=[case.pk])
    assert "0 notices you have not read" in text(page(client, "notices"))
    assert at_desk("east_police_leader").post(reverse("desk:open_notice", args=[notice.pk])).status_code == 404


def test_all_notices_are_read_with_one_click(at_desk, story, run_jobs):
    story.report()
    story.report()
    run_jobs("workflows.effect")
    client = at_desk("east_police")
    client.post(reverse("desk:read_all_notices"))
    assert "0 notices you have not read" in text(page(client, "notices"))


def test_no_page_of_the_desk_is_kept_by_a_cache(at_desk, story):
    case = story.report()
    client = at_desk("east_police")
    for response in (inbox_of(client), page(client, "case", case.pk), page(client, "task", case.tasks.get().pk)):
        assert "no-store" in response["Cache-Control"]
