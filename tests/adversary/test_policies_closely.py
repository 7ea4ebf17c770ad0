"""What mutants of the policies showed that no other test asks (docs/mutants.md)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from portal.access.models import Access, EmergencyAccess
from portal.access.models.log import COMPARED
from portal.access.refusal import Refused
from portal.directory.admin.policies import FILLS_IN, KEEPS_DUTIES, NothingIsDeleted, may_import, may_see_routing
from portal.directory.models import Absence, Area, Organisation, Post, User
from portal.jobs.policies import may_look_after_jobs
from portal.keyroom.policies import may_look_after_keys
from tests.cast import EAST, WEST
from tests.workflows.conftest import run_jobs, sealed_folder, story, version
from workflows.excluding import may_exclude, may_lift
from workflows.logreaders import log_readable_by
from workflows.models import Case, CaseExclusion, CaseParty, CaseSubmission, Task
from workflows.policies import (
    _in_charge,
    has_open_work,
    is_emergency,
    lender_of,
    may,
    may_open_in_emergency,
    readable,
    relations_of,
    was_allowed,
)
from workflows.rights import policies as rights

__all__ = ["run_jobs", "sealed_folder", "story", "version"]


@pytest.fixture
def administrator(cast) -> User:
    office = cast.post("form_administrator").organisation
    user = User.objects.create(username="keeper", name="keeper")
    Post.objects.create(user=user, organisation=office, role="system_administrator")
    return user


def shut_out(case, post):
    CaseExclusion.objects.create(case=case, organisation=post.organisation, reason="x")
    return Case.objects.get(pk=case.pk)


def stand_in(absent, substitute):
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    Absence.objects.create(post=absent, substitute=substitute, made_by=absent.user, **days)


def test_who_is_shut_out_of_one_case_sees_the_others(story, cast):
    one, other = story.report(), story.report()
    shut_out(one, cast.post("east_police"))
    assert list(Case.objects.visible_to(cast.east_police)) == [other]
    assert {task.case_id for task in Task.objects.visible_to(cast.east_police)} == {other.pk}


def test_a_substitute_has_nothing_of_a_case_that_shuts_the_absent_out(story, cast):
    case = story.report()
    task = story.notify(case)
    stand_in(cast.post("east_township"), cast.post("east_civil_affairs"))
    assert may(cast.post("east_civil_affairs"), "complete", task).allowed
    shut_out(case, cast.post("east_township"))
    task = Task.objects.get(pk=task.pk)
    assert not may(cast.post("east_civil_affairs"), "complete", task).allowed
    assert not Task.objects.visible_to(cast.east_civil_affairs).filter(pk=task.pk).exists()


def test_a_substitute_of_the_police_reads_what_the_absent_officer_reads_and_the_police_next_door_do_not(story, cast):
    case = story.report()
    story.accept(case)
    stand_in(cast.post("east_police"), cast.post("city_police"))
    assert readable(cast.post("city_police"), Case.objects.get(pk=case.pk), "small_report") >= {"sensitive"}
    assert readable(cast.post("west_police"), Case.objects.get(pk=case.pk), "small_report") == set()


@pytest.mark.parametrize("who", ["west_police", "east_teacher", "form_administrator", None])
def test_every_refusal_has_a_sentence_that_says_what_to_do(story, cast, who):
    task = story.report().tasks.get()
    post = cast.post(who) if who else None
    asked = [may(post, action, task) for action in ("see", "accept", "complete", "route")]
    asked += [may(post, action, task.case) for action in ("see", "retry", "exclude")]
    if post is not None:
        asked += [
            may_open_in_emergency(post, task.case),
            may_exclude(post, task.case, cast.post("east_police").organisation),
        ]
    assert not [answer for answer in asked if answer.allowed]
    assert all(answer.code and len(str(answer.sentence)) > 5 for answer in asked)


def test_background_work_is_for_the_post_or_for_who_was_given_the_permission(cast, administrator):
    assert may_look_after_jobs(administrator)
    assert not may_look_after_jobs(cast.east_teacher)
    teacher = cast.east_teacher
    teacher.user_permissions.add(Permission.objects.get(content_type__app_label="jobs", codename="change_job"))
    assert may_look_after_jobs(User.objects.get(pk=teacher.pk))


@pytest.mark.parametrize("may_look_after", [may_look_after_jobs, may_look_after_keys])
def test_who_is_not_signed_in_or_may_sign_in_no_more_looks_after_nothing(administrator, may_look_after):
    assert may_look_after(administrator)
    assert may_look_after(AnonymousUser()) is False
    administrator.is_active = False
    assert may_look_after(administrator) is False


def test_the_keys_are_for_a_post_and_no_permission_is_enough(administrator):
    administrator.posts.all().delete()
    assert not may_look_after_keys(User.objects.get(pk=administrator.pk))


def test_the_newest_row_of_the_log_is_the_latest_and_of_one_moment_the_last_written(cast):
    now = timezone.now()
    times = [now, now - timedelta(days=1), now]
    rows = [Access.objects.create(at=at, action="read", allowed=True, digest=str(n)) for n, at in enumerate(times)]
    assert list(Access.objects.newest_first()) == [rows[2], rows[0], rows[1]]


def opened(case, by):
    until = timezone.now() + timedelta(hours=1)
    return EmergencyAccess.objects.create(matter=case.pk, number=case.number, post=by, reason="x", until=until)


def test_who_opened_a_case_in_an_emergency_sees_that_and_a_colleague_does_not(story, cast):
    emergency = opened(story.report(), cast.post("city_police"))
    assert list(EmergencyAccess.objects.visible_to(cast.city_police)) == [emergency]
    assert not EmergencyAccess.objects.visible_to(cast.east_police).exists()


def test_an_emergency_ends_with_the_role_and_with_a_part_in_the_case(story, cast):
    case = story.report()
    opened(case, cast.post("city_police"))
    opened(case, cast.post("east_police_leader"))
    assert is_emergency(cast.post("city_police"), case)
    assert not is_emergency(cast.post("east_police_leader"), case)
    Post.objects.filter(user=cast.city_police).update(role="police_officer")
    assert not is_emergency(cast.post("city_police"), case)


def test_who_is_shut_out_has_no_relation_to_the_case_and_no_past_as_a_substitute(story, cast):
    case = story.report()
    stand_in(cast.post("east_police"), cast.post("city_police"))
    Absence.objects.update(cancelled_at=timezone.now())
    case = Case.objects.get(pk=case.pk)
    assert relations_of(cast.post("east_police"), case)
    assert was_allowed(cast.post("city_police"), "see", case)
    case = shut_out(case, cast.post("city_police"))
    assert was_allowed(cast.post("city_police"), "see", case) is None
    assert relations_of(cast.post("city_police"), case) == set()
    assert relations_of(cast.post("east_police"), case)


def test_in_charge_is_who_accepted_a_task_of_that_relation_and_of_no_other(story, cast):
    case = story.report()
    story.accept(case)
    case, officer = Case.objects.get(pk=case.pk), cast.post("east_police")
    held = {task.relation for task in case.tasks.all() if task.assignee_id == officer.pk}
    assert held
    assert {relation for relation in ("police", "officer", "township") if _in_charge(officer, case, relation)} == held


def test_comparing_names_is_left_out_of_the_readings(cast):
    for action in (COMPARED, "read"):
        Access.objects.create(action=action, allowed=True, digest=action)
    assert [row.action for row in Access.objects.without_comparing()] == ["read"]


def test_places_are_changed_by_who_may_and_deleted_by_nobody(cast):
    policy, area = NothingIsDeleted(Area), Area.objects.get(pk=EAST)
    keeper = User.objects.create_superuser("root")
    assert policy.user_has_permission_for_instance(keeper, "change", area)
    assert not policy.user_has_permission_for_instance(keeper, "delete", area)
    assert not policy.user_has_permission_for_instance(cast.east_teacher, "change", area)
    cast.east_teacher.user_permissions.add(Permission.objects.get(codename="change_area"))
    assert policy.user_has_permission(cast.east_teacher, "change")
    assert not policy.user_has_permission(cast.east_teacher, "add")


@pytest.mark.parametrize(("may_do", "needed"), [(may_see_routing, KEEPS_DUTIES[:1]), (may_import, FILLS_IN)])
def test_the_screens_of_places_open_to_the_permission_and_to_nobody_else(cast, may_do, needed):
    teacher = cast.east_teacher
    assert not may_do(teacher)
    names = [permission.partition(".")[2] for permission in needed]
    of_places = Permission.objects.filter(content_type__app_label="directory", codename__in=names)
    teacher.user_permissions.set(of_places)
    assert may_do(cast.east_teacher)


def test_a_past_as_a_substitute_counts_only_where_the_absent_may_and_is_not_shut_out(story, cast):
    case = story.report()
    stand_in(cast.post("west_police"), cast.post("city_police"))
    Absence.objects.update(cancelled_at=timezone.now())
    assert was_allowed(cast.post("city_police"), "see", case) is None
    Absence.objects.update(post=cast.post("east_police"))
    assert was_allowed(cast.post("city_police"), "see", case)
    case = shut_out(case, cast.post("east_police"))
    assert was_allowed(cast.post("city_police"), "see", case) is None


def test_the_log_names_the_absent_only_whose_right_was_needed(story, cast):
    case = story.report()
    story.accept(case)
    case, all_of_it = Case.objects.get(pk=case.pk), {"open", "personal", "sensitive", "reporter"}
    for absent in ("west_police", "east_police"):
        stand_in(cast.post(absent), cast.post("city_police"))
    assert lender_of(cast.post("city_police"), case, "small_report", all_of_it) == cast.post("east_police")
    assert lender_of(cast.post("east_police"), case, "small_report", all_of_it) is None
    stand_in(cast.post("east_police_leader"), cast.post("east_police"))
    assert lender_of(cast.post("east_police"), case, "small_report", all_of_it) is None


def test_who_stands_in_for_nobody_borrows_from_nobody(story, cast):
    assert lender_of(cast.post("west_police"), story.report(), "small_report", {"open"}) is None


def test_who_has_two_parts_in_a_case_reads_what_either_may(story, cast):
    case, police = story.report(), cast.post("east_police")
    story.accept(case)
    CaseParty.joining(case, police.organisation, "township").save()
    assert "reporter" in readable(police, Case.objects.get(pk=case.pk), "small_report")


def test_a_program_is_told_why_as_well(story, cast):
    case, police = story.report(), cast.post("east_police")
    exclusion = CaseExclusion.objects.create(
        case=case, organisation=cast.post("east_township").organisation, by=cast.post("city_police"), reason="x"
    )
    assert may_open_in_emergency(cast.post("city_police"), None).code == "no_such_case"
    assert may_exclude(police, case, police.organisation).code == "not_below"
    assert may_lift(police, case, exclusion).code == "set_elsewhere"
    with pytest.raises(Refused) as refusal:
        rights.demand_handling(cast.post("east_police"), case, action="x")
    assert refusal.value.sentence is not None


def test_the_log_is_for_its_roles_and_what_was_compared_for_the_auditor_only(cast, administrator):
    Post.objects.filter(user=administrator).update(role="log_auditor")
    auditor = User.objects.get(pk=administrator.pk)
    for who in ("east_police", "east_teacher"):
        for action in ("read", COMPARED):
            Access.objects.create(
                user=getattr(cast, who), post=cast.post(who), action=action, allowed=True, digest=f"{who} {action}"
            )
    assert not log_readable_by(AnonymousUser()).exists()
    assert not log_readable_by(cast.east_teacher).exists()
    assert [row.action for row in log_readable_by(cast.east_police)] == ["read"]
    assert log_readable_by(auditor).count() == 4


def test_what_answers_to_somebody_nearby_is_shut_out_by_them_and_not_the_other_way_round(story, cast):
    case, east = story.report(), Area.objects.get(pk=EAST)
    bureau = cast.post("east_civil_affairs")
    home = Organisation.objects.create(name="东溪县福利院", function="welfare_institution", area=east)
    CaseParty.joining(case, bureau.organisation, "civil_affairs").save()
    assert may_exclude(bureau, case, home).allowed
    assert not may_exclude(bureau, case, cast.post("east_police").organisation).allowed


def test_whom_the_report_itself_names_is_let_in_only_by_who_may_read_that_it_does(story, cast):
    case, prosecutor = story.report(), cast.post("east_prosecutor")
    named = CaseExclusion.objects.create(case=case, organisation=cast.post("east_township").organisation)
    CaseParty.joining(case, prosecutor.organisation, "supervision").save()
    case = Case.objects.get(pk=case.pk)
    assert may_exclude(prosecutor, case, named.organisation).allowed
    assert not may_lift(prosecutor, case, named).allowed
    assert may_lift(cast.post("east_police"), case, named).allowed


def test_where_a_case_lies_goes_before_where_its_paper_lies(story):
    case = story.report()
    paper, before = case.opening_submission, case.opening_submission.area_code
    Case.objects.filter(pk=case.pk).update(area_code=WEST)
    assert rights.place_of(paper) == WEST
    CaseSubmission.objects.all().delete()
    assert rights.place_of(paper) == before != WEST


def test_each_refusal_has_a_code_of_its_own(story, cast):
    case = story.report()
    task, stranger = case.tasks.get(), cast.post("west_police")
    codes = [may(stranger, action, task).code for action in ("see", "route")]
    assert codes == ["not_yours", "not_routable"]
    with pytest.raises(Refused) as refused:
        rights.demand_handling(stranger, case, action="handle")
    assert refused.value.code == "not_in_charge"


def test_what_was_restricted_is_read_on_by_who_has_an_open_task_in_the_case_and_by_nobody_else(story, cast):
    case = story.report()
    CaseSubmission.objects.filter(case=case).update(restricted=True)
    case = Case.objects.get(pk=case.pk)
    assert has_open_work(cast.post("east_police"), case)
    assert not has_open_work(cast.post("west_police"), case)
    assert readable(cast.post("east_police"), case, case.opening_submission.version.schema.key)
