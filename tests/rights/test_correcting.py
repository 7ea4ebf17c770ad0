"""A person asks for a correction: one proposes, another decides; what was handed in stays, both are found."""

import json

import pytest

from forms import reading
from forms.models import Correction, Submission
from forms.places import Place
from portal.access.models import Access
from portal.access.refusal import Refused
from tests.rights.test_requests import NAME, visit
from workflows import events
from workflows.models import Case, CaseExclusion, ReporterMessage
from workflows.rights import correcting, erasing, exporting, policies, requests
from workflows.rights.models import CorrectionProposal, DataRequest, Match

__all__ = ["visit"]

CHILD = Place("child_name")
RIGHT = "晓明"


@pytest.fixture
def paper(story) -> Submission:
    """The report of an open case; corrections do not wait for its end."""
    return story.report().opening_submission


def asked(keepers, kind="correction", name="小明", **person) -> DataRequest:
    request = requests.take(
        kind,
        person={"asker": "母亲李某", "name": name, **person},
        identity_checked="guardian",
        legal_basis="个人信息保护法第四十六条",
        by=keepers.leader,
    )
    requests.decide(request, by=keepers.deputy, granted=True, why="材料齐全")
    return request


@pytest.fixture
def request_(paper, keepers):
    return about(asked(keepers), paper, keepers)


def about(request, paper, keepers) -> DataRequest:
    """Somebody has said that the paper is about the person."""
    Match.objects.create(request=request, submission=paper, confirmed_by=keepers.leader)
    return request


def propose(request, paper, keepers, **changes):
    by = changes.pop("by", keepers.leader)
    given = {"place": CHILD, "value": RIGHT, "ground": "户口簿", **changes}
    return correcting.propose(request, paper, given["place"], given["value"], ground=given["ground"], by=by)


def fresh(paper):
    return Submission.objects.select_related("data_key", "version").get(pk=paper.pk)


def opened(paper, cast):
    sensitivities = {"open", "personal", "sensitive"}
    return reading.opened(fresh(paper), by=cast.post("east_police"), sensitivities=sensitivities, purpose="1")


def test_two_people_correct_and_the_original_stays(request_, paper, keepers, cast):
    proposal = propose(request_, paper, keepers)
    assert not Correction.objects.exists()

    correcting.confirm(proposal, by=keepers.city)

    found = opened(paper, cast)
    assert found.answers["child_name"] == "小明"
    [note] = found.corrections
    assert (note.value, note.ground, note.asked_by) == (RIGHT, "户口簿", "母亲李某")
    assert (note.note.proposed_by, note.note.decided_by) == (keepers.leader, keepers.city)


def test_until_it_is_decided_it_is_sealed_and_nobody_else_sees_it(request_, paper, keepers, cast):
    proposal = propose(request_, paper, keepers)

    assert RIGHT.encode() not in bytes(CorrectionProposal.objects.get(pk=proposal.pk).sealed_note)
    assert opened(paper, cast).corrections == ()
    shown = correcting.shown(proposal, by=keepers.city)
    assert (shown.text, shown.should_read, shown.ground) == ("小明", RIGHT, "户口簿")
    assert Access.objects.filter(action="read_proposal", user=keepers.city.user, object_id=str(paper.pk)).exists()


def test_who_proposed_it_does_not_confirm_it(request_, paper, keepers):
    proposal = propose(request_, paper, keepers)

    with pytest.raises(Refused, match="same_person"):
        correcting.confirm(proposal, by=keepers.leader)
    assert Access.objects.refused().filter(action="confirm_correction").count() == 1
    assert not Correction.objects.exists()


@pytest.mark.parametrize("somebody", ["west_leader", "auditor"])
def test_others_neither_propose_nor_read_nor_confirm(request_, paper, keepers, somebody):
    proposal, other = propose(request_, paper, keepers), getattr(keepers, somebody)

    for act in (
        lambda: propose(request_, paper, keepers, by=other),
        lambda: correcting.shown(proposal, by=other),
        lambda: correcting.confirm(proposal, by=other),
        lambda: correcting.refuse(proposal, by=other),
    ):
        with pytest.raises(Refused, match="not_in_charge"):
            act()


def test_two_clicks_correct_once(request_, paper, keepers):
    proposal = propose(request_, paper, keepers)
    with pytest.raises(Refused, match="proposed"):
        propose(request_, paper, keepers)
    correcting.confirm(proposal, by=keepers.city)

    with pytest.raises(Refused, match="decided"):
        correcting.confirm(proposal, by=keepers.city)
    assert Correction.objects.count() == 1


def test_what_is_refused_changes_nothing_and_can_be_proposed_again(request_, paper, keepers):
    correcting.refuse(propose(request_, paper, keepers), by=keepers.city)

    assert not Correction.objects.exists()
    assert propose(request_, paper, keepers).state == CorrectionProposal.State.WAITING


