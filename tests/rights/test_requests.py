"""A person asks what is held: the block about them is exported, never who reported, nor what is about others."""

import json

import pytest

from forms import builder as form_builder
from forms import services as forms
from forms.models import Form, Submission
from forms.schema import FormSchema
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.privacy.blindindex import Kind
from tests.cast import EAST_VILLAGE, WEST_VILLAGE
from workflows import dialogue
from workflows.models import Case, CaseExclusion, CaseSubmission, WorkflowVersion
from workflows.rights import erasing, exporting, requests
from workflows.rights.contents import about
from workflows.rights.models import Export, Match

NAME, PHONE = "欧阳小雨", "13900001111"


def question(key, kind, sensitivity):
    return {"kind": "field", "key": key, "type": kind, "label": key, "sensitivity": sensitivity}


VISIT = FormSchema.model_validate(
    {
        "key": "visit",
        "title": "走访",
        "place": "place",
        "steps": [
            {
                "key": "about_child",
                "title": "孩子",
                "items": [
                    question("place", "area", "open"),
                    question("child", "person_name", "personal"),
                    question("health", "text", "sensitive"),
                    question("neighbour", "person_name", "personal"),
                ],
            },
            {"key": "at_home", "title": "家庭", "items": [question("debts", "text", "sensitive")]},
            {
                "key": "who_told",
                "title": "报告人",
                "items": [question("teller", "person_name", "reporter"), question("teller_phone", "phone", "reporter")],
            },
        ],
    }
)
ANSWERS = {
    "place": EAST_VILLAGE,
    "child": NAME,
    "health": "哮喘",
    "neighbour": "诸葛近邻",
    "debts": "父亲欠债",
    "teller": "司马知情",
    "teller_phone": PHONE,
}


@pytest.fixture
def visit(cast):
    forms.publish(form_builder.save_definition(VISIT, by=None), by=None)
    return hand_in("visit-1")


def hand_in(key, **changes) -> Submission:
    version = Form.objects.get(key="visit").current_version
    draft, _token = forms.start_draft(version, occasion=key, initial={**ANSWERS, **changes})
    return forms.submit(draft, by=None, idempotency_key=key).submission


def granted(keepers, **person):
    asked = requests.take(
        "access",
        person={"asker": "母亲", **person},
        identity_checked="guardian",
        legal_basis="个人信息保护法第四十五条",
        by=keepers.leader,
    )
    requests.decide(asked, by=keepers.deputy, granted=True, why="材料齐全")
    return asked


def test_the_export_has_the_childs_block_and_neither_the_reporter_nor_others(visit, keepers):
    asked = granted(keepers, name=NAME)
    assert requests.confirm(asked, [visit.pk], by=keepers.leader) == 1

    held = json.dumps(exporting.held_about(asked, by=keepers.leader), ensure_ascii=False)

    assert all(word in held for word in (NAME, "哮喘", visit.number))
    assert not any(word in held for word in ("司马知情", PHONE, "诸葛近邻", "父亲欠债"))
    assert json.loads(held)["submissions"][0]["withheld"] == ["neighbour", "debts"]


def test_the_export_says_of_every_report_alike_that_what_was_written_with_the_reporter_is_kept_back(story, keepers):
    """Whether anything was written would tell that whoever reported can still be reached."""
    silent, talking = story.report(), story.report()
    story.accept(talking)
    talking.refresh_from_db()
    dialogue.ask(talking, "孩子现在在哪里？", by=story.cast.post("east_police"), key="1")
    dialogue.write(talking.opening_submission, "在我家，我是她姑姑。", [], key="2")
    request = granted(keepers, name="小明")
    for case in (silent, talking):
        Match.objects.create(request=request, submission=case.opening_submission, confirmed_by=keepers.leader)
    held = exporting.held_about(request, by=keepers.leader)["submissions"]
    assert [one["dialogue_kept_back"] for one in held] == [True, True]
    assert [one["files"] for one in held] == [0, 0]
    assert "姑姑" not in str(held)


def test_even_when_the_reporters_answers_were_handed_over_the_export_would_leave_them_out():
    found = about(VISIT, ANSWERS, {Kind.NAME: NAME, Kind.PHONE: PHONE}, ANSWERS)

    assert found.given == {"place": EAST_VILLAGE, "child": NAME, "health": "哮喘"}


def test_an_export_that_read_all_compartments_would_be_noticed(visit, keepers, monkeypatch):
    """The broken twin: with all guards gone the reporter's name is there to be found."""
    asked = granted(keepers, name=NAME)
    requests.confirm(asked, [visit.pk], by=keepers.leader)
    monkeypatch.setattr(exporting, "SEARCHED", {"open", "personal", "sensitive", "reporter"})
    monkeypatch.setattr("workflows.rights.contents.sensitivity_of", lambda _item: "open")
    monkeypatch.setattr("workflows.rights.contents._is_about", lambda *_of, **_more: True)

    held = json.dumps(exporting.held_about(asked, by=keepers.leader), ensure_ascii=False)

    assert "司马知情" in held


