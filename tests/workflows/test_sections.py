"""Several offices, one form: each fills in and signs its part, and the last signature hands in the whole, once."""

import pytest
from django.test import Client

from forms import builder as form_builder
from forms import services as forms
from forms.models import Draft, Form, Presence, SectionSignature, Submission
from forms.services import AlreadySigned, NotFinished, StaleStep
from forms.services.sections import holds
from portal.access.models import Access
from portal.access.refusal import Refused
from tests.workflows.definitions import FORMS
from tests.workflows.joint import ASSESSMENT, JOINT
from tests.workflows.test_race import at_once
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, Task
from workflows.prefill import initial_answers

SIGNED = {"name": "王丽", "signed_at": "2026-11-22T09:00:00+08:00"}


@pytest.fixture
def version(cast):
    """In place of the usual small workflow."""
    for form in (*FORMS.values(), ASSESSMENT):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(JOINT, by=None), by=None)


@pytest.fixture
def case(story) -> Case:
    return story.report()


@pytest.fixture
def both(cast, case):
    """The tasks of the two offices, and their one draft."""
    tasks = {task.type.section: task for task in case.tasks.all()}
    draft = begin(tasks["safety"], cast.post("east_police"))
    assert begin(tasks["home"], cast.post("east_township")) == draft
    return tasks["safety"], tasks["home"], draft


def begin(task: Task, post) -> Draft:
    version = Form.objects.get(key="joint_assessment").current_version
    known = initial_answers(task, version.schema, by=post)
    return services.start_sections(task, version, by=post, known=known)


def fill(draft: Draft) -> None:
    forms.save_step(draft, "safe", {"risk": False})
    forms.save_step(draft, "family", {"income": 3000})


def sign(task: Task, post, **more):
    return services.sign_section(task, by=post, signature=SIGNED, **more)


def test_each_signs_its_part_and_the_last_signature_hands_in_the_whole(cast, case, both):
    safety, home, draft = both
    fill(draft)

    assert not sign(safety, cast.post("east_police")).complete
    safety.refresh_from_db()
    assert (safety.state, Case.objects.get().state) == (Task.State.DONE, "assessing")
    assert sign(home, cast.post("east_township")).complete

    submission = Submission.objects.get(version__form__key="joint_assessment")
    assert submission.open_answers == {"risk": False, "income": 3000}
    assert Case.objects.get().state == "assessed"
    assert {one.section for one in submission.signatures.all()} == {"safety", "home"}
    assert [one.unsealed()["signature"] for one in submission.signatures.all()] == [SIGNED, SIGNED]
    assert all(holds(one, submission.version, submission.open_answers) for one in submission.signatures.all())
    changed = {**submission.open_answers, "income": 3001}
    assert [holds(one, submission.version, changed) for one in submission.signatures.order_by("section")] == [
        False,
        True,
    ]
    assert broken_links(Case.objects.get()) == []


def test_a_signed_part_takes_no_answer_until_its_office_opens_it_again(cast, both):
    safety, _home, draft = both
    fill(draft)
    before = sign(safety, cast.post("east_police")).signature.digest

    with pytest.raises(AlreadySigned):
        forms.save_step(draft, "safe", {"risk": True})
    with pytest.raises(Refused):
        services.reopen_section(safety, by=cast.post("east_township"))
    services.reopen_section(safety, by=cast.post("east_police"))
    forms.save_step(draft, "safe", {"risk": True})

    safety.refresh_from_db()
    assert safety.state == Task.State.OPEN
    assert sign(safety, cast.post("east_police")).signature.digest != before


def test_a_part_with_something_missing_is_not_signed_and_others_parts_do_not_matter(cast, both):
    safety, home, draft = both
    forms.save_step(draft, "safe", {"risk": True})

    with pytest.raises(NotFinished) as refused:
        sign(home, cast.post("east_township"))

    assert [problem.field for problem in refused.value.problems] == ["income"]
    assert sign(safety, cast.post("east_police")).complete is False


def test_what_others_answer_later_undoes_a_signature_of_something_else(cast, both):
    """The police find a risk: what the township signed is no longer all that is asked there."""
    safety, home, draft = both
    forms.save_step(draft, "family", {"income": 3000, "deputy": "张主任"})
    sign(home, cast.post("east_township"))
    forms.save_step(draft, "safe", {"risk": True})

    result = sign(safety, cast.post("east_police"))

    home.refresh_from_db()
    assert (result.complete, result.undone, home.state) == (False, ("home",), Task.State.OPEN)
    assert sign(home, cast.post("east_township")).complete


def test_what_others_answer_later_undoes_a_signature_of_what_it_makes_wrong(cast, both):
    safety, home, draft = both
    forms.save_step(draft, "family", {"income": 7})
    sign(home, cast.post("east_township"))
    forms.save_step(draft, "safe", {"risk": True})

    result = sign(safety, cast.post("east_police"))

    home.refresh_from_db()
    assert (result.complete, result.undone, home.state) == (False, ("home",), Task.State.OPEN)
    forms.save_step(draft, "family", {"income": 8})
    assert sign(home, cast.post("east_township")).complete


