"""Break-glass: named posts open a case of their area for a reason and a day; their supervisor knows at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access.models import Access, EmergencyAccess
from portal.access.refusal import Refused
from portal.access.services import end_emergency
from portal.directory.models import Duty, Organisation, Post
from portal.notices.models import Notice
from tests.cast import EAST, PREFECTURE
from workflows import policies, services
from workflows.models import Case, CaseExclusion, CaseParty, Task
from workflows.services.emergencies import open_case_in_emergency, supervisors_of

REASON = "孩子今晚送到我局，需要马上了解情况"


@pytest.fixture
def leader(cast):
    """Leads the civil affairs of the east; its bureau has no part in a case that is new."""
    Post.objects.filter(user=cast.east_civil_affairs).update(role="civil_affairs_leader")
    return cast.east_civil_affairs


@pytest.fixture
def city(cast):
    """Civil affairs of the city, with a leader and an officer."""
    bureau = Organisation.objects.create(name="禾川市民政局", function="civil_affairs", area_id=PREFECTURE)
    Duty.objects.create(kind="civil_affairs", area_id=PREFECTURE, organisation=bureau)
    Post.objects.filter(user=cast.west_township).update(organisation=bureau, role="civil_affairs_leader")
    Post.objects.filter(user=cast.west_civil_affairs).update(organisation=bureau, role="civil_affairs_officer")
    return bureau


def sees(user, case):
    return Case.objects.visible_to(type(user).objects.get(pk=user.pk)).filter(pk=case.pk).exists()


def open_it(case, user):
    return open_case_in_emergency(case.number, by=user.acting_post, reason=REASON)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_a_leader_opens_a_case_by_its_number_and_reads_all_but_who_reported(story, leader):
    case = story.report()
    assert not sees(leader, case)
    assert open_it(case, leader) == case
    assert sees(leader, case)
    assert policies.may(leader.acting_post, "see", fresh(case)).allowed
    assert policies.readable(leader.acting_post, fresh(case), "small_report") == {"open", "personal", "sensitive"}
    assert not policies.may_know_reporter(leader.acting_post, fresh(case))


def test_it_is_for_reading_only(story, leader):
    case = story.report()
    open_it(case, leader)
    assert not Task.objects.visible_to(leader).exists()
    for action, target in (("retry", fresh(case)), ("exclude", fresh(case)), ("accept", case.tasks.get())):
        assert not policies.may(leader.acting_post, action, target).allowed


def test_it_is_for_that_post_and_that_case_only(story, leader, cast):
    case, other = story.report(), story.report()
    open_it(case, leader)
    colleague = Post.objects.create(
        user=cast.east_teacher, organisation=leader.acting_post.organisation, role="civil_affairs_leader"
    ).user
    colleague.act_in(colleague.posts.get(role="civil_affairs_leader").pk)
    assert not Case.objects.visible_to(colleague).exists()
    assert not sees(leader, other)


def test_after_a_day_it_is_over(story, leader):
    case = story.report()
    open_it(case, leader)
    opened = EmergencyAccess.objects.get()
    assert opened.until - opened.began_at <= timedelta(hours=24, seconds=5)
    earlier = timezone.now() - timedelta(hours=25)
    EmergencyAccess.objects.update(began_at=earlier, until=earlier + timedelta(hours=24))
    assert not sees(leader, case)
    assert not policies.readable(leader.acting_post, fresh(case), "small_report")


def test_it_can_be_ended_early_and_opened_anew_only_with_a_new_reason_on_record(story, leader):
    case = story.report()
    open_it(case, leader)
    end_emergency(EmergencyAccess.objects.get(), by=leader.acting_post)
    assert not sees(leader, case)
    open_it(case, leader)
    assert sees(leader, case)
    assert EmergencyAccess.objects.count() == 2


def test_opening_twice_makes_it_no_longer(story, leader):
    case = story.report()
    open_it(case, leader)
    until = EmergencyAccess.objects.get().until
    open_it(case, leader)
    assert EmergencyAccess.objects.get().until == until
    assert Notice.objects.filter(template="opened_in_emergency").count() <= 1


@pytest.mark.parametrize(
    "who", ["east_civil_affairs", "east_police", "east_township", "east_prosecutor", "form_administrator"]
)
def test_no_other_post_may(story, cast, who):
    case = story.report()
    CaseParty.objects.all().delete()
    with pytest.raises(Refused) as refused:
        open_it(case, getattr(cast, who))
    assert refused.value.code == "not_named"
    assert not EmergencyAccess.objects.exists()
    assert Access.objects.filter(action="open_in_emergency", allowed=False, matter=case.pk).exists()


def test_that_there_is_no_such_case_and_that_it_is_elsewhere_is_the_same_answer(story, cast, leader):
    elsewhere = story.report(place="990122101201")
    said = set()
    for number in (elsewhere.number, "nothing-1", "", "%", elsewhere.number[:-1]):
        with pytest.raises(Refused) as refused:
            open_case_in_emergency(number, by=leader.acting_post, reason=REASON)
        said.add((refused.value.code, str(refused.value.sentence)))
    assert len(said) == 1
    assert not sees(leader, elsewhere)


def test_whom_the_conflict_rule_shuts_out_opens_nothing_even_then(story, leader):
    case = story.report()
    organisation = leader.acting_post.organisation
    exclusion = CaseExclusion.objects.create(case=case, organisation=organisation)
    with pytest.raises(Refused):
        open_it(case, leader)
    exclusion.delete()
    open_it(fresh(case), leader)
    assert sees(leader, case)
    CaseExclusion.objects.create(case=case, organisation=organisation)
    assert not sees(leader, case)
    assert not policies.readable(leader.acting_post, fresh(case), "small_report")


def test_who_has_a_part_in_the_case_needs_no_emergency(story, cast):
    case = story.report()
    with pytest.raises(Refused) as refused:
        open_it(case, cast.east_police_leader)
    assert refused.value.code == "has_part"


def test_the_log_says_the_reason_and_marks_it(story, leader):
    case = story.report()
    open_it(case, leader)
    row = Access.objects.in_emergencies().get()
    assert (row.action, row.matter, row.user, row.allowed) == ("open_in_emergency", case.pk, leader, True)
    assert REASON in row.purpose


def test_the_leader_one_level_up_is_told_at_once_and_sees_the_reason_but_not_the_case(story, leader, city, cast):
    case = story.report()
    open_it(case, leader)
    told = set(Notice.objects.filter(template="opened_in_emergency").values_list("user__username", flat=True))
    assert told == {"west_township"}
    supervisor = cast.west_township
    assert EmergencyAccess.objects.visible_to(supervisor).get().reason == REASON
    assert not sees(supervisor, case)
    assert not EmergencyAccess.objects.visible_to(cast.west_civil_affairs).exists()


def test_without_a_leader_above_everybody_there_is_told(story, leader, city, cast):
    Post.objects.filter(user=cast.west_township).delete()
    case = story.report()
    assert [post.user for post in supervisors_of(leader.acting_post, fresh(case))] == [cast.west_civil_affairs]


def test_with_nobody_above_the_portal_office_is_told(story, leader, cast):
    case = story.report()
    assert [post.user for post in supervisors_of(leader.acting_post, fresh(case))] == [cast.form_administrator]


def test_nobody_supervises_themselves_and_nobody_who_is_shut_out_is_told(story, leader, city, cast):
    Post.objects.create(user=leader, organisation=city, role="civil_affairs_leader")
    case = story.report()
    assert leader not in [post.user for post in supervisors_of(leader.acting_post, fresh(case))]
    CaseExclusion.objects.create(case=case, organisation=city)
    assert [post.user for post in supervisors_of(leader.acting_post, fresh(case))] == [cast.form_administrator]


def test_which_posts_may_is_a_setting(story, cast, settings):
    settings.BREAK_GLASS_ROLES = ["prosecutor"]
    case = story.report()
    open_it(case, cast.east_prosecutor)
    assert sees(cast.east_prosecutor, case)
    settings.BREAK_GLASS_ROLES = []
    assert not sees(cast.east_prosecutor, case)


def test_a_substitute_does_not_open_in_the_name_of_the_absent_one(story, leader, cast):
    case = story.report()
    substitute = cast.east_teacher.acting_post
    substitute._stands_for = [leader.acting_post]
    with pytest.raises(Refused):
        open_case_in_emergency(case.number, by=substitute, reason=REASON)


def test_the_list_of_cases_of_a_leader_without_an_emergency_is_what_it_was(story, leader, cast):
    first, second = story.report(), story.report()
    story.notify(first)
    assert set(Case.objects.visible_to(leader)) == {first}
    open_it(second, leader)
    assert set(Case.objects.visible_to(leader)) == {first, second}
    assert Case.objects.visible_to(leader).filter(number__icontains="报").count() == 2


def test_the_broken_twin_emergencies_that_never_end_would_be_seen(story, leader, monkeypatch):
    case = story.report()
    open_it(case, leader)
    services.end_emergency(EmergencyAccess.objects.get(), by=leader.acting_post)
    assert not sees(leader, case)
    queryset = type(EmergencyAccess.objects.all())
    monkeypatch.setattr(queryset, "live", lambda self: self.all())
    assert sees(leader, case)


def test_the_broken_twin_without_looking_at_the_area_the_next_county_would_open(story, leader, monkeypatch):
    elsewhere = story.report(place="990122101201")
    assert not elsewhere.area_code.startswith(EAST[:6])
    monkeypatch.setattr(policies, "_lies_in_area_of", lambda _post, _case: True)
    open_it(elsewhere, leader)
    assert sees(leader, elsewhere)
