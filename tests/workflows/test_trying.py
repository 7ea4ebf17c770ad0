"""An author walks a case through a workflow that is still being built, and nothing of it is left."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.urls import reverse

from tests.cast import EAST, EAST_VILLAGE
from tests.editing import signed_in_to_edit
from workflows.builder import schema_of
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

BEGIN = {"_go": "begin", "at": "2026-03-02T09:00", "report-danger_now": "no"}


@pytest.fixture
def editor(client, cast):
    return signed_in_to_edit(client, cast, Workflow)


@pytest.fixture
def page(editor, version):
    return Page(editor, version.workflow)


class Page:
    """What the author's browser shows, and what it sends with each button."""

    def __init__(self, client, workflow):
        self.client = client
        self.address = reverse("wagtailsnippets_workflows_workflow:try", args=[workflow.pk])
        self.hidden = {}
        self.html = ""

    def press(self, go, **typed):
        self.seen(self.client.post(self.address, {**self.hidden, "_go": go, **typed}))

    def begin(self, **typed):
        self.seen(self.client.post(self.address, {**BEGIN, **typed}))

    def seen(self, response):
        assert response.status_code == 200
        self.html = response.content.decode()
        found = re.findall(r'<input type="hidden" name="(_script|_place)" value="([^"]*)"', self.html)
        self.hidden = {name: unescape(value) for name, value in found}

    @property
    def text(self):
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.html)))


def counted():
    """How many rows there are of everything but sessions, which every look at a page renews."""
    models = (model for model in apps.get_models() if model._meta.label != "accounts.Session")
    return {model._meta.label: model._base_manager.count() for model in models if model._meta.managed}


def test_a_case_is_walked_to_its_end_and_leaves_no_trace(page):
    page.client.get(page.address)
    before = counted()
    page.begin()
    assert "Take on" in page.text
    page.press("finish:take.accept")
    assert "Being handled" in page.text
    page.press("finish:respond.notify", **{"respond-result": "handled"})
    page.press("finish:sign.sign")
    assert "The case has come to an end." in page.text
    assert counted() == before


def test_at_a_chosen_place_it_says_which_organisation_has_the_task(page):
    page.begin()
    assert "东溪县 police" not in page.text
    page.begin(**{"_place-place": EAST_VILLAGE})
    assert "东溪县 police" in page.text
    page.press("finish:take.accept")
    assert "Officer in charge (东溪县 police)" in page.text


def test_without_scripts_the_places_in_a_place_are_shown_on_request(page):
    page.begin(**{"_go": "places", "_place-place_3": EAST})
    assert "Let the report come in" in page.text
    assert "柳湾镇" in page.text


def test_the_clock_brings_what_the_ladder_says(page):
    page.begin()
    page.press("wait", amount="3", unit="hours")
    assert "is not finished" not in page.text
    page.press("next")
    assert "“Take on” is not finished: whoever has the task is told" in page.text
    page.press("wait", amount="x", unit="hours")
    assert "Say in a whole number" in page.text


def test_what_the_answers_do_not_allow_is_refused_with_what_was_typed_kept(page):
    page.begin()
    page.press("finish:take.accept")
    page.press("finish:respond.notify", **{"respond-result": "false"})
    assert "The answers so far do not allow this step." in page.text
    assert re.search(r'value="false"[^>]* checked|value="false" selected', page.html)
    page.press("finish:respond.refuse", **{"respond-result": "false"})
    assert "The case has come to an end." in page.text


def test_the_last_step_is_taken_back(page):
    page.begin()
    page.press("finish:take.accept")
    page.press("back")
    assert "Take on" in page.text
    assert "Take the last step back" not in page.text
    page.press("anew")
    assert "Let the report come in" in page.text


def test_what_was_walked_is_kept_as_a_scenario_of_the_draft(page, version):
    page.begin()
    page.press("finish:take.accept")
    page.press("finish:respond.refuse", **{"respond-result": "false"})
    kept = {**page.hidden, "_go": "keep", "title": "Not so"}
    assert page.client.post(page.address, kept).status_code == 302
    [scenario] = schema_of(Workflow.objects.get().get_latest_revision_as_object()).scenarios
    assert scenario.title == "Not so"
    assert [step.expected.state for step in scenario.steps] == ["handling", "refused"]
    assert scenario.steps[1].answers == {"result": "false"}
    assert version.workflow.current_version.schema.scenarios == ()


def test_a_locked_workflow_takes_no_scenario_and_a_nameless_one_is_none(page, cast, version):
    page.begin()
    page.press("finish:take.accept")
    page.press("keep", title=" ")
    assert "Say in a few words what the scenario shows." in page.text
    Workflow.objects.update(locked=True, locked_by=cast.people["east_police"])
    page.press("keep", title="Mine")
    assert "locked by somebody" in page.text
    assert schema_of(Workflow.objects.get()).scenarios == ()


@pytest.mark.parametrize(
    "sent", ["{", "[]", '{"title": "x", "steps": [{"task": "take", "days": 999999}]}', "x" * 300000]
)
def test_a_page_that_nobody_was_shown_begins_anew(page, sent):
    page.seen(page.client.post(page.address, {"_script": sent, "_go": "wait", "amount": "1", "unit": "days"}))
    assert "Let the report come in" in page.text


def test_a_second_click_on_a_step_that_was_taken_is_refused_in_words(page):
    page.begin()
    page.press("finish:take.accept")
    page.press("finish:take.accept")
    assert "This task is no longer open." in page.text


def test_a_half_made_workflow_says_what_is_missing(page, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    workflow.transitions = workflow.transitions.stream_block.to_python([])
    workflow.save_revision()
    page.seen(page.client.get(page.address))
    assert "No transition finishes this task." in page.text


def test_who_may_not_change_workflows_sees_nothing(client, cast, version):
    client.force_login(cast.east_police)
    response = client.get(reverse("wagtailsnippets_workflows_workflow:try", args=[version.workflow.pk]))
    assert response.status_code in (302, 403)
    assert WorkflowSchema.__name__ not in response.content.decode()


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_time_is_asked_for_again(page, at):
    page.begin(at=at)
    assert "Choose a moment between 1900 and 2199" in page.text


def test_a_script_that_somebody_wrote_by_hand_begins_anew(page):
    page.begin()
    page.hidden["_script"] = (
        '{"title": "-", "at": "9999-12-31T23:59:00+08:00", "steps": [{"does": "wait", "days": 366}]}'
    )
    page.press("wait", amount="1", unit="days")
    assert "When the report comes in" in page.text
