"""A policy document on its way to the public: opinion, signatures, number, disclosure; each once, in any race."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import TaskState

from content.importing.pages import import_document
from content.models import Disclosure, DocumentNumber, NumberSeries, PolicyPage
from content.models.publication import Countersignature, DisclosureForm
from content.policytext.parse import parse
from content.publication import COUNTERSIGNERS, LEGAL, SIGNERS, ensure_publication
from content.setup import ensure_groups, ensure_site
from portal.calendar.services import calendar_for
from portal.directory.groups import EDITORS
from portal.directory.models import User
from tests.content.policytext.samples import SAMPLE
from tests.roots import ensure_root
from tests.workflows.test_race import at_once

YEAR = timezone.localdate().year


@pytest.fixture
def series(db):
    ensure_root()
    return NumberSeries.objects.create(code="禾政发", organ="禾川市人民政府")


def draft(title="关于假期照护的通知"):
    page = PolicyPage(title=title, slug=f"page-{PolicyPage.objects.count()}", live=False, issuer="禾川市人民政府")
    return ensure_site().policies.add_child(instance=page)


class Office:
    """Whoever has a part in it, one person for each group."""

    def __init__(self, series):
        ensure_groups()
        self.workflow = ensure_publication(series, ensure_site().policies)
        self.people = {}
        for name in (EDITORS, LEGAL, COUNTERSIGNERS, SIGNERS):
            self.people[name] = User.objects.create_user(name.replace(" ", "."))
            self.people[name].groups.add(Group.objects.get(name=name))

    def submit(self, page):
        page.save_revision(user=self.people[EDITORS])
        self.workflow.start(page, self.people[EDITORS])
        return self.act(page, EDITORS, comment="内部制度，不征求意见")

    def act(self, page, who, action="approve", **said):
        state = page.current_workflow_task_state
        state.task.specific.on_action(state, self.people[who], action, **said)
        return PolicyPage.objects.get(pk=page.pk)

    def up_to_signing(self, page):
        page = self.act(self.submit(page), LEGAL, comment="合法")
        return self.act(page, COUNTERSIGNERS)


@pytest.fixture
def office(series):
    return Office(series)


def test_a_document_goes_the_whole_way_and_is_public_with_its_number(office, client):
    page = office.up_to_signing(draft())
    assert not page.live
    assert not page.document_number
    page = office.act(page, SIGNERS)
    assert not page.live
    page = office.act(page, EDITORS, disclosure=Disclosure.PUBLISHED, comment="")
    assert page.live
    assert page.document_number == f"禾政发〔{YEAR}〕1号"
    assert page.issued_on == page.published_on == timezone.localdate()
    assert page.document_number in client.get(page.url).content.decode()
    [_round, legal, *_rest] = TaskState.objects.order_by("pk")
    assert legal.comment == "合法"


def test_what_is_not_disclosed_leaves_the_workflow_unpublished_with_its_number_and_the_reason(office, client):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    page = office.act(page, EDITORS, disclosure=Disclosure.WITHHELD, comment="涉及个人隐私")
    assert not page.live
    assert not page.workflow_in_progress
    latest = page.get_latest_revision_as_object()
    assert (latest.disclosure, latest.document_number) == (Disclosure.WITHHELD, f"禾政发〔{YEAR}〕1号")
    assert TaskState.objects.order_by("pk").last().comment == "涉及个人隐私"
    assert client.get(page.url).status_code == 404


def test_not_publishing_needs_a_reason():
    assert not DisclosureForm({"disclosure": Disclosure.WITHHELD, "comment": ""}).is_valid()
    assert DisclosureForm({"disclosure": Disclosure.WITHHELD, "comment": "涉密"}).is_valid()
    assert DisclosureForm({"disclosure": Disclosure.PUBLISHED, "comment": ""}).is_valid()


def test_sent_back_it_takes_all_steps_anew_and_took_no_number(office):
    page = office.act(office.up_to_signing(draft()), SIGNERS, "reject", comment="改标题")
    assert not DocumentNumber.objects.exists()
    assert not page.workflow_in_progress
    page = office.submit(page)
    assert page.current_workflow_task.name == "合法性审核"
    page = office.act(office.act(page, LEGAL, comment="合法"), COUNTERSIGNERS)
    office.act(page, SIGNERS)
    assert [str(number) for number in DocumentNumber.objects.all()] == [f"禾政发〔{YEAR}〕1号"]


def test_what_was_signed_cannot_be_rewritten_before_it_is_published(office):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    page = office.act(page, EDITORS, "reject", comment="退回")
    page.title = "别的文字"
    page = office.submit(page)
    with pytest.raises((PermissionDenied, KeyError)):
        office.act(page, EDITORS, disclosure=Disclosure.PUBLISHED, comment="")
    assert not PolicyPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_words_that_were_changed_during_a_step_are_not_signed_and_not_lost(office, steps):
    page = office.submit(draft())
    taken = [(LEGAL, {"comment": "合法"}), (COUNTERSIGNERS, {}), (SIGNERS, {})]
    for who, said in taken[:steps]:
        page = office.act(page, who, **said)
    edited = page.get_latest_revision_as_object()
    edited.title = "改了一个字"
    edited.save_revision(user=office.people[taken[steps][0]])
    with pytest.raises(PermissionDenied, match="改过"):
        office.act(page, taken[steps][0], **taken[steps][1])
    page = office.act(page, taken[steps][0], "reject", comment="改了一个字，请重走")
    assert page.get_latest_revision_as_object().title == "改了一个字"
    assert not page.workflow_in_progress
    assert not DocumentNumber.objects.exists()


def test_nobody_publishes_past_the_workflow_nor_what_is_withheld_with_a_whole_list(office, client):
    waiting = office.submit(draft("在审"))
    withheld = office.act(office.up_to_signing(draft("不公开")), SIGNERS)
    withheld = office.act(withheld, EDITORS, disclosure=Disclosure.WITHHELD, comment="涉密")
    client.force_login(office.people[EDITORS])
    policies = ensure_site().policies
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={policies.pk}"
    client.post(address, {"include_descendants": "on"})
    for page in (waiting, withheld):
        page.refresh_from_db()
        assert not page.live
        assert client.get(page.url or f"/policy/{page.slug}/").status_code == 404


def test_what_the_public_had_and_is_to_have_no_more_is_taken_down(office, client):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    page = office.act(page, EDITORS, disclosure=Disclosure.PUBLISHED, comment="")
    page = office.act(office.up_to_signing(page), SIGNERS)
    page = office.act(page, EDITORS, disclosure=Disclosure.ON_REQUEST, comment="涉及隐私")
    assert not page.live
    assert client.get(f"/policy/{page.slug}/").status_code == 404


@pytest.mark.parametrize("said", [{}, {"comment": ""}, {"comment": " "}])
def test_a_step_that_asks_for_an_opinion_is_not_taken_without_one(office, said):
    page = office.submit(draft())
    with pytest.raises(PermissionDenied):
        office.act(page, LEGAL, **said)
    assert page.current_workflow_task.name == "合法性审核"


def test_the_code_of_numbers_that_were_given_stays_and_a_number_brought_in_is_skipped(series):
    page = draft()
    page.document_number = f"禾政发〔{YEAR}〕1号"
    page.save()
    assert series.give(draft("二"), by=None).serial == 2
    series.code = "另发"
    with pytest.raises(ValidationError):
        series.full_clean()


def test_a_document_that_is_signed_again_keeps_its_number(office, series):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    assert series.give(page, by=None) == page.given_number
    assert DocumentNumber.objects.count() == 1


def test_a_document_that_is_corrected_and_signed_once_more_keeps_number_and_dates(office):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    page = office.act(page, EDITORS, disclosure=Disclosure.PUBLISHED, comment="")
    before = timezone.now() - timedelta(days=400)
    DocumentNumber.objects.update(given_at=before)
    PolicyPage.objects.update(published_on=timezone.localdate(before))
    page = office.act(office.up_to_signing(PolicyPage.objects.get(pk=page.pk)), SIGNERS)
    page = office.act(page, EDITORS, disclosure=Disclosure.PUBLISHED, comment="")
    assert page.document_number == f"禾政发〔{YEAR}〕1号"
    assert page.issued_on == page.published_on == timezone.localdate(before)


def test_a_document_that_has_its_number_from_elsewhere_gets_no_second_one(office):
    page = draft()
    page.document_number = "云政发〔2016〕57号"
    page.save()
    page = office.act(office.up_to_signing(page), SIGNERS)
    assert not DocumentNumber.objects.exists()
    assert page.get_latest_revision_as_object().document_number == "云政发〔2016〕57号"


def test_a_group_that_is_asked_later_signs_too_and_one_that_is_asked_no_more_is_not_counted(office):
    page = office.act(office.submit(draft()), LEGAL, comment="合法")
    task, second, third = page.current_workflow_task, *(Group.objects.create(name=name) for name in ("B", "C"))
    task.groups.add(second)
    page = office.act(page, COUNTERSIGNERS)
    task.groups.set([second, third])
    for name, group in (("b", second), ("c", third)):
        assert page.current_workflow_task == task
        office.people[name] = User.objects.create_user(name)
        office.people[name].groups.add(group)
        page = office.act(page, name)
    assert page.current_workflow_task.name == "签发编号"


def test_every_group_signs_before_it_goes_on(office):
    page = office.act(office.submit(draft()), LEGAL, comment="合法")
    task, second = page.current_workflow_task, Group.objects.create(name="Second office")
    task.groups.add(second)
    page = office.act(page, COUNTERSIGNERS)
    assert page.current_workflow_task == task
    assert task.get_actions(page, office.people[COUNTERSIGNERS]) == []
    with pytest.raises(PermissionDenied):
        office.act(page, COUNTERSIGNERS)
    office.people["second"] = User.objects.create_user("second")
    office.people["second"].groups.add(second)
    page = office.act(page, "second", comment="同意")
    assert page.current_workflow_task.name == "签发编号"
    assert Countersignature.objects.count() == 2


def test_numbers_go_on_where_paper_stopped_and_begin_again_with_the_year(series, monkeypatch):
    NumberSeries.objects.update(elsewhere_in=YEAR, last_elsewhere=57)
    assert str(series.give(draft(), by=None)) == f"禾政发〔{YEAR}〕58号"
    assert str(series.give(draft("二"), by=None)) == f"禾政发〔{YEAR}〕59号"
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime(YEAR + 1, 1, 1).date())
    assert str(series.give(draft("三"), by=None)) == f"禾政发〔{YEAR + 1}〕1号"


def test_a_number_that_was_given_is_not_given_again_when_its_document_goes(series):
    page = draft()
    given = series.give(page, by=None)
    page.delete()
    given.refresh_from_db()
    assert (given.page, given.title) == (None, "关于假期照护的通知")
    assert series.give(draft("二"), by=None).serial == 2


def test_a_given_number_is_neither_changed_nor_deleted(series):
    given = series.give(draft(), by=None)
    given.serial = 7
    with pytest.raises(TypeError):
        given.save()
    with pytest.raises(TypeError):
        given.delete()


def test_the_list_of_numbers_asks_no_more_for_more_of_them(series, client):
    ensure_groups()
    editor = User.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    address = reverse("wagtailsnippets_content_documentnumber:list")
    asked = []
    for more in (1, 6):
        for number in range(more):
            page = draft(f"第{more}-{number}件")
            page.save_revision()
            series.give(page, by=None)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 1


def test_editors_see_which_documents_are_due_to_be_public(office, client):
    page = office.act(office.up_to_signing(draft()), SIGNERS)
    given = page.given_number
    client.force_login(office.people[EDITORS])
    address = reverse("wagtailsnippets_content_documentnumber:list")
    assert date_format(given.publish_by(calendar_for())) in client.get(address).content.decode()
    assert 28 <= (given.publish_by(calendar_for()) - timezone.localdate(given.given_at)).days <= 45
    DocumentNumber.objects.update(given_at=given.given_at - timedelta(days=60))
    assert "逾期" in client.get(address).content.decode()
    office.act(page, EDITORS, disclosure=Disclosure.ON_REQUEST, comment="涉及个人隐私")
    said = client.get(address).content.decode()
    assert "依申请公开" in said
    assert "逾期" not in said
    assert client.get(reverse("wagtailsnippets_content_documentnumber:add")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_taken_back_leaves_no_gap(series):
    with transaction.atomic():
        series.give(draft(), by=None)
        transaction.set_rollback(True)
    assert series.give(draft("二"), by=None).serial == 1


@pytest.mark.django_db(transaction=True)
def test_however_many_take_numbers_at_once_none_is_doubled_or_left_out(series):
    pages = [draft(f"第{number}件") for number in range(12)]
    given = at_once(*[lambda page=page: series.give(page, by=None) for page in pages])
    assert sorted(number.serial for number in given) == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_two_leaders_sign_at_once_and_one_number_is_given(office):
    page = office.up_to_signing(draft())
    state = page.current_workflow_task_state
    results = at_once(*[lambda: state.task.specific.on_action(state, office.people[SIGNERS], "approve")] * 2)
    assert [type(result) for result in results].count(PermissionDenied) == 1, results
    assert DocumentNumber.objects.count() == 1
    assert TaskState.objects.filter(task__name="公开属性认定").count() == 1


def test_in_the_admin_a_leader_signs_and_nobody_else(office, client):
    page = office.up_to_signing(draft())
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.force_login(office.people[LEGAL])
    client.post(address)
    assert not DocumentNumber.objects.exists()
    client.force_login(office.people[SIGNERS])
    assert "签发并编号" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    client.post(address, {"comment": ""})
    client.post(address, {"comment": ""})
    assert DocumentNumber.objects.count() == 1


def test_a_document_of_before_is_published_as_it_was(series):
    page = import_document(parse(SAMPLE, "sample.txt"), publish=True).page
    assert page.live
    assert not DocumentNumber.objects.exists()


@pytest.mark.django_db
def test_it_is_set_up_by_a_command_once(capsys):
    for _again in range(2):
        call_command("publication", "禾政发", "禾川市人民政府")
    assert "公文发布" in capsys.readouterr().out
    assert NumberSeries.objects.get().organ == "禾川市人民政府"
    assert ensure_site().policies.workflowpage.workflow.tasks.count() == 5
