"""The working time of a place is remembered for the moves of its cases, and known anew as soon as it changes."""

from datetime import date

import pytest
from django.core.cache import caches

from portal.calendar.models import SpecialDay
from tests.workflows.definitions import WORKFLOW
from workflows import builder, services
from workflows.services.snapshots import calendar_of

DAY_OFF = date(2026, 12, 24)


@pytest.fixture
def look(settings, tmp_path, story):
    """Looks up the working time of a case whose workflow counts in it."""
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-calendar"},
    }
    raw = WORKFLOW.model_dump(mode="json", by_alias=True)
    raw["states"][1]["tasks"][0]["deadline"] = {"days": 3, "working": True}
    services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)
    case = story.report()
    yield lambda: calendar_of(case)
    caches["pages"].clear()


def test_a_calendar_is_looked_up_once(look, django_assert_num_queries):
    first = look()
    with django_assert_num_queries(0):
        assert look() == first


def test_a_new_day_off_counts_at_once(look, django_capture_on_commit_callbacks):
    assert look().is_working_day(DAY_OFF)
    with django_capture_on_commit_callbacks(execute=True):
        SpecialDay.objects.create(day=DAY_OFF, title="雪")
    assert not look().is_working_day(DAY_OFF)
