"""A program fills in a form."""

import pytest
from django.core.cache import cache

from forms.models import Draft, Submission
from portal.effort import services as effort
from portal.effort.load import Window
from portal.effort.puzzles import solves
from tests.forms import sample
from tests.forms.wizard.test_newer_version import published_anew

ABOUT = {key: value for key, value in sample.ANSWERS.items() if key in {"danger", "called", "kind", "place", "facts"}}


def test_a_program_reads_what_is_asked_and_hands_in_a_report(program):
    whole = program.get("/forms/sample_report/").json()
    assert whole["answers"]["properties"]["danger"]["type"] == "boolean"
    assert [step["key"] for step in whole["definition"]["steps"]] == program.begin()["steps"]
    saved = program.answer("about", ABOUT).json()
    assert saved["problems"] == []
    program.answer("people", {"guardians": [{"name": "王某", "reached": False}]})
    sent = program.submit()
    assert sent.status_code == 200
    submission = Submission.objects.get()
    assert sent.json()["number"] == submission.number
    assert submission.unsealed()["guardians"] == [{"name": "王某", "reached": False}]


def test_sending_twice_gives_the_same_receipt(program):
    program.begin()
    program.answer("about", ABOUT)
    assert program.submit().json() == program.submit().json()
    assert Submission.objects.count() == 1


def test_what_is_right_is_kept_and_what_is_wrong_is_named_at_its_place(program):
    program.begin()
    answered = program.answer("about", {"danger": True, "kind": "forged", "facts": "短", "days": "viele"})
    assert answered.status_code == 200
    problems = {wrong["field"]: wrong["sentence"] for wrong in answered.json()["problems"]}
    assert {"kind", "facts", "days", "place", "called"} <= set(problems)
    assert program.get(f"/drafts/{program.draft['id']}/").json()["answers"] == {"danger": True}


@pytest.mark.parametrize("answers", [{"no_such": 1}, {"photos": ["x"]}, {"reporter_name": "x"}])
def test_a_field_that_the_step_does_not_have_is_named_and_not_kept(program, answers):
    program.begin()
    key = next(iter(answers))
    assert key in {wrong["field"] for wrong in program.answer("about", answers).json()["problems"]}
    assert key not in Draft.objects.get().answers


@pytest.mark.parametrize(
    "rows", ["text", {"name": "x"}, [1], [{"name": "x"}] * 4, [{"other": "x"}], [{"name": {"x": 1}}]]
)
def test_a_table_takes_rows_of_its_columns_only(program, rows):
    program.begin()
    assert program.answer("people", {"guardians": rows}).json()["problems"]


def test_an_unfinished_report_is_refused_with_everything_that_is_missing(program):
    program.begin()
    refused = program.submit()
    assert refused.status_code == 422
    assert {"danger", "kind", "place"} <= {wrong["field"] for wrong in refused.json()["error"]["problems"]}


def test_somebody_who_knows_an_older_state_overwrites_nothing(program):
    program.begin()
    first = program.answer("about", {"danger": True}).json()
    program.answer("about", {"danger": False})
    late = program.answer("about", {"danger": True}, revision=first["revision"])
    assert (late.status_code, late.json()["error"]["code"]) == (409, "stale")
    assert Draft.objects.get().answers == {"danger": False}


def test_a_draft_is_opened_by_its_token_only(program):
    program.begin()
    program.draft = {**program.draft, "token": "x" * 27}
    assert program.get(f"/drafts/{program.draft['id']}/").status_code == 404
    assert program.answer("about", {"danger": True}).status_code == 404
    assert program.submit().status_code == 404
    assert Draft.objects.get().answers == {}


def test_a_closed_form_is_not_there(program, page):
    page.unpublish()
    assert program.get("/forms/").json() == []
    assert program.send("post", "/forms/sample_report/drafts/").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"answers": []}', 422),
        ('{"answers": {"danger": true}, "post": 1}', 422),
        ('{"answers": {"__class__": 1}}', 422),
        ('{"answers": {"danger": NaN}}', 400),
        (r'{"answers": {"facts": "\ud800"}}', 400),
        (r'{"answers": {"\uDfff": 1}}', 400),
        (r'{"answers": {"x": 1, "\uD83D\uDE00": 1}}', 422),
        ('{"answers": {"danger": "' + "x" * 2_100_000 + '"}}', 413),
    ],
)
def test_hostile_bodies_are_refused_in_words(program, body, status):
    program.begin()
    answered = program.send("put", f"/drafts/{program.draft['id']}/steps/about/", body)
    assert answered.status_code == status
    assert answered.json()["error"]["message"]
    assert "no-store" in answered["Cache-Control"]


def test_what_the_portal_puts_in_itself_is_taken_from_no_program(program, version):
    label = {"zh-hans": "来源", "en": "Source"}
    source = {"kind": "field", "key": "source", "type": "hidden", "label": label, "settings": {"value": "site"}}
    published_anew(version, lambda step: step["items"].append(source))
    program.begin()
    refused = program.answer("about", {**ABOUT, "source": "forged"}).json()["problems"]
    assert [wrong["field"] for wrong in refused] == ["source"]
    assert Draft.objects.get().answers["source"] == "site"
    assert program.answer("about", ABOUT).json()["problems"] == []
    assert program.submit().status_code == 200
    submission = Submission.objects.get()
    assert {**submission.open_answers, **submission.unsealed()}["source"] == "site"


@pytest.fixture
def forgotten():
    """What is counted here counts for no other test."""
    yield
    cache.clear()


@pytest.mark.usefixtures("forgotten")
def test_much_traffic_costs_a_program_effort_and_never_a_report(program, monkeypatch):
    program.begin()
    program.answer("about", ABOUT)
    monkeypatch.setitem(effort.LIMITS, "report", effort.Limit(Window(1, 600)))
    path = f"/drafts/{program.draft['id']}/submission/"
    program.send("post", path)
    asked = program.send("post", path)
    assert asked.status_code == 429
    puzzle = asked.json()["error"]["puzzle"]
    number = next(n for n in range(10_000_000) if solves(puzzle["nonce"], puzzle["bits"], str(n)))
    assert program.send("post", path, **{"X-Effort": f"{puzzle['token']} {number}"}).status_code == 200
