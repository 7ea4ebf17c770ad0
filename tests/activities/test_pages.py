"""The page of a case: made once, in order, never against the editors, never with what is protected."""

import pytest
from django.db import transaction
from wagtail.models import Page

from content.models import ActivityIndexPage, ActivityPage, StandardPage
from portal.jobs.models import Job
from tests.activities.conftest import REVIEWER, session
from workflows import builder
from workflows.desk.effects import pages_of, runs_of
from workflows.effects import pages
from workflows.job_handlers import run_effect
from workflows.models import CasePage, EffectRun
from workflows.publishable import problems_in
from workflows.schema import WorkflowSchema

pytestmark = pytest.mark.django_db


def runs(activity, kind=pages.PUBLISH):
    return activity.case.effect_runs.filter(type=kind).order_by("event_sequence", "position")


def deliver(run):
    """As the job does it: what fails leaves nothing behind."""
    ending = run_effect(effect_run=run.pk)
    if ending:
        with transaction.atomic():
            ending()


def test_an_effect_that_is_delivered_twice_makes_one_page(register):
    activity = register()
    activity.agree()
    run = runs(activity).get()
    endings = [run_effect(effect_run=run.pk) for _delivery in range(2)]
    for ending in endings:
        ending()
    deliver(run)
    assert ActivityPage.objects.count() == 1
    assert CasePage.objects.count() == 1


def test_a_worker_that_is_killed_before_it_says_done_leaves_no_page_and_the_next_one_makes_it(register, monkeypatch):
    class Killed(BaseException):
        """Not an Exception: nothing that handles faults may survive it."""

    activity = register()
    activity.agree()
    run = runs(activity).get()

    def killed():
        run_effect(effect_run=run.pk)()
        raise Killed

    with pytest.raises(Killed), transaction.atomic():
        killed()
    assert not ActivityPage.objects.exists()
    deliver(run)
    assert ActivityPage.objects.get().live


def test_what_an_editor_took_down_stays_down_and_is_kept_up_to_date(register, run_jobs, client):
    activity = register()
    activity.agree()
    run_jobs()
    address = activity.page.url
    activity.page.unpublish()
    activity.cancel()
    run_jobs()
    page = activity.page
    assert (page.live, page.status) == (False, "cancelled")
    assert page.get_latest_revision_as_object().status == "cancelled"
    assert client.get(address).status_code == 404
    assert [shown.state for shown in pages_of(activity.case)] == ["taken_down"]


def test_what_an_editor_deleted_is_not_made_again(register, run_jobs):
    activity = register()
    activity.agree()
    run_jobs()
    activity.page.delete()
    activity.finish("change", "change_at_once", by="east_teacher", publicity="欢迎。")
    run_jobs()
    assert not ActivityPage.objects.exists()
    assert [shown.state for shown in pages_of(activity.case)] == ["deleted"]
    assert {shown.state for shown in runs_of(activity.case)} == {"done"}


def test_what_an_editor_has_written_beside_the_mapped_fields_stays(register, run_jobs):
    activity = register()
    activity.agree()
    run_jobs()
    page = activity.page
    page.title_en = "Safety class"
    page.save_revision().publish()
    activity.cancel()
    run_jobs()
    assert (activity.page.title_en, activity.page.status) == ("Safety class", "cancelled")


def test_a_page_gets_another_address_when_its_own_is_taken(register, run_jobs):
    activity = register()
    digits = "-".join(part for part in activity.case.number.split("-") if part.isdigit())
    ActivityIndexPage.objects.get().add_child(instance=StandardPage(title="占位", slug=digits))
    activity.agree()
    run_jobs()
    assert activity.page.slug.startswith(digits)
    assert activity.page.slug != digits


def test_cancelled_before_it_was_managed_to_be_published_ends_as_cancelled(register, run_jobs):
    """The later effect waits for the earlier one, whatever order the workers take them in."""
    activity = register()
    activity.agree()
    activity.cancel()
    publish, update = runs(activity).get(), runs(activity, pages.UPDATE).get()
    with pytest.raises(pages.AnEarlierOneWaits):
        deliver(update)
    deliver(publish)
    deliver(update)
    assert activity.page.status == "cancelled"


