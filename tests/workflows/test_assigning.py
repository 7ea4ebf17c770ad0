"""A duty of a policy document becomes a task: who may, for whom, once, until a day, and what comes back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.importing.pages import import_document
from content.models import PolicyPage
from content.policytext.parse import parse
from forms import services as forms
from forms.models import Form
from portal.access.models import Access
from portal.access.refusal import Refused
from portal.directory.models import Organisation, OrganisationSuccession, Post
from portal.notices.models import Notice
from tests.cast import EAST, EAST_TOWN, PREFECTURE, WEST
from tests.content.duties import CITY, INFERRED
from tests.roots import ensure_root
from tests.shipped import publish_part
from workflows import services
from workflows.assigning.making import Order, assign
from workflows.assigning.policies import may_assign
from workflows.engine import NotPossible
from workflows.models import AssignedDuty, Case

pytestmark = pytest.mark.django_db
FORMS = ("approval", "policy_duty", "duty_report")
SIGNED = {"leader_signature": {"name": "审批人", "signed_at": "2026-11-22T09:00:00+08:00"}}
POLICE = ("市公安局", "一（一）")


@pytest.fixture(autouse=True)
def published(cast):
    publish_part(FORMS, "policy_duty")


@pytest.fixture
def page(published):
    ensure_root()
    return import_document(parse(CITY, "x.txt"), publish=True).page


@pytest.fixture
def leader(cast):
    """Leads the civil affairs of the city."""
    return post_of(cast, "civil_affairs", PREFECTURE, "civil_affairs_leader")


def post_of(cast, function, area, role):
    organisation, _made = Organisation.objects.get_or_create(
        function=function, area_id=area, defaults={"name": f"{function} {area}"}
    )
    Post.objects.filter(user=cast.city_police).exclude(role="police_leader").delete()
    user = cast.form_administrator
    Post.objects.filter(user=user).delete()
    post = Post.objects.create(user=user, organisation=organisation, role=role, starts_on="2026-01-01")
    return Post.objects.select_related("organisation", "user").get(pk=post.pk)


def police(cast):
    organisation = cast.post("city_police").organisation
    Organisation.objects.filter(pk=organisation.pk).update(name="禾川市公安局")
    organisation.refresh_from_db()
    return organisation


def order(owner, place=POLICE, days=20, wanted="报送措施和数字"):
    unit, clause = place
    return Order(clause, unit, owner, timezone.localdate() + timedelta(days=days), wanted)


def signed_in(post):
    client = Client()
    client.force_login(post.user)
    return client


def finish(task, way, post, **answers):
    version = Form.objects.get(key=task.type.form).current_version
    draft, _token = forms.start_draft(version, occasion=services.occasion_of(task.pk), post=post, initial=answers)
    return services.complete_task(task, way, by=post, draft=draft)


def test_the_office_gets_a_task_until_the_end_of_the_day_that_was_chosen(cast, page, leader, run_jobs):
    case = assign(page, order(police(cast)), by=leader)
    task = case.tasks.open().get(key="carry_out")
    assert task.organisation == police(cast)
    assert timezone.localtime(task.due_at).strftime("%H:%M") == "23:59"
    assert timezone.localdate(task.due_at) == timezone.localdate() + timedelta(days=20)
    paper = case.opening_submission.open_answers
    assert paper["clause"] == "一（一） 落实家庭责任"
    assert "村里每月上门看一次" in paper["duty"]
    run_jobs()
    assert Notice.objects.filter(user=cast.city_police).exists()


def test_reminders_climb_by_the_day_that_was_chosen(cast, page, leader):
    task = assign(page, order(police(cast)), by=leader).tasks.open().get(key="carry_out")
    assert task.deadline.next_at == task.due_at - timedelta(days=1)


def test_it_is_reported_sent_back_reported_again_and_accepted(cast, page, leader):
    case, officer = assign(page, order(police(cast)), by=leader), cast.post("city_police")
    finish(case.tasks.open().get(key="carry_out"), "report", officer,
           standing="partly", measures="已走访", missing="还差一个村")  # fmt: skip
    finish(case.tasks.open().get(key="judge"), "send_back", leader, result="returned", opinion="补齐", **SIGNED)
    finish(case.tasks.open().get(key="carry_on"), "report_again", officer, standing="done", measures="全部走访")
    finish(case.tasks.open().get(key="judge"), "accept", leader, result="approved", **SIGNED)
    case.refresh_from_db()
    assert (case.state, case.is_closed) == ("accepted", True)


def test_two_clicks_make_one_task(cast, page, leader):
    cases = [assign(page, order(police(cast)), by=leader) for _click in range(2)]
    assert cases[0] == cases[1]
    assert Case.objects.count() == AssignedDuty.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_moment_make_one_task(cast, page, leader):
    owner, together = police(cast), Barrier(2)

    def click(_number):
        try:
            together.wait()
            return assign(page, order(owner), by=leader).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        made = set(both.map(click, range(2)))
    assert len(made) == Case.objects.count() == 1


def test_another_leader_is_told_that_it_is_a_task_already(cast, page, leader):
    owner = police(cast)
    assign(page, order(owner), by=leader)
    with pytest.raises(NotPossible):
        assign(page, order(owner), by=cast.post("city_police"))
    assert Case.objects.count() == 1


def test_what_was_taken_back_can_be_assigned_anew(cast, page, leader):
    first = assign(page, order(police(cast)), by=leader)
    services.complete_task(first.tasks.open().get(key="withdraw"), "withdraw", by=leader)
    second = assign(page, order(police(cast)), by=leader)
    assert first != second
    assert AssignedDuty.objects.get().case == second


@pytest.mark.parametrize(
    ("function", "area", "role", "owner_area", "allowed"),
    [
        ("civil_affairs", PREFECTURE, "civil_affairs_leader", EAST, True),
        ("civil_affairs", EAST, "civil_affairs_leader", EAST, True),
        ("civil_affairs", EAST, "civil_affairs_leader", WEST, False),
        ("civil_affairs", EAST, "civil_affairs_leader", PREFECTURE, False),
        ("civil_affairs", PREFECTURE, "civil_affairs_officer", EAST, False),
        ("government", EAST_TOWN, "township_leader", EAST, False),
        ("justice", PREFECTURE, "signing_leader", EAST, False),
        ("government", PREFECTURE, "signing_leader", WEST, True),
    ],
)
def test_leaders_give_duties_to_their_own_place(cast, page, function, area, role, owner_area, allowed):
    post = post_of(cast, function, area, role)
    owner = Organisation.objects.filter(function="police", area_id=owner_area).get()
    assert may_assign(post, page, owner).allowed is allowed


def test_any_leader_gives_duties_to_the_own_office_only(cast, page):
    post = cast.post("east_police_leader")
    assert may_assign(post, page, post.organisation).allowed
    assert not may_assign(post, page, cast.post("west_police").organisation).allowed
    assert not may_assign(None, page, post.organisation).allowed


def test_whoever_works_at_the_office_that_issued_it_may_assign(cast, page):
    post = post_of(cast, "justice", PREFECTURE, "legal_aid_worker")
    owner = cast.post("east_police").organisation
    assert not may_assign(post, page, owner).allowed
    Organisation.objects.filter(pk=post.organisation_id).update(name="禾川市人民政府")
    assert may_assign(post, page, owner).allowed


def test_each_of_those_who_issued_it_together_may_assign(cast, page):
    post = post_of(cast, "justice", PREFECTURE, "legal_aid_worker")
    owner = cast.post("east_police").organisation
    Organisation.objects.filter(pk=post.organisation_id).update(name="禾川市司法局")
    assert not may_assign(post, page, owner).allowed
    page.issuer = "禾川市人民政府、禾川市司法局"
    assert may_assign(post, page, owner).allowed


def test_who_may_not_changes_nothing_and_is_on_record(cast, page):
    with pytest.raises(Refused):
        assign(page, order(police(cast)), by=cast.post("east_teacher"))
    assert not Case.objects.exists()
    assert Access.objects.filter(action="assign", allowed=False, user=cast.east_teacher).exists()


@pytest.mark.parametrize("place", [("市公安局", "九"), ("市怪事办", "一（一）"), ("市民政局", "一（二）")])
def test_what_the_document_does_not_say_is_no_task(cast, page, leader, place):
    with pytest.raises(NotPossible):
        assign(page, order(police(cast), place), by=leader)


@pytest.mark.parametrize("days", [-1, 800])
def test_a_day_that_is_over_or_too_far_away_is_refused(cast, page, leader, days):
    with pytest.raises(NotPossible):
        assign(page, order(police(cast), days=days), by=leader)
    assert not Case.objects.exists()


def test_what_was_only_inferred_is_no_task(cast, leader):
    page = import_document(parse(INFERRED, "y.txt"), publish=True).page
    with pytest.raises(NotPossible):
        assign(page, order(police(cast), ("教育部门", "一")), by=leader)


@pytest.mark.parametrize("how", ["draft", "closed"])
def test_what_not_everybody_reads_is_no_task(cast, page, leader, how):
    if how == "draft":
        PolicyPage.objects.filter(pk=page.pk).update(live=False)
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    with pytest.raises(NotPossible):
        assign(PolicyPage.objects.get(pk=page.pk), order(police(cast)), by=leader)


def test_without_the_workflow_nothing_is_begun(cast, page, leader):
    Form.objects.filter(key="policy_duty").update(live=False)
    with pytest.raises(NotPossible):
        assign(page, order(police(cast)), by=leader)


# The pages.


def read(client, page, **query):
    return client.get(f"{page.url}duties/", {"unit": "", **query}).content.decode()


def address(page, place=POLICE):
    unit, clause = place
    return f"/desk/policy/{page.pk}/assign/?unit={unit}&clause={clause}"


def test_a_leader_assigns_from_the_matrix_and_sees_there_what_became_of_it(cast, page, leader):
    owner, client = police(cast), signed_in(leader)
    ways = re.findall(r'href="(/desk/policy/[^"]+)"', read(client, page))
    assert ways
    html = client.get(address(page)).content.decode()
    assert "村里每月上门看一次" in html
    assert html.count("<option") == 2
    sent = {"owner": owner.pk, "due_on": timezone.localdate() + timedelta(days=9), "wanted": "报送数字"}
    answers = [client.post(address(page), sent) for _click in range(2)]
    case = Case.objects.get()
    assert {answer.url for answer in answers} == {f"/desk/cases/{case.pk}/"}
    assert client.get(answers[0].url).status_code == 200
    html = read(client, page)
    assert f'href="/desk/cases/{case.pk}/"' in html
    assert len(re.findall(r'href="(/desk/policy/[^"]+)"', html)) < len(ways)


def test_the_office_sees_its_task_in_the_matrix_and_others_do_not(cast, client, page, leader):
    police(cast)
    case = assign(page, order(police(cast)), by=leader)
    seen = f"/desk/cases/{case.pk}/"
    assert seen in read(signed_in(cast.post("city_police")), page)
    for other in ("east_teacher", "west_police"):
        html = read(signed_in(cast.post(other)), page)
        assert seen not in html
        assert "/desk/policy/" not in html
    html = read(client, page)
    assert "duty-work" not in html


def test_what_is_wrong_comes_back_with_what_was_typed(cast, page, leader):
    police(cast)
    sent = {"owner": "", "due_on": "2020-01-01", "wanted": "报送数字"}
    answer = signed_in(leader).post(address(page), sent)
    html = answer.content.decode()
    assert "报送数字" in html
    assert "error-summary" in html
    assert not Case.objects.exists()


def test_an_office_of_elsewhere_cannot_be_smuggled_in(cast, page):
    post = post_of(cast, "civil_affairs", EAST, "civil_affairs_leader")
    sent = {"owner": cast.post("west_police").organisation_id, "due_on": timezone.localdate(), "wanted": ""}
    assert signed_in(post).post(address(page), sent).status_code == 200
    assert not Case.objects.exists()


def test_who_may_not_assign_finds_no_such_page_and_is_on_record(cast, page):
    client = signed_in(cast.post("east_teacher"))
    assert client.get(address(page)).status_code == 404
    assert client.post(address(page), {}).status_code == 404
    assert Access.objects.filter(action="assign", allowed=False, user=cast.east_teacher).count() == 2


def test_where_a_document_means_many_each_of_them_can_get_the_task(cast, leader):
    text = CITY.replace("（市财政局、市国税局）", "（各县人民政府）")
    page = import_document(parse(text, "z.txt"), publish=True).page
    place = ("各县人民政府", "一（三）")
    for area, name in ((EAST, "东溪县人民政府"), (WEST, "西岭县人民政府")):
        Organisation.objects.create(name=name, function="government", area_id=area)
    client = signed_in(leader)
    html = client.get(address(page, place)).content.decode()
    assert html.count("<option") == 3
    for owner in Organisation.objects.filter(name__endswith="县人民政府"):
        client.post(address(page, place), {"owner": owner.pk, "due_on": timezone.localdate(), "wanted": ""})
    assert Case.objects.count() == 2
    assert {case.area_code for case in Case.objects.all()} == {EAST, WEST}


def test_an_office_that_was_merged_hands_its_duty_on(cast, page, leader):
    """Who has its work now has the task."""
    owner = police(cast)
    heir = Organisation.objects.create(name="禾川市新公安局", function="police", area_id=PREFECTURE)
    OrganisationSuccession.objects.create(old=owner, new=heir, on="2026-01-01")
    Post.objects.filter(organisation=owner).update(organisation=heir)
    case = assign(page, order(owner), by=leader)
    assert case.tasks.open().get(key="carry_out").relation == "owner"
    assert case.parties.filter(relation="owner", organisation=heir).exists()