def test_who_reported_is_not_found_by_their_own_number(visit, keepers):
    assert requests.find(granted(keepers, name="司马知情", phone=PHONE), by=keepers.leader) == []
    assert not Access.objects.of_reporters().exists()


def test_only_what_lies_in_the_area_is_found(visit, keepers):
    hand_in("visit-2", place=WEST_VILLAGE)

    assert [hit.submission for hit in requests.find(granted(keepers, name=NAME), by=keepers.leader)] == [visit]


def test_more_papers_than_can_be_compared_are_said_to_be_too_many_and_none_is_left_out(visit, keepers, monkeypatch):
    hand_in("visit-2")
    asked = granted(keepers, name=NAME)
    monkeypatch.setattr(requests, "MOST", 1)

    with pytest.raises(Refused) as refusal:
        requests.find(asked, by=keepers.leader)

    assert refusal.value.code == "too_many"


def test_nothing_is_searched_before_the_request_is_granted_and_each_step_is_on_record(visit, keepers):
    asked = requests.take(
        "access", person={"name": NAME}, identity_checked="id_card", legal_basis="第四十五条", by=keepers.leader
    )
    with pytest.raises(Refused, match="not_granted"):
        requests.find(asked, by=keepers.leader)
    requests.decide(asked, by=keepers.deputy, granted=True, why="材料齐全")
    with pytest.raises(Refused, match="not_in_charge"):
        requests.find(asked, by=keepers.west_leader)
    requests.find(asked, by=keepers.leader)

    steps = Access.objects.filter(object_id=str(asked.pk)).order_by("pk").values_list("action", "allowed")
    assert list(steps) == [
        ("take_request", True),
        ("decide_request", True),
        ("search_person", False),
        ("search_person", True),
    ]


def test_what_is_read_for_a_request_stands_in_the_log_of_the_case(version, visit, keepers):
    published = WorkflowVersion.objects.get()
    case = Case.objects.create(
        version=published, state=published.schema.start.key, number=visit.number, area_code=EAST_VILLAGE
    )
    CaseSubmission.objects.create(case=case, submission=visit)
    asked = granted(keepers, name=NAME)
    requests.confirm(asked, [visit.pk], by=keepers.leader)
    exporting.held_about(asked, by=keepers.leader)

    rows = Access.objects.filter(object_id=str(visit.pk))
    assert rows.filter(action="read").count() == 2
    assert {row.matter for row in rows} == {case.pk}
    assert all(asked.number in row.purpose for row in rows)


def test_a_stranger_with_another_id_cannot_be_slipped_in(visit, keepers):
    other = hand_in("visit-3", child="别家孩子")

    assert requests.confirm(granted(keepers, name=NAME), [other.pk], by=keepers.leader) == 0


def test_the_job_makes_a_sealed_export_that_goes_when_something_in_it_is_erased(visit, keepers, run_jobs):
    asked = granted(keepers, name=NAME)
    requests.confirm(asked, [visit.pk], by=keepers.leader)
    requests.ask_for_export(asked, by=keepers.leader)
    run_jobs("rights.export")

    export = Export.objects.get(request=asked)
    assert NAME.encode() not in bytes(export.sealed_json)
    assert NAME in requests.download(asked, "json", by=keepers.leader).decode()
    assert requests.download(asked, "pdf", by=keepers.leader).startswith(b"%PDF")

    erasing.confirm(erasing.propose(visit, by=keepers.leader, reason="withdrawn"), by=keepers.city)
    assert not Export.objects.exists()


@pytest.fixture
def shut_out(version, visit, keepers):
    """A request whose hit was confirmed before the conflict rule took the leader's part in the case away."""
    asked = granted(keepers, name=NAME)
    requests.confirm(asked, [visit.pk], by=keepers.leader)
    requests.ask_for_export(asked, by=keepers.leader)
    version = WorkflowVersion.objects.get()
    case = Case.objects.create(
        version=version, state=version.schema.start.key, number=visit.number, area_code=EAST_VILLAGE
    )
    CaseSubmission.objects.create(case=case, submission=visit)
    CaseExclusion.objects.create(case=case, organisation=keepers.leader.organisation)
    return asked


def test_who_is_shut_out_finds_nothing_and_exports_nothing_not_even_what_others_confirmed(shut_out, keepers, run_jobs):
    run_jobs("rights.export")

    assert not Export.objects.exists()
    assert requests.find(shut_out, by=keepers.leader) == []
    for act in (requests.ask_for_export, lambda asked, by: requests.download(asked, "pdf", by=by)):
        with pytest.raises(Refused, match="conflict"):
            act(shut_out, by=keepers.leader)
    assert set(Access.objects.refused().values_list("action", flat=True)) == {"export_person", "download_export"}


def test_the_broken_twin_without_the_rule_the_export_would_be_made(shut_out, keepers, run_jobs, monkeypatch):
    monkeypatch.setattr("workflows.rights.policies.is_shut_out", lambda _post, _case: False)
    run_jobs("rights.export")

    assert NAME in requests.download(shut_out, "json", by=keepers.leader).decode()