def test_a_page_that_comes_late_says_what_was_approved_and_not_what_came_in_since(register):
    activity = register()
    activity.agree()
    activity.finish("change", "change_reviewed", by="east_teacher", sessions=[session(20)])
    deliver(runs(activity).get())
    days = {each["starts"][:10] for each in activity.page.sessions}
    assert days == {session(10)["day"], session(17)["day"]}


def test_without_its_parent_nothing_is_made_and_it_can_be_tried_again(register, cast, monkeypatch):
    activity = register()
    activity.agree()
    run = runs(activity).get()
    index = ActivityIndexPage.objects.get()
    ActivityIndexPage.objects.filter(pk=index.pk).update(url_path="/elsewhere/")
    with pytest.raises(pages.NoParent):
        deliver(run)
    Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD)
    assert "failed" in {shown.state for shown in runs_of(activity.case)}
    ActivityIndexPage.objects.filter(pk=index.pk).update(url_path=index.url_path)
    deliver(run)
    assert activity.page.live


def test_two_cases_have_two_pages(register, run_jobs):
    first, second = register(), register(title="另一个活动")
    for activity in (first, second):
        activity.agree()
    run_jobs()
    assert ActivityPage.objects.count() == 2
    assert len(set(Page.objects.values_list("url_path", flat=True))) == Page.objects.count()


# What keeps a workflow from being published.


def with_effect(published, **settings):
    raw = published.schema.model_dump(mode="json")
    way = next(way for way in raw["transitions"] if way["key"] == "agree")
    way["effects"][0]["settings"] |= settings
    return WorkflowSchema.model_validate(raw)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parent": "nowhere"}, "nowhere"),
        ({"page": "blog"}, "blog"),
        ({"status": "sleeping"}, "sleeping"),
        ({"form": ""}, "哪张表"),
        ({"fields": {"summary": "publicity"}}, "标题"),
        ({"fields": {"title": "title", "colour": "title"}}, "colour"),
        ({"fields": {"title": "nobody_asks"}}, "nobody_asks"),
        ({"fields": {"title": "leader_name"}}, "leader_name"),
        ({"fields": {"title": "title", "address": "emergency_contact"}}, "emergency_contact"),
        ({"fields": {"title": "title", "children": "times"}}, "times"),
        ({"fields": {"title": "title", "sessions": "title"}}, "title"),
    ],
)
def test_the_check_says_what_is_wrong_with_a_page(published, changes, words):
    assert problems_in(published.schema) == []
    problems = problems_in(with_effect(published, **changes))
    assert len(problems) == 1
    assert words in str(problems[0])


def test_a_table_with_a_protected_column_never_goes_on_a_page(published):
    schema = with_effect(published, form="activity_summary", fields={"title": "title", "sessions": "volunteers"})
    [problem] = problems_in(schema)
    assert "volunteers" in str(problem)


def test_what_became_protected_since_is_left_out_by_the_effect_too(register, run_jobs, monkeypatch):
    from workflows.effects import filling

    monkeypatch.setattr(filling, "is_public", lambda question: question.key != "place_text")
    activity = register()
    activity.agree()
    run_jobs()
    assert activity.page.title
    assert activity.page.address == ""


def test_the_editor_says_all_of_it_and_gives_it_back_unchanged(published):
    schema = published.schema
    workflow = builder.save_definition(schema, by=None)
    effects = [block for way in workflow.transitions for block in way.value["effects"]]
    assert "other" not in {block.block_type for block in effects}
    assert {"publish_page", "update_page", "pdf"} <= {block.block_type for block in effects}
    assert (
        builder.schema_of(workflow).checksum() == builder.schema_of(builder.save_definition(schema, by=None)).checksum()
    )


def test_the_desk_shows_the_page_with_the_case(register, run_jobs, client, cast):
    activity = register()
    activity.agree()
    run_jobs()
    client.force_login(getattr(cast, REVIEWER))
    assert activity.page.url in client.get(f"/desk/cases/{activity.case.pk}/").content.decode()
    assert EffectRun.objects.filter(case=activity.case, done_at=None).count() == 0
