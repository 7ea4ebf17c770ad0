"""One case: its parties, its story, its papers, its effects."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from portal.access.models import Access
from portal.jobs import runner
from portal.jobs.models import Job
from tests.cast import ACTORS
from tests.workflows.desk.looking import inbox_of, page, text
from workflows.models import Case, EffectRun, Event


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


def test_a_paper_shows_markup_as_it_was_typed(at_desk, story):
    typed = "<script>alert(1)</script><img src=x onerror=alert(2)>" + "两天没有吃晚饭。" * 10 + "x" * 50
    case = story.report(facts=typed)
    shown = page(at_desk("east_police"), "submission", case.pk, case.opening_submission.pk).content.decode()
    assert escape(typed) in shown
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


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


def test_a_failed_effect_shows_a_button_to_try_again(at_desk, story):
    case = story.report()
    run = EffectRun.objects.get()
    Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD)
    client = at_desk("east_police")
    assert "Try again" in text(page(client, "case", case.pk))
    client.post(reverse("desk:retry_effect", args=[case.pk, run.pk]))
    assert "Try again" not in text(page(client, "case", case.pk))


def test_an_effect_that_ends_every_worker_is_given_up_and_shown_with_the_others_done(at_desk, story, run_jobs):
    case = story.report()
    story.accept(case)
    poison = EffectRun.objects.get(type="notify")
    long_ago = timezone.now() - timedelta(minutes=5)
    worn = {"state": Job.State.RUNNING, "attempts": 8, "lease_until": long_ago, "holder": "host/1"}
    Job.objects.filter(key=poison.job_key).update(**worn)
    run_jobs()
    runner.run(str(Job.objects.get(key=poison.job_key).pk))
    assert Job.objects.get(key=poison.job_key).state == Job.State.DEAD
    assert "Try again" in text(page(at_desk("east_police"), "case", case.pk))
    assert EffectRun.objects.get(type="tell_reporter").done_at is not None


# User, posts, absent posts; case, parties, tasks, exclusions, events, place, cases in it, papers, their files, effects,
# which of those failed, exclusions that are over, whom one could shut out, unread notices, our tasks, whether I watch
# it, the last step, linked cases, registers in the menu.
QUERIES_OF_A_CASE = 25
# Whether the last step, which was the reader's own, can be taken back.
QUERIES_OF_MY_STEP = 8


def test_a_case_in_which_much_happened_asks_no_more_often(at_desk, story):
    short, long = story.report(), story.report()
    story.notify(long)
    client = at_desk("east_police")
    page(client, "case", short.pk)
    assert [queries_of_a_case(client, case) for case in (short, long)] == [
        QUERIES_OF_A_CASE,
        QUERIES_OF_A_CASE + QUERIES_OF_MY_STEP,
    ]


def queries_of_a_case(client, case):
    """Without those for the session, which Redis keeps where there is one."""
    with CaptureQueriesContext(connection) as asked:
        assert page(client, "case", case.pk).status_code == 200
    return len([query for query in asked if "django_session" not in query["sql"]])


def test_no_page_of_the_desk_is_kept_by_a_cache(at_desk, story):
    case = story.report()
    client = at_desk("east_police")
    for response in (inbox_of(client), page(client, "case", case.pk), page(client, "task", case.tasks.get().pk)):
        assert "no-store" in response["Cache-Control"]
