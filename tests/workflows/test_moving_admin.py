"""Who publishes workflows sees what would become of each running case, decides, watches, and takes it back."""

import pytest
from django.urls import reverse

from tests.editing import signed_in_to_edit
from tests.workflows.moving import newer
from workflows.models import Case, CaseMove, Workflow
from workflows.services import migrating

URLS = "wagtailsnippets_workflows_workflow"


@pytest.fixture
def administrator(client, cast):
    return signed_in_to_edit(client, cast, Workflow)


@pytest.fixture
def case(story, run_jobs):
    made = story.report()
    story.accept(made)
    run_jobs("workflows.effect")
    return made


@pytest.fixture
def page(version, case):
    """Of a workflow of which a second version has been published."""
    newer()
    return reverse(f"{URLS}:move", args=[version.workflow_id])


def shown(client, address, **chosen):
    return client.get(address, chosen).content.decode()


def test_each_case_is_shown_with_its_state_before_and_after_and_nothing_of_what_is_in_it(administrator, page, case):
    text = shown(administrator, page, **{"state-handling": "dealing", "task-respond": "deal"})
    assert case.number in text
    assert "Being handled" in text
    assert "Respond → Deal with it" in text
    assert "of these 1 would go over" in text
    for secret in ("独自在家三天", "小明", "王老师"):
        assert secret not in text
    assert not CaseMove.objects.exists()


def test_what_an_error_kept_is_tried_again(administrator, page, case, run_jobs, monkeypatch):
    chosen = {"state-handling": "dealing", "task-respond": "deal", "source": "1", "target": "2"}
    with monkeypatch.context() as broken:
        broken.setattr(migrating, "_land", lambda *_args, **_more: 1 / 0)
        answer = administrator.post(page, chosen)
        run_jobs(migrating.MOVE)
    assert "Try these again" in shown(administrator, answer.url)
    for _click in range(2):
        administrator.post(answer.url, {"again": ""})
    run_jobs(migrating.MOVE)
    text = shown(administrator, answer.url)
    assert "Gone over: 1" in text
    assert "Try these again" not in text
    case.refresh_from_db()
    assert case.version.number == 2


def test_without_counterpart_it_says_that_the_case_stays(administrator, page, case):
    text = shown(administrator, page)
    assert "its state has no counterpart" in text
    assert "Take them over" not in text


def test_what_was_looked_at_is_done_and_can_be_taken_back(administrator, page, case, run_jobs):
    context = administrator.get(page, {"state-handling": "dealing", "task-respond": "deal"}).context
    chosen = {choice.name: choice.chosen for choice in [*context["states"], *context["tasks"]]}
    answer = administrator.post(page, {**chosen, "source": "1", "target": "2"})
    assert "Being worked on" in shown(administrator, answer.url)
    run_jobs(migrating.MOVE)
    assert (Case.objects.get().state, Case.objects.get().version.number) == ("dealing", 2)
    text = shown(administrator, answer.url)
    assert "Gone over: 1" in text
    assert "Take it back" in text

    administrator.post(answer.url)
    run_jobs(migrating.MOVE_BACK)
    assert (Case.objects.get().state, Case.objects.get().version.number) == ("handling", 1)
    text = shown(administrator, answer.url)
    assert "taken back" in text
    assert "Take it back" not in text


def test_a_version_without_running_cases_has_nothing_to_take_over(administrator, version):
    address = reverse(f"{URLS}:move", args=[version.workflow_id])
    assert "No running case is on an older version" in shown(administrator, address)


def test_who_may_not_publish_sees_no_page_and_moves_nothing(client, cast, page, story, version):
    move = migrating.CaseMove.objects.create(
        source=version, target=Workflow.objects.get().current_version, by=cast.form_administrator
    )
    client.force_login(cast.east_police)
    for address in (page, reverse(f"{URLS}:moved", args=[move.pk])):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"source": "1", "target": "2"}).status_code in (302, 403)
    assert CaseMove.objects.count() == 1


def test_the_list_leads_there(administrator, page):
    assert page in shown(administrator, reverse(f"{URLS}:list"))


@pytest.mark.parametrize("wrong", ["0", "99", "x", "1" * 30])
def test_a_version_that_is_not_there_is_not_found(administrator, page, wrong):
    assert administrator.get(page, {"source": wrong}).status_code == 404
    assert administrator.post(page, {"source": "1", "target": wrong}).status_code == 404
