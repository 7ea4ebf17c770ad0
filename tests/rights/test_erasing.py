"""Two people, no open case, no hold: then it is gone, and only a number remains."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Revision

from content.models import ActivityPage
from content.setup import ensure_site
from forms import files, reading
from forms.models import Draft, StoredFile, Submission
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.privacy.models import BlindToken
from portal.privacy.sealing import Unreadable
from tests.content.test_translations import translated
from tests.rights.conftest import close
from workflows import events, services
from workflows.models import Case, CasePage
from workflows.rights import erasing, holding
from workflows.rights.models import ErasureProposal, Tombstone

EVERYTHING = {"open", "personal", "sensitive", "reporter"}


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


def erase(target, keepers, **options):
    proposal = erasing.propose(target, by=keepers.leader, reason="fulfilled", **options)
    return erasing.confirm(proposal, by=keepers.city)


def opening(case) -> Submission:
    return case.case_submissions.first().submission


def test_what_two_people_erased_cannot_be_opened_by_anybody(closed_case, keepers, cast):
    submission = opening(closed_case)
    letter = files.store_made(submission, "letter:x", "函.pdf", "application/pdf", b"%PDF-1.7")
    assert reading.read(submission, by=cast.post("east_police"), sensitivities=EVERYTHING, purpose="1")

    assert erase(closed_case, keepers) == 2

    submission = Submission.objects.get(pk=submission.pk)
    assert reading.read(submission, by=cast.post("east_police"), sensitivities=EVERYTHING, purpose="1") == {}
    with pytest.raises(Unreadable):
        submission.unsealed()
    with pytest.raises(Unreadable):
        submission.reporter_identity.unsealed()
    assert not StoredFile.objects.filter(pk=letter.pk).exists()
    assert not Draft.objects.filter(submission=submission).exists()
    assert not BlindToken.objects.filter(data_key=submission.data_key).exists()
    assert (submission.open_answers, submission.receipt_digest, submission.post) == ({}, None, None)


def test_a_tombstone_says_number_form_reason_and_nothing_else(closed_case, keepers):
    erase(closed_case, keepers)

    stones = Tombstone.objects.filter(number=closed_case.number).values("number", "form", "reason")
    assert list(stones) == [{"number": closed_case.number, "form": "small_report", "reason": "fulfilled"}]
    closed_case.refresh_from_db()
    assert [event.kind for event in closed_case.events.all()][-2:] == ["erased", "erased"]
    assert events.broken_links(closed_case) == []


def test_for_statistics_only_what_was_chosen_from_a_list_remains(closed_case, keepers):
    erase(closed_case, keepers, for_statistics=True)

    submission = opening(closed_case)
    assert (submission.open_answers, submission.area_code) == ({"danger_now": "yes"}, "990121000000")


def test_an_open_case_is_not_erased(story, keepers):
    with pytest.raises(Refused, match="open_case"):
        erasing.propose(story.report(), by=keepers.leader, reason="fulfilled")


@pytest.mark.parametrize("on", ["case", "submission"])
def test_a_hold_that_comes_after_the_proposal_still_blocks_it(closed_case, keepers, on):
    proposal = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    target = closed_case if on == "case" else opening(closed_case)
    hold = holding.place(target, by=keepers.leader, reason="诉讼未结", until=in_a_year())

    with pytest.raises(Refused, match="held"):
        erasing.confirm(proposal, by=keepers.city)
    assert Tombstone.objects.count() == 0

    holding.lift(hold, by=keepers.leader)
    assert erasing.confirm(proposal, by=keepers.city) == 2


def test_a_guard_that_saw_no_holds_would_be_noticed(closed_case, keepers, monkeypatch):
    holding.place(closed_case, by=keepers.leader, reason="诉讼未结", until=in_a_year())
    monkeypatch.setattr(erasing, "obstacle", lambda _submission: None)

    assert erase(closed_case, keepers) == 2


def test_a_hold_is_over_the_day_after_its_last(closed_case, keepers):
    hold = holding.place(closed_case, by=keepers.leader, reason="诉讼未结", until=timezone.localdate())
    with pytest.raises(Refused, match="held"):
        erase(closed_case, keepers)

    hold.until -= timedelta(days=1)
    hold.save()

    assert erase(closed_case, keepers) == 2


def test_who_proposed_it_is_no_second_person(closed_case, keepers):
    proposal = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")

    with pytest.raises(Refused, match="same_person"):
        erasing.confirm(proposal, by=keepers.leader)
    assert Access.objects.refused().filter(action="confirm_erasing").count() == 1
    assert not opening(closed_case).is_erased


@pytest.mark.parametrize("somebody", ["west_leader", "auditor"])
def test_others_neither_propose_nor_confirm(closed_case, keepers, somebody):
    with pytest.raises(Refused, match="not_in_charge"):
        erasing.propose(closed_case, by=getattr(keepers, somebody), reason="fulfilled")

    proposal = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    with pytest.raises(Refused, match="not_in_charge"):
        erasing.confirm(proposal, by=getattr(keepers, somebody))
    assert Access.objects.refused().count() == 2


def test_two_clicks_erase_once(closed_case, keepers):
    proposal = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    erasing.confirm(proposal, by=keepers.city)

    with pytest.raises(Refused, match="decided"):
        erasing.confirm(proposal, by=keepers.city)
    with pytest.raises(Refused, match="erased"):
        erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    assert Tombstone.objects.count() == 2


def test_a_refused_proposal_erases_nothing_and_can_be_made_again(closed_case, keepers):
    erasing.refuse(erasing.propose(closed_case, by=keepers.leader, reason="fulfilled"), by=keepers.city)

    assert not opening(closed_case).is_erased
    again = erasing.propose(closed_case, by=keepers.leader, reason="fulfilled")
    assert again.state == ErasureProposal.State.WAITING


def test_placing_and_lifting_a_hold_stands_in_the_log_of_the_case_without_its_reason(closed_case, keepers):
    hold = holding.place(closed_case, by=keepers.leader, reason="诉讼未结", until=in_a_year())
    holding.lift(hold, by=keepers.leader)

    rows = Access.objects.filter(matter=closed_case.pk, action__in=["place_hold", "lift_hold"]).order_by("pk")
    assert [row.action for row in rows] == ["place_hold", "lift_hold"]
    assert all(row.purpose.startswith(closed_case.number) and "诉讼" not in row.purpose for row in rows)


def test_what_became_part_of_another_case_is_held_and_kept_as_long_as_that(story, keepers, cast):
    into, case = story.report(), story.report()
    services.merge_case(case, into, by=cast.post("east_police_leader"))
    submission = opening(case)
    assert erasing.obstacle(submission).code == "open_case"
    for target in (Case.objects.get(pk=case.pk), submission):
        with pytest.raises(Refused, match="open_case"):
            erasing.propose(target, by=keepers.leader, reason="fulfilled")
    close(story, into)
    assert erasing.obstacle(submission) is None
    hold = holding.place(into, by=keepers.leader, reason="诉讼未结", until=in_a_year())
    assert erasing.obstacle(submission).code == "held"
    with pytest.raises(Refused, match="held"):
        erasing.propose(submission, by=keepers.leader, reason="fulfilled")
    holding.lift(hold, by=keepers.leader)
    assert erase(submission, keepers) == 1


def test_what_is_erased_stands_on_no_page_in_any_language(closed_case, keepers, client):
    site = ensure_site()
    site.activities.add_child(instance=ActivityPage(title="活动", slug="a", outcome="某个家庭"))
    ActivityPage.objects.get().save_revision().publish()
    page = ActivityPage.objects.get()
    edition = translated(page, Locale.objects.get(language_code="ug"), title="پائالىيەت", outcome="بىر ئائىلە")
    CasePage.objects.create(case=closed_case, kind="activity", page=page.page_ptr)
    assert client.get(edition.url).status_code == 200

    erase(closed_case, keepers)

    assert not ActivityPage.objects.exists()
    assert not Revision.objects.filter(object_id__in=[str(page.pk), str(edition.pk)]).exists()
    titles = PageLogEntry.objects.filter(page_id__in=[page.pk, edition.pk]).exclude(label="", data={})
    assert not titles.exists()
    assert client.get(edition.url).status_code == 404
