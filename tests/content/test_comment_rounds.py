"""A draft is public while it is commented on; then it is said what became of it, and the text to be goes on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, TaskState

from content.importing.pages import import_document
from content.models import Disclosure, NumberSeries, PolicyPage, Validity
from content.policytext.parse import parse
from content.publication import LEGAL
from portal.directory.groups import EDITORS
from tests.content.policytext.samples import SAMPLE
from tests.content.test_publication import Office, draft
from tests.workflows.test_race import at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


class Drafting(Office):
    """Whoever has a part in it, up to the step of the round."""

    def submit(self, page):
        page.save_revision(user=self.people[EDITORS])
        self.workflow.start(page, self.people[EDITORS])
        return page

    def open(self, page, until=TODAY + 30 * DAY):
        return self.act(page, EDITORS, "open", until=str(until))

    def let_it_end(self, page):
        """As if its last day had been yesterday."""
        PolicyPage.objects.filter(pk=page.pk).update(comments_until=TODAY - DAY)
        return PolicyPage.objects.get(pk=page.pk)


@pytest.fixture
def office(db):
    return Drafting(NumberSeries.objects.create(code="禾政发", organ="禾川市人民政府"))


def test_a_round_makes_the_draft_public_and_its_end_says_what_became_of_the_comments(office, client):
    page = office.open(office.submit(draft()))
    assert page.live
    assert page.validity == Validity.CONSULTATION
    assert page.workflow_in_progress
    shown = client.get(page.url).content.decode()
    assert "征求意见到" in shown
    page = office.act(office.let_it_end(page), EDITORS, comment="收到两条，采纳一条。")
    assert page.validity == Validity.CONSULTATION
    assert "收到两条，采纳一条。" in client.get(page.url).content.decode()
    assert page.current_workflow_task.name == "合法性审核"
    latest = page.get_latest_revision_as_object()
    assert (latest.validity, latest.comments_feedback) == (Validity.IN_FORCE, "收到两条，采纳一条。")


def test_until_its_last_day_it_is_neither_closed_nor_are_other_words_public(office):
    page = office.open(office.submit(draft("草案")))
    with pytest.raises(PermissionDenied, match="征求意见到"):
        office.act(page, EDITORS, comment="提前结束")
    page.title = "别的文字"
    page.save_revision()
    assert PolicyPage.objects.get(pk=page.pk).title == "草案"


def test_closing_it_publishes_what_became_of_it_and_nothing_else(office):
    page = office.open(office.submit(draft("草案")))
    state = page.current_workflow_task_state
    changed = state.revision.as_object()
    changed.title = "没有审过的文字"
    state.revision = changed.save_revision()
    state.save()
    page = office.act(office.let_it_end(page), EDITORS, comment="没有收到意见。")
    assert (page.title, page.comments_feedback) == ("草案", "没有收到意见。")


def test_taken_down_the_draft_is_gone_and_may_be_commented_on_anew(office, client):
    page = office.open(office.submit(draft()))
    page = office.act(page, EDITORS, "reject", comment="有一处错误")
    assert not page.live
    assert not page.workflow_in_progress
    assert client.get(page.url).status_code == 404
    assert page.get_latest_revision_as_object().comments_until is None
    assert office.open(office.submit(page)).live


def test_without_a_round_it_goes_on_unpublished(office):
    page = office.act(office.submit(draft()), EDITORS, comment="内部制度")
    assert not page.live
    assert page.current_workflow_task.name == "合法性审核"


@pytest.mark.parametrize("until", ["", str(TODAY), str(TODAY - DAY), "明天"])
def test_a_round_has_a_day_to_come(office, until):
    page = office.submit(draft())
    with pytest.raises(PermissionDenied):
        office.act(page, EDITORS, "open", until=until)
    assert not PolicyPage.objects.get(pk=page.pk).live


def test_what_is_public_or_not_to_be_public_has_no_round(office):
    public = office.submit(import_document(parse(SAMPLE, "sample.txt"), publish=True).page)
    with pytest.raises(PermissionDenied, match="已经公开"):
        office.open(public)
    withheld = draft("内部方案")
    withheld.disclosure = Disclosure.WITHHELD
    with pytest.raises(PermissionDenied, match="不公开"):
        office.open(office.submit(withheld))


def test_another_group_neither_opens_nor_closes_it(office):
    page = office.submit(draft())
    task = page.current_workflow_task.specific
    assert not task.get_actions(page, office.people[LEGAL])
    offered = {action for action, _label, _asks in task.get_actions(page, office.people[EDITORS])}
    assert offered == {"reject", "open", "approve"}
    page = office.open(page)
    assert [action for action, _label, _asks in task.get_actions(page, office.people[EDITORS])] == ["reject"]


@pytest.mark.django_db(transaction=True)
def test_opened_by_two_at_once_there_is_one_round():
    Locale.objects.get_or_create(language_code="zh-hans")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    office = Drafting(NumberSeries.objects.create(code="禾政发", organ="禾川市人民政府"))
    page = office.submit(draft())
    results = at_once(lambda: office.open(page), lambda: office.open(page, TODAY + 10 * DAY))
    assert sum(isinstance(result, PolicyPage) for result in results) == 1
    page = PolicyPage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().comments_until == page.comments_until


def test_in_the_admin_it_is_opened_by_a_form_that_asks_for_the_day(office, client):
    page = office.submit(draft())
    client.force_login(office.people[EDITORS])
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "open", state.pk])
    assert 'type="date"' in client.get(address).json()["html"]
    client.post(address, {"until": str(TODAY + DAY)})
    assert PolicyPage.objects.get(pk=page.pk).takes_comments_on(TODAY)
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