def test_only_what_was_asked_for_and_is_about_the_person_is_corrected(paper, keepers, story):
    access = about(asked(keepers, kind="access"), paper, keepers)
    with pytest.raises(Refused, match="not_asked"):
        propose(access, paper, keepers)
    with pytest.raises(Refused, match="not_asked"):
        propose(asked(keepers), paper, keepers)


def test_neither_who_reported_nor_what_somebody_agreed_to_is_offered(request_, paper, keepers):
    offered = {str(answer.place) for answer in correcting.answers_of(request_, paper, by=keepers.leader)}

    assert "child_name" in offered
    assert "reporter_name" not in offered
    assert not Access.objects.of_reporters().exists()


def test_the_log_of_the_case_says_so_and_holds_and_the_reporter_is_told_without_words_of_it(request_, paper, keepers):
    correcting.confirm(propose(request_, paper, keepers), by=keepers.city)

    case = Case.objects.get()
    assert case.events.last().kind == "corrected"
    assert events.broken_links(case) == []
    told = ReporterMessage.objects.get(key__startswith="correction.").words
    assert "更正" in told["zh-hans"]
    assert RIGHT not in str(told)


def test_both_names_find_the_paper_and_an_export_has_both(visit, keepers):
    request = asked(keepers, name=NAME)
    requests.confirm(request, [visit.pk], by=keepers.leader)
    proposal = propose(request, visit, keepers, place=Place("child"), value="欧阳晓雨")
    correcting.confirm(proposal, by=keepers.city)

    for name in (NAME, "欧阳晓雨"):
        found = asked(keepers, kind="access", name=name)
        assert [hit.submission for hit in requests.find(found, by=keepers.leader)] == [visit]
        requests.confirm(found, [visit.pk], by=keepers.leader)
        held = exporting.held_about(found, by=keepers.leader)
        rows = [row for part in held["submissions"][0]["sections"] for row in part["rows"]]
        [child] = [row for row in rows if row["text"] == NAME]
        assert child["corrections"][0]["should_read"] == "欧阳晓雨"
        assert "哮喘" in json.dumps(held, ensure_ascii=False), "the step is about the person under either name"
        assert "母亲李某" not in json.dumps(held, ensure_ascii=False), "who asked is another person"


def test_what_is_about_others_stays_withheld_with_its_correction(visit, keepers):
    request = asked(keepers, name=NAME)
    requests.confirm(request, [visit.pk], by=keepers.leader)
    proposal = propose(request, visit, keepers, place=Place("debts"), value="父亲欠债两万")
    correcting.confirm(proposal, by=keepers.city)

    held = exporting.held_about(request, by=keepers.leader)
    assert "两万" not in json.dumps(held, ensure_ascii=False)


def test_erasing_takes_notes_and_proposals_with_it(closed_case, keepers):
    paper = closed_case.opening_submission
    request = about(asked(keepers), paper, keepers)
    correcting.confirm(propose(request, paper, keepers), by=keepers.city)
    waiting = propose(request, paper, keepers, value="小明明")

    erasing.confirm(erasing.propose(paper, by=keepers.leader, reason="withdrawn"), by=keepers.city)

    assert not Correction.objects.exists()
    assert set(CorrectionProposal.objects.values_list("sealed_note", flat=True)) == {b""}
    with pytest.raises(Refused, match="decided"):
        correcting.confirm(waiting, by=keepers.city)
    with pytest.raises(Refused, match="erased"):
        propose(request, fresh(paper), keepers)


@pytest.fixture
def shut_out(request_, paper, keepers):
    proposal = propose(request_, paper, keepers)
    CaseExclusion.objects.create(case=Case.objects.get(), organisation=keepers.leader.organisation)
    CaseExclusion.objects.create(case=Case.objects.get(), organisation=keepers.city.organisation)
    return CorrectionProposal.objects.get(pk=proposal.pk)


def test_who_is_shut_out_of_the_case_neither_reads_nor_confirms_a_correction_in_it(shut_out, keepers):
    for act in (correcting.shown, correcting.confirm):
        with pytest.raises(Refused, match="not_in_charge"):
            act(shut_out, by=keepers.city)
    with pytest.raises(Refused, match="not_in_charge"):
        propose(shut_out.request, fresh(shut_out.submission), keepers, place=Place("facts"))
    assert Access.objects.refused().count() == 3


def test_the_broken_twin_without_the_rule_it_would_be_corrected(shut_out, keepers, monkeypatch):
    monkeypatch.setattr(policies, "is_shut_out", lambda _post, _case: False)
    correcting.confirm(shut_out, by=keepers.city)

    assert Correction.objects.count() == 1
