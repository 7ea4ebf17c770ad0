"""A monthly visit to the children of the pack's register, owed by the township, on a clock that tests move."""

from datetime import date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from forms.fieldtypes.lookups import asking_as
from forms.models import Record
from portal.directory import groups
from tests.cast import EAST_VILLAGE
from tests.forms.records import conftest as records
from workflows.obligations import sweeping
from workflows.obligations.builder import save_definition
from workflows.obligations.models import Obligation, Owed
from workflows.obligations.publishing import publish
from workflows.obligations.schema import ObligationSchema

ZONE = ZoneInfo("Asia/Shanghai")
registry = records.registry
EDITOR = "wagtailsnippets_obligations_obligation"
VISIT = {"place": EAST_VILLAGE, "met": ["nobody"]}
RUNG = {"side": "after", "days": "0", "minutes": "0"}
SAID = {
    "title": "每月走访", "title_en": "Monthly visit", "key": "", "records": "child_file", "form": "home_visit",
    "when": "${record.child_file.risk} = 'high'", "instructions": "", "instructions_en": "", "every": "month",
    "expiry": "", "days_before": "0", "shown_days": "", "grace_days": "0", "least_days": "15", "dated_by": "visit_at",
    "who": "duty_at_place", "duty": "village_committee", "through": "", "roles": ["village_director"],
}  # fmt: skip


def moment(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=ZONE)


@pytest.fixture
def monthly(registry):
    """`make(**changed)` publishes it as of the first of October, with the newest version's schema."""

    def make(**changed):
        said = {
            "key": "monthly_visit", "title": {"zh-hans": "每月走访"}, "records": "child_file", "form": "home_visit",
            "every": "month", "dated_by": "visit_at", "duty": "government", "roles": ("township_worker",),
        }  # fmt: skip
        obligation = save_definition(ObligationSchema(**{**said, **changed}), by=None)
        if obligation.began_on is None:
            Obligation.objects.filter(pk=obligation.pk).update(began_on=date(2026, 10, 1))
            obligation.refresh_from_db()
        publish(obligation, by=None)
        return Obligation.objects.get(pk=obligation.pk)

    return make


@pytest.fixture
def at(monkeypatch):
    """Moves the clock."""

    def move(year, month, day, hour=9):
        now = moment(year, month, day, hour)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return move


def sweep(now):
    """Until there is nothing to do."""
    while sweeping.sweep(now, until=monotonic() + 5):
        pass


def opened(registry, at_moment, **changed) -> Record:
    """A file opened at that moment."""
    record = registry.open_file(**changed)
    Record.objects.filter(pk=record.pk).update(opened_at=at_moment)
    return Record.objects.get(pk=record.pk)


def visit(registry, record, day, **more):
    answers = {**VISIT, "child": record.number, "visit_at": day.isoformat(), **more}
    with asking_as(lambda: registry.cast.post("east_township")):
        return registry.hand_in("home_visit", answers)


def rows(**which):
    found = Owed.objects.filter(**which).order_by("first", "period", "record__number")
    return [(row.period, row.state) for row in found]


@pytest.fixture
def admin(client, cast):
    from django.contrib.auth.models import Group

    groups.ensure_administrators()
    cast.form_administrator.groups.add(Group.objects.get(name=groups.FORM_ADMINISTRATORS))
    client.force_login(cast.form_administrator)
    client.cookies["django_language"] = "en"
    return client


def send(client, obligation=None, **changed):
    """Publishes it with the editor: a new one, or this one as it is said now."""
    said = {**SAID, **changed}
    roles = said.pop("roles")
    data = nested_form_data({**said, "ladder": streamfield([("rung", RUNG)])})
    data |= {"roles": roles, "ladder-0-value-tell": ["holder"]}
    page = reverse(f"{EDITOR}:edit", args=[obligation.pk]) if obligation else reverse(f"{EDITOR}:add")
    return client.post(page, {**data, "action-publish": "1"})


def take_out(client, obligation):
    return client.post(reverse(f"{EDITOR}:unpublish", args=[obligation.pk]))
