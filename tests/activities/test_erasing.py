"""What is erased for somebody's sake stands on no page of the site either."""

import pytest
from wagtail.models import Page, PageLogEntry, Revision

from content.models import ActivityPage
from forms.models import Submission
from workflows.rights.erasing import bury
from workflows.rights.models.erasure import Reason

TITLE = "小明回家的路"


@pytest.fixture
def erased(register, run_jobs):
    def erase(reason):
        activity = register(title=TITLE)
        activity.agree()
        run_jobs()
        assert ActivityPage.objects.get().title == TITLE
        bury(Submission.objects.get(in_case__case=activity.case, version__form__key="activity"), reason=reason)
        return activity

    return erase


def words_of_site():
    pages = Page.objects.values_list("title", "draft_title", "slug")
    return str(
        [
            *pages,
            *Revision.objects.values_list("content", "object_str"),
            *PageLogEntry.objects.values_list("label", "data"),
        ]
    )


def test_the_page_goes_with_its_revisions_and_its_title_in_the_log(erased):
    activity = erased(Reason.WITHDRAWN)
    assert not ActivityPage.objects.exists()
    assert activity.case.pages.get().page is None
    assert TITLE not in words_of_site()


def test_when_only_its_time_is_over_the_page_stays(erased):
    erased(Reason.RETENTION)
    assert ActivityPage.objects.get().title == TITLE
