"""Which workflow a report opens is remembered, and known anew as soon as something else is published."""

import pytest
from django.core.cache import caches

from tests.workflows.definitions import WORKFLOW
from workflows import builder, services


@pytest.fixture
def opening(settings, tmp_path, story):
    """Looks up what a report of the small form opens, with the number of queries that took."""
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-opened-by"},
    }
    submission = story.report().opening_submission
    yield lambda: services.version_opened_by(submission)
    caches["pages"].clear()


def test_the_workflow_is_looked_up_once(opening, version, django_assert_num_queries):
    assert opening() == version
    with django_assert_num_queries(0):
        assert opening() == version


def test_a_new_version_counts_at_once(opening, version, django_capture_on_commit_callbacks):
    opening()
    changed = WORKFLOW.model_copy(update={"title": {"en": "Another title"}})
    with django_capture_on_commit_callbacks(execute=True):
        newer = services.publish(builder.save_definition(changed, by=None), by=None)
    assert newer != version
    assert opening() == newer


def test_a_workflow_that_was_taken_back_opens_nothing_more(opening, version, django_capture_on_commit_callbacks):
    opening()
    with django_capture_on_commit_callbacks(execute=True):
        version.workflow.unpublish()
    assert opening() is None


def test_who_answers_is_looked_up_before_the_number_is_taken(story, django_assert_max_num_queries):
    """Behind the series of numbers everybody else who hands in waits until the case is open."""
    with django_assert_max_num_queries(60) as asked:
        story.report()
    statements = [query["sql"] for query in asked]
    taken = next(place for place, sql in enumerate(statements) if "numberseries SET last" in sql)
    assert [sql for sql in statements[:taken] if "directory_duty" in sql]
    assert not [sql for sql in statements[taken:] if "directory_duty" in sql]


def test_a_fault_before_the_number_turns_no_report_away(story, monkeypatch):
    monkeypatch.setattr("workflows.receivers.case_to_open", lambda _submission: 1 / 0)
    assert story.report().tasks.exists()
