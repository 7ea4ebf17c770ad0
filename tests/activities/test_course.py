"""An activity from its registration to the archive, through the services."""

import re

import pytest
from django.db import transaction
from django.utils import timezone

from forms.models import StoredFile
from portal import pdf
from portal.directory.models import Duty, Organisation, Post
from portal.notices.models import Notice
from tests.activities.conftest import ORGANISER, POLICE, REVIEWER, SUMMARY, session
from tests.cast import EAST, EAST_TOWN
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.relations import registry as relations
from workflows.services import sweep

pytestmark = pytest.mark.django_db


def told(template=""):
    found = Notice.objects.filter(template=template) if template else Notice.objects.all()
    return {notice.user.username for notice in found}


def test_an_ordinary_activity_goes_from_registration_to_archive(register, run_jobs, it_is, monkeypatch, client):
    printed = []
    monkeypatch.setattr(pdf, "render_html", lambda html: printed.append(html) or b"%PDF-1.7")
    activity = register()
    run_jobs()
    assert told() == {REVIEWER}
    activity.agree()
    run_jobs()
    assert activity.page.live
    assert activity.page.status == "planned"
    it_is(10)
    sweep()
    run_jobs()
    assert (activity.state, activity.page.status) == ("running", "running")
    it_is(17, "11:30")
    sweep()
    run_jobs()
    assert (activity.state, activity.page.status) == ("to_summarise", "over")
    it_is(31)
    sweep()
    escalated = activity.case.events.filter(kind="escalated")
    assert [event.detail["tell"] for event in escalated] == ["holder", "holder", "holder,leader", "above"]
    activity.finish("summarise", "hand_in_summary", by=ORGANISER, **SUMMARY)
    activity.finish("review_summary", "summary_sent_back", by=REVIEWER, result="returned", opinion="请写明场次。")
    activity.finish("summarise", "hand_in_summary", by=ORGANISER, **SUMMARY)
    activity.finish("review_summary", "accept_summary", by=REVIEWER, result="approved")
    run_jobs()
    assert activity.state == "archived"
    assert not activity.case.effect_runs.filter(done_at=None).exists()
    page = activity.page
    assert (page.children_served, page.volunteer_count, str(page.service_hours)) == (28, 2, "10.5")
    assert "遇到陌生人" in client.get(page.url).content.decode()
    first, second = printed
    assert "黎青禾" in first
    assert "丁暖" not in first
    assert "丁暖" in second
    assert "黎青禾" not in second
    numbers = [re.search("编号：(总结-[^<]+)<", html)[1] for html in printed]
    assert len(set(numbers)) == 2
    assert StoredFile.objects.filter(field_key="letter:service_certificate").count() == 2
    assert broken_links(activity.case) == []


def test_nobody_s_name_and_no_telephone_number_reaches_the_page(register, run_jobs, client):
    activity = register()
    activity.agree()
    run_jobs()
    text = client.get(activity.page.url).content.decode()
    assert "桃源村儿童之家" in text
    for secret in ("许春晓", "13900000001", "李老师", "清点人数"):
        assert secret not in text


LARGE = [
    {"children_count": 51},
    {"off_site": True, "consent_plan": "统一乘车。", "insured": True},
    {"water": True, "insured": True},
]


@pytest.mark.parametrize("large", LARGE)
def test_a_large_or_risky_activity_needs_the_county_and_the_police_get_a_copy(register, run_jobs, large):
    activity = register(**large)
    with pytest.raises(NotPossible):
        activity.agree()
    activity.finish("review", "pass_on", by=REVIEWER, result="approved")
    run_jobs()
    assert activity.page is None
    activity.finish("approve", "approve_large", by=REVIEWER, result="approved")
    run_jobs()
    assert activity.page.live
    assert POLICE in told()


def test_it_is_sent_back_corrected_and_reviewed_again(register, run_jobs):
    activity = register()
    activity.finish("review", "send_back", by=REVIEWER, result="returned", opinion="安全预案要写明交通。")
    run_jobs()
    assert ORGANISER in told("new_task")
    assert activity.page is None
    activity.finish("correct", "hand_in_again", by=ORGANISER, title="假期安全课堂（修改）")
    activity.agree()
    run_jobs()
    assert activity.page.title == "假期安全课堂（修改）"


def test_a_new_time_does_not_hold_at_once(register, run_jobs):
    activity = register()
    activity.agree()
    run_jobs()
    with pytest.raises(NotPossible), transaction.atomic():
        activity.finish("change", "change_at_once", by=ORGANISER, sessions=[session(20)])
    assert activity.state == "approved"


def test_a_change_of_time_goes_back_to_the_review(register, run_jobs):
    activity = register()
    activity.agree()
    run_jobs()
    activity.finish("change", "change_reviewed", by=ORGANISER, sessions=[session(20)])
    run_jobs()
    assert (activity.state, activity.page.status) == ("in_review", "changing")
    before = activity.page.sessions
    activity.agree()
    run_jobs()
    assert activity.page.status == "planned"
    assert activity.page.sessions != before
    row = activity.task("prepare").deadline
    assert timezone.localtime(row.moves_at).date().isoformat() == session(20)["day"]


def test_another_telephone_number_holds_at_once(register, run_jobs):
    activity = register()
    activity.agree()
    activity.finish("change", "change_at_once", by=ORGANISER, leader_phone="13900000009", publicity="欢迎参加。")
    run_jobs()
    assert activity.state == "approved"
    assert activity.page.summary == "欢迎参加。"


def test_what_was_approved_last_counts_and_not_what_was_written_first(register, run_jobs):
    activity = register(children_count=20)
    activity.finish("review", "send_back", by=REVIEWER, result="returned", opinion="人数太多。")
    activity.finish("correct", "hand_in_again", by=ORGANISER, children_count=10)
    activity.agree()
    with pytest.raises(NotPossible):
        activity.finish("change", "change_at_once", by=ORGANISER, children_count=20)


def test_the_organiser_may_withdraw_while_it_is_reviewed_and_no_page_is_made(register, run_jobs):
    activity = register()
    activity.finish("withdraw", "cancel_in_review", by=ORGANISER)
    run_jobs()
    assert activity.state == "cancelled"
    assert activity.page is None
    assert not activity.case.effect_runs.filter(done_at=None).exists()


def test_who_stands_above_nobody_here_never_reviews_the_own_activity(register, published, cast):
    activity = register(by=REVIEWER)
    assert relations.resolve(activity.case, published.schema.relation("reviewer")).organisation is None
    assert activity.task("review").organisation is None


def test_a_federation_is_reviewed_by_its_own_kind_one_level_up(register, published, cast):
    for area, name in ((EAST_TOWN, "镇妇联"), (EAST, "县妇联")):
        office = Organisation.objects.create(name=name, function="womens_federation", area_id=area)
        Duty.objects.create(kind="womens_federation", area_id=area, organisation=office)
    town = Organisation.objects.get(name="镇妇联")
    Post.objects.filter(user=cast.east_teacher).update(organisation=town, role="womens_federation_worker")
    activity = register()
    assert activity.task("review").organisation.name == "县妇联"


def test_the_reviewer_stands_above_the_organiser_and_is_never_the_organiser(register, published, cast):
    activity = register()
    relation = published.schema.relation("reviewer")
    assert relations.resolve(activity.case, relation).organisation == cast.post(REVIEWER).organisation
