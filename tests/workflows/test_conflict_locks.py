"""Whoever names an organisation in a form locks all cases it is shut out of in the order in which everybody does."""

import threading
from time import sleep

import pytest
from django.db import connection

from forms import builder as form_builder
from forms import services as forms
from forms.schema import FormSchema
from tests.workflows.definitions import RESPONSE
from tests.workflows.test_conflicts import NAMED
from tests.workflows.test_race import at_once
from workflows import services
from workflows.events import broken_links
from workflows.models import Case, CaseLink, CaseParty
from workflows.services import conflicts

WAITING = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)"


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


@pytest.fixture
def matter(cast, story, version):
    """A case of which a second one was started that comes before it in the order; its response asks for conflicts."""
    raw = RESPONSE.model_dump(mode="json")
    raw["steps"][0]["items"].append(NAMED)
    forms.publish(form_builder.save_definition(FormSchema.model_validate(raw), by=None), by=None)
    started, case = sorted([story.report(), story.report(child_name="小红")], key=lambda one: one.pk)
    CaseLink.objects.create(case=case, other=started, kind=CaseLink.Kind.STARTED)
    for one in (case, started):
        CaseParty.objects.create(case=one, organisation=cast.post("city_police").organisation, relation="police")
    return case, started


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there only one may write at all")
@pytest.mark.django_db(transaction=True)
def test_naming_and_shutting_out_at_once_are_one_after_the_other(cast, story, matter, monkeypatch):
    case, _started = matter
    township, police = cast.post("east_township").organisation, cast.post("east_police").organisation
    task = story.accept(case)
    draft = story.draft(task, involved=str(township.pk))
    named, over = threading.Event(), threading.Event()
    organisations_named = conflicts.organisations_named

    def names(submission):
        named.set()
        # Until the other waits for us, with whatever it could lock until then.
        while not (over.is_set() or somebody_waits()):
            sleep(0.01)
        return organisations_named(submission)

    def shuts_out():
        assert named.wait(30)
        try:
            services.exclude_organisation(case, police, by=cast.post("city_police"), reason="回避")
        finally:
            over.set()

    monkeypatch.setattr(conflicts, "organisations_named", names)
    respond = cast.post("east_police")
    results = at_once(lambda: services.complete_task(task, "notify", by=respond, draft=draft), shuts_out)
    assert not [result for result in results if isinstance(result, Exception)], results
    for one in Case.objects.all():
        assert set(one.exclusions.values_list("organisation", flat=True)) == {township.pk, police.pk}
        assert broken_links(one) == []


@pytest.mark.django_db
def test_only_a_form_that_asks_for_conflicts_locks_more_than_its_case(cast, story, version, monkeypatch):
    locked = []
    monkeypatch.setattr(conflicts, "lock_together", locked.append)
    case = story.report()
    story.notify(case)
    assert locked == []
