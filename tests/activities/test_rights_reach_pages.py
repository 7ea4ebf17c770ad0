"""What people may ask of their data reaches the page that a case has published: corrections, and objections."""

import pytest
from django.db import transaction

from forms.models import Submission
from forms.places import Place
from tests.rights.conftest import keepers
from tests.rights.test_correcting import about, asked
from workflows.effects import pages
from workflows.models import CaseSubmission, Event
from workflows.rights import correcting, restricting

__all__ = ["keepers"]

WRONG, RIGHT = "小明家的小课堂", "假期安全小课堂"


@pytest.fixture
def activity(register, run_jobs):
    made = register(title=WRONG)
    made.agree()
    run_jobs()
    return made


@pytest.fixture
def paper(activity) -> Submission:
    return Submission.objects.get(in_case__case=activity.case, version__form__key="activity")


def corrected(paper, keepers, place="title", value=RIGHT):
    request = about(asked(keepers), paper, keepers)
    proposal = correcting.propose(request, paper, Place(place), value, ground="名字不该在上面", by=keepers.leader)
    correcting.confirm(proposal, by=keepers.deputy)


def test_a_correction_stands_on_the_page_and_stays_there(activity, paper, keepers, run_jobs):
    corrected(paper, keepers)
    assert (activity.page.title, activity.page.live) == (RIGHT, True)
    assert activity.page.get_latest_revision_as_object().title == RIGHT
    activity.cancel()
    run_jobs()
    assert (activity.page.title, activity.page.status) == (RIGHT, "cancelled")


def test_a_correction_of_a_restricted_paper_comes_onto_no_page(activity, paper, keepers):
    CaseSubmission.objects.filter(submission=paper).update(restricted=True)
    corrected(paper, keepers)
    assert activity.page.title == WRONG


def test_what_is_published_after_a_correction_says_what_is_right(register, keepers, run_jobs):
    activity = register(title=WRONG)
    activity.agree()
    paper = Submission.objects.get(in_case__case=activity.case, version__form__key="activity")
    corrected(paper, keepers)
    run_jobs()
    assert activity.page.title == RIGHT


def test_what_is_corrected_and_protected_opens_nothing_and_changes_no_page(activity, paper, keepers):
    before = activity.page.latest_revision_id
    corrected(paper, keepers, "leader_name", "许晓春")
    page = activity.page
    assert page.title == WRONG
    assert "许晓春" not in str(page.get_latest_revision().content)
    assert before is not None


def restricted(paper, keepers):
    request = about(asked(keepers, kind="objection"), paper, keepers)
    restricting.restrict(request, [paper], by=keepers.leader)


def test_an_objection_takes_the_page_down_and_an_editor_puts_it_back(activity, paper, keepers, client, run_jobs):
    address = activity.page.url
    restricted(paper, keepers)
    assert client.get(address).status_code == 404
    activity.cancel()
    run_jobs()
    page = activity.page
    assert (page.live, page.status) == (False, "cancelled")
    assert Event.objects.filter(case=activity.case, kind="restricted").exists()


def test_nothing_of_a_restricted_paper_comes_onto_a_page(register, keepers, run_jobs):
    activity = register(title=WRONG)
    activity.agree()
    paper = Submission.objects.get(in_case__case=activity.case, version__form__key="activity")
    restricted(paper, keepers)
    run = activity.case.effect_runs.get(type=pages.PUBLISH)
    with pytest.raises(pages.Restricted), transaction.atomic():
        pages.PublishPage().run(run, pages.PublishPageSettings(**run.settings))()
    assert activity.page is None
    CaseSubmission.objects.filter(submission=paper).update(restricted=False)
    run_jobs()
    assert activity.page.live