def test_nobody_signs_for_another_office_and_the_task_is_not_finished_otherwise(cast, both):
    safety, _home, draft = both
    fill(draft)

    for who in ("east_township", "west_police", "east_civil_affairs"):
        with pytest.raises(Refused):
            sign(safety, cast.post(who))
    with pytest.raises(NotPossible):
        services.complete_task(safety, "done_safety", by=cast.post("east_police"), draft=draft)
    assert not SectionSignature.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_last_signatures_at_the_same_time_hand_in_once(cast, case, both):
    safety, home, draft = both
    fill(draft)

    results = at_once(
        lambda: sign(safety, cast.post("east_police")),
        lambda: sign(home, cast.post("east_township")),
    )

    assert sorted(result.complete for result in results) == [False, True], results
    assert Submission.objects.filter(version__form__key="joint_assessment").count() == 1
    case.refresh_from_db()
    assert case.state == "assessed"
    assert [event.kind for event in case.events.all()] == ["opened", "signed", "moved"]
    assert broken_links(case) == []


def test_a_page_that_is_older_than_what_is_saved_writes_nothing(both):
    draft = both[2]
    forms.save_step(draft, "safe", {"risk": True}, shown_at=0)

    with pytest.raises(StaleStep):
        forms.save_step(draft, "safe", {"risk": False}, shown_at=0)
    forms.save_step(draft, "family", {"income": 1}, shown_at=0)

    draft.refresh_from_db()
    assert draft.answers == {"risk": True, "income": 1}


# At the desk.


@pytest.fixture
def desk(cast):
    def client(who: str) -> Client:
        browser = Client()
        browser.force_login(cast.post(who).user)
        return browser

    return client


def address(task: Task, place: str = "") -> str:
    return f"/desk/tasks/{task.pk}/form/{place}"


def test_each_office_sees_its_own_steps_and_of_the_others_what_it_may_read(desk, both):
    safety, home, draft = both
    forms.save_step(draft, "safe", {"risk": True, "violence": "很秘密"})
    forms.save_step(draft, "family", {"income": 2, "relative": "林远"})
    police, township = desk("east_police"), desk("east_township")

    assert police.get(address(safety, "safe/")).status_code == 200
    assert police.get(address(safety, "family/")).status_code == 404
    assert police.post(address(safety, "family/"), {"income": 9, "_go": "next"}).status_code == 404
    assert police.get(address(home, "family/")).status_code == 404
    assert "很秘密" not in township.get(address(home, "family/")).content.decode()
    for browser, task, place in ((police, safety, "safe/"), (township, home, "family/")):
        browser.post(
            address(task, place), {"risk": "yes", "violence": "很秘密", "income": 2, "relative": "林远", "_go": "next"}
        )
    page = township.get(address(home, "review-and-send/")).content.decode()
    assert "很秘密" not in page
    assert not Access.objects.filter(
        post=both[1].organisation.posts.first(), action="read", object_type="workflows.case"
    ).exists()
    seen = police.get(address(safety, "review-and-send/")).content.decode()
    assert "林远" in seen
    assert Access.objects.filter(action="read", object_type="workflows.case").exists()


def test_a_stale_page_shows_both_versions_and_saves_nothing(desk, both):
    safety, draft = both[0], both[2]
    browser = desk("east_police")
    forms.save_step(draft, "safe", {"risk": True, "violence": "同事写的"})

    page = browser.post(
        address(safety, "safe/"), {"risk": "yes", "violence": "我写的", "_revision": "0", "_go": "next"}
    )

    said = page.content.decode()
    assert page.status_code == 409
    assert "同事写的" in said
    assert 'value="我写的"' in said
    draft.refresh_from_db()
    assert draft.answers["violence"] == "同事写的"
    quiet = browser.post(address(safety, "safe/"), {"violence": "我写的", "_revision": "0", "_go": "save"})
    assert (quiet.status_code, bool(quiet.json()["stale"])) == (409, True)
    sent = {"risk": "yes", "violence": "我写的", "_revision": str(draft.revision), "_go": "next"}
    assert browser.post(address(safety, "safe/"), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["violence"] == "我写的"


def test_who_else_is_there_is_seen_for_a_minute_or_until_they_sign(cast, desk, both):
    safety, home, draft = both
    police = cast.post("east_police")
    desk("east_police").post(address(safety, "presence/"))

    said = desk("east_township").post(address(home, "presence/")).json()["present"]

    assert len(said) == 1
    assert str(police.user) in said[0]
    forms.save_step(draft, "safe", {"risk": False})
    sign(safety, police)
    assert desk("east_township").post(address(home, "presence/")).json() == {"present": []}
    services.reopen_section(safety, by=police)
    seen = Presence.objects.get(post=police)
    seen.seen_at = seen.seen_at.replace(year=2020)
    seen.save()
    assert desk("east_township").post(address(home, "presence/")).json() == {"present": []}


def test_signing_at_the_desk_needs_a_signature_and_ends_on_the_next_task(desk, both):
    safety, home, _draft = both
    police, township = desk("east_police"), desk("east_township")
    police.post(address(safety, "safe/"), {"risk": "no", "_go": "next"})
    township.post(address(home, "family/"), {"income": 2, "_go": "next"})
    review = "review-and-send/"

    assert police.post(address(safety, review), {}).status_code == 422
    assert not SectionSignature.objects.exists()
    signature = {"signature-name": "王丽", "signature-agreed": "on"}
    assert police.post(address(safety, review), signature).status_code == 302
    assert SectionSignature.objects.get().digest in police.get(address(safety, review)).content.decode()
    police.post(address(safety, "reopen/"))
    assert not SectionSignature.objects.exists()
    police.post(address(safety, review), signature)
    township.post(address(home, review), signature)

    assert Case.objects.get().state == "assessed"
