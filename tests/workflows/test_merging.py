"""Two reports of one matter become one case, and part again within a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from forms.services import find_by_receipt
from portal.access.refusal import Refused
from portal.notices.models import Notice
from tests.workflows.test_race import at_once
from workflows import dialogue, services
from workflows.desk.standing import states_said
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.follow.status import stages
from workflows.models import Case, CaseExclusion, CaseMerge, CaseParty, ReporterMessage, Task, WatchedCase
from workflows.policies import is_shut_out, may
from workflows.services.conflicts import shut_out
from workflows.services.supervising import supervise

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(story, version):
    """The case that goes on, its code, the other one, its code."""
    first = story.report(danger_now="no")
    code = story.code
    return first, code, story.report(child_name="小明明"), story.code


def merged(cast, case, into, who="east_police_leader"):
    return services.merge_case(case, into, by=cast.post(who))


def test_the_one_ends_in_the_other_and_both_logs_say_so(cast, two):
    into, _code, case, _other = two
    merged(cast, case, into)
    case.refresh_from_db()
    into.refresh_from_db()
    assert case.is_closed
    assert not into.is_closed
    assert into.urgent
    assert not case.tasks.open().exists()
    assert not case.parties.filter(is_open=True).exists()
    assert (case.events.last().kind, into.events.last().kind) == ("merged", "merged_in")
    assert broken_links(case) == broken_links(into) == []


def test_who_reported_keeps_the_code_follows_the_other_case_and_is_still_written_to(cast, two):
    into, _code, case, code = two
    merged(cast, case, into)
    report = find_by_receipt(code)
    said = [str(stage.words) for stage in stages(report)]
    assert not [words for words in said if "报告" in words and "有人" in words]
    assert stages(report)[-1].words == into.current_state.public_status
    ReporterMessage.objects.create(case=into, key="correction.1", words={"zh-hans": "更正"}, at=timezone.now())
    assert "更正" not in str([stage.words for stage in stages(report)])
    services.complete_task(into.tasks.get(), "accept", by=cast.post("east_police"))
    case = Case.objects.get(pk=case.pk)
    assert dialogue.closed_because(case, report) == ""
    # Who accepted the case that goes on is in charge of this one, too.
    assert may(cast.post("east_police"), "talk", case).allowed
    assert not may(cast.post("west_police"), "talk", case).allowed
    dialogue.write(report, "孩子今天没有来上学", [], key="later")
    assert dialogue.cases_with_answers(cast.east_police) == [case]


def test_its_papers_are_read_with_the_other_case_by_the_rules_of_that(cast, story, two, client):
    into, _code, case, _other = two
    merged(cast, case, into)
    paper = case.case_submissions.get().submission_id
    story.notify(into)
    client.force_login(cast.east_township)
    assert case.number in client.get(reverse("desk:case", args=[into.pk])).content.decode()
    shown = client.get(reverse("desk:submission", args=[into.pk, paper])).content.decode()
    assert "小明明" in shown
    assert "王老师" not in shown
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404
    client.force_login(cast.west_police)
    assert client.get(reverse("desk:submission", args=[into.pk, paper])).status_code == 404


def test_whom_either_shuts_out_both_do_also_later(cast, two):
    into, _code, case, _other = two
    township, prosecutor = cast.post("east_township"), cast.post("east_prosecutor")
    services.exclude_organisation(case, township.organisation, by=cast.post("east_police_leader"), reason="涉案")
    merged(cast, case, into)
    assert is_shut_out(township, Case.objects.get(pk=into.pk))
    shut_out(Case.objects.get(pk=into.pk), [prosecutor.organisation_id])
    assert is_shut_out(prosecutor, Case.objects.get(pk=case.pk))


def test_who_may_not_and_what_does_not_fit(cast, story, two):
    into, _code, case, _other = two
    for who in ("east_police", "west_police", "east_township"):
        with pytest.raises(Refused):
            merged(cast, case, into, who)
    with pytest.raises(NotPossible):
        merged(cast, case, case)
    merged(cast, case, into)
    for pair, code in (((into, case), "closed"), ((case, into), "closed")):
        with pytest.raises(NotPossible) as refused:
            merged(cast, *pair)
        assert refused.value.code == code
    third = story.report()
    with pytest.raises(NotPossible) as refused:
        merged(cast, into, third)
    assert refused.value.code == "has_others"


def test_it_is_taken_back_within_a_day_if_nothing_has_happened(cast, story, two):
    into, _code, case, code = two
    merged(cast, case, into)
    services.part_case(case, by=cast.post("east_police_leader"))
    case.refresh_from_db()
    assert not case.is_closed
    assert case.tasks.open().get().deadline.next_at
    assert case.parties.filter(is_open=True).exists()
    assert len(stages(find_by_receipt(code))) == 1
    with pytest.raises(NotPossible):
        services.part_case(case, by=cast.post("east_police_leader"))
    merged(cast, case, into)
    services.accept_task(into.tasks.get(), by=cast.post("east_police"))
    with pytest.raises(NotPossible) as refused:
        services.part_case(case, by=cast.post("east_police_leader"))
    assert refused.value.code == "went_on"
    CaseMerge.objects.update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotPossible) as refused:
        services.part_case(case, by=cast.post("east_police_leader"))
    assert refused.value.code == "too_late"
    assert broken_links(Case.objects.get(pk=case.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_them_either_way_at_once_merge_them_once(cast, two):
    into, _code, case, _other = two
    leader = cast.post("east_police_leader")
    results = at_once(
        lambda: services.merge_case(case, into, by=leader),
        lambda: services.merge_case(into, case, by=leader),
        lambda: services.merge_case(case, into, by=leader),
    )
    assert sum(isinstance(one, NotPossible) for one in results) == 2, results
    assert CaseMerge.objects.count() == 1
    assert Case.objects.filter(closed_at=None).count() == 1
    assert Task.objects.open().count() == 1
    assert all(broken_links(one) == [] for one in Case.objects.all())


def test_the_page_asks_for_the_number_and_offers_to_take_it_back(cast, two, client):
    into, _code, case, _other = two
    client.force_login(cast.east_police_leader)
    page, ask = reverse("desk:case", args=[case.pk]), reverse("desk:act", args=[case.pk, "merge-case"])
    assert ask in client.get(page).content.decode()
    assert "error-summary" in client.post(ask, {"number": "没有-1"}).content.decode()
    client.post(ask, {"number": f" {into.number} "})
    back = reverse("desk:act", args=[case.pk, "part-case"])
    shown = client.get(page).content.decode()
    assert into.number in shown
    assert back in shown
    assert "suspend-case" not in shown
    client.post(back)
    assert not CaseMerge.objects.exists()
    client.force_login(cast.west_police)
    assert client.post(ask, {"number": into.number}).status_code == 404


def shuts_out(case, post):
    """Is the office of the post shut out of the case, and does its log say so?"""
    said = case.events.filter(kind="excluded", detail__organisation=str(post.organisation_id))
    return is_shut_out(post, Case.objects.get(pk=case.pk)) and said.exists()


def test_whom_a_third_report_shuts_out_the_first_one_does_too(cast, story, two):
    into, _code, case, _other = two
    merged(cast, case, into)
    township, third = cast.post("east_township"), story.report()
    services.exclude_organisation(third, township.organisation, by=cast.post("east_police_leader"), reason="涉案")
    merged(cast, third, into)
    assert all(shuts_out(one, township) for one in (case, into, third))
    assert all(broken_links(Case.objects.get(pk=one.pk)) == [] for one in (case, into, third))


def test_whom_somebody_shuts_out_of_one_report_is_out_of_all_and_loses_the_tasks_of_the_case(cast, story, two):
    into, _code, case, _other = two
    third = story.report()
    for one in (case, third):
        merged(cast, one, into)
    services.accept_task(into.tasks.open().get(), by=cast.post("east_police"))
    police, leader = cast.post("east_police"), cast.post("east_police_leader")
    shut_out(Case.objects.get(pk=case.pk), [police.organisation_id], by=leader)
    task = Case.objects.get(pk=into.pk).tasks.open().get()
    assert task.organisation_id != police.organisation_id
    assert task.assignee is None
    assert all(shuts_out(one, police) for one in (into, third))
    assert all(broken_links(Case.objects.get(pk=one.pk)) == [] for one in (case, into, third))


def test_what_stands_at_an_end_is_not_merged_whatever_the_day_of_its_end_says(cast, two):
    into, _code, case, _other = two
    Case.objects.filter(pk=case.pk).update(state="received", closed_at=None)
    for pair in ((case, into), (into, case)):
        with pytest.raises(NotPossible) as refused:
            merged(cast, *pair)
        assert refused.value.code == "closed"


def test_danger_in_the_one_makes_the_tasks_of_the_other_urgent_and_the_level_above_hears_of_it(cast, two, client):
    into, _code, case, _other = two
    before = into.tasks.get()
    merged(cast, case, into)
    task = Case.objects.get(pk=into.pk).tasks.get()
    assert task.urgent
    assert task.due_at < before.due_at
    assert task.deadline.amount == timedelta(minutes=30)
    told = Notice.objects.filter(key=f"danger:{task.pk}").values_list("user__username", flat=True)
    assert {"east_police", "east_police_leader", "city_police"} <= set(told)
    assert broken_links(Case.objects.get(pk=into.pk)) == []
    client.force_login(cast.east_police)
    assert "现为紧急" in client.get(reverse("desk:case", args=[into.pk])).content.decode()


def test_what_is_due_sooner_than_in_danger_stays_so_and_its_ladder_is_climbed_anew(cast, two):
    into, _code, case, _other = two
    soon = timezone.now() + timedelta(minutes=5)
    into.tasks.update(due_at=soon)
    merged(cast, case, into)
    task = Case.objects.get(pk=into.pk).tasks.get()
    assert (task.urgent, task.due_at, task.deadline.round) == (True, soon, 2)


def test_what_the_level_above_saw_to_in_the_one_it_sees_to_in_the_other(cast, two):
    into, _code, case, _other = two
    supervise(case, case.tasks.get(), now=timezone.now())
    merged(cast, case, into)
    assert not case.tasks.open().exists()
    assert Task.objects.open().get(case=into, supervises=into.tasks.get(supervises=None)).organisation.area_id
    services.part_case(case, by=cast.post("east_police_leader"))


@pytest.mark.django_db(transaction=True)
def test_shutting_out_of_either_and_merging_a_third_at_once_wait_for_each_other_in_one_order(cast, story, two):
    into, _code, case, _other = two
    merged(cast, case, into)
    third, leader = story.report(), cast.post("east_police_leader")
    township, school = cast.post("east_township"), cast.post("east_teacher")
    results = at_once(
        lambda: services.exclude_organisation(case, township.organisation, by=leader, reason="涉案"),
        lambda: services.exclude_organisation(into, school.organisation, by=leader, reason="涉案"),
        lambda: services.merge_case(third, into, by=leader),
    )
    assert not any(isinstance(one, Exception) for one in results), results
    for one in Case.objects.all():
        assert is_shut_out(township, one)
        assert is_shut_out(school, one)
        assert broken_links(one) == []


def test_only_who_may_see_the_other_case_reads_its_number(cast, two, client):
    into, _code, case, _other = two
    merged(cast, case, into)
    township, prosecutor = cast.post("east_township"), cast.post("east_prosecutor")
    # Each has a part in one of them, as somebody who reads no paper.
    CaseParty.joining(case, township.organisation, "officer").save()
    CaseParty.joining(into, prosecutor.organisation, "officer").save()
    seen = {(cast.east_township, case): into, (cast.east_prosecutor, into): case}
    for (user, shown), other in seen.items():
        client.force_login(user)
        html = client.get(reverse("desk:case", args=[shown.pk])).content.decode()
        assert other.number not in html
        assert str(other.pk) not in html
    assert "另一件个案并入本案" in client.get(reverse("desk:case", args=[into.pk])).content.decode()
    client.force_login(cast.east_police)
    assert reverse("desk:case", args=[into.pk]) in client.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert case.number in client.get(reverse("desk:case", args=[into.pk])).content.decode()


def test_the_follow_page_says_nothing_of_another_case(cast, two, client):
    into, _code, case, code = two
    merged(cast, case, into)
    client.post("/follow/", {"code": code})
    html = client.get("/follow/").content.decode()
    assert "正在办理" in html
    assert into.number not in html
    assert "并" not in "".join(str(stage.words) for stage in stages(find_by_receipt(code)))


def test_who_is_let_in_again_is_let_into_the_whole(cast, two):
    into, _code, case, _other = two
    leader, township = cast.post("east_police_leader"), cast.post("east_township")
    services.exclude_organisation(case, township.organisation, by=leader, reason="涉案")
    merged(cast, case, into)
    services.lift_exclusion(into.exclusions.get(), by=leader, reason="核实后没有关系")
    services.lift_exclusion(
        CaseExclusion(pk=0, case=case, organisation=township.organisation, by=leader), by=leader, reason="x"
    )
    for one in (into, case):
        one = Case.objects.get(pk=one.pk)
        assert not is_shut_out(township, one)
        assert one.lifted_exclusions.count() == 1
        assert one.events.filter(kind="exclusion_lifted").count() == 1
        assert broken_links(one) == []


def test_nobody_lets_in_by_way_of_one_half_whom_the_other_report_names(cast, two):
    into, _code, case, _other = two
    leader, township = cast.post("east_police_leader"), cast.post("east_township")
    city = cast.post("city_police")
    case.exclusions.create(organisation=township.organisation, by=city, reason="上级回避")
    into.exclusions.create(organisation=township.organisation, by=leader, reason="涉案")
    merged(cast, case, into)
    with pytest.raises(Refused) as refusal:
        services.lift_exclusion(into.exclusions.get(), by=leader, reason="核实后没有关系")
    assert refusal.value.code == "set_elsewhere"
    assert is_shut_out(township, Case.objects.get(pk=into.pk))


def test_lists_say_that_it_is_part_of_another_case_and_name_that_to_who_may_see_it(cast, two, client):
    into, _code, case, _other = two
    services.accept_task(case.tasks.get(), by=cast.post("east_police"))
    WatchedCase.objects.create(post=cast.post("east_police"), case=case, seen=0)
    merged(cast, case, into)
    client.force_login(cast.east_police)
    client.cookies["django_language"] = "en"
    lists = (reverse("desk:cases") + "?show=closed", reverse("desk:inbox") + "?show=watched")
    for address in lists:
        assert f"Part of {into.number}" in client.get(address).content.decode(), address
    township = cast.post("east_township")
    case.refresh_from_db()
    CaseParty.joining(case, township.organisation, "township").save(force_insert=True)
    client.force_login(cast.east_township)
    shown = client.get(lists[0]).content.decode()
    assert "Part of another case" in shown
    assert into.number not in shown
    fresh = Case.objects.get(pk=case.pk)
    with translation.override("en"):
        assert states_said([fresh], township) == {case.pk: "Part of another case"}
