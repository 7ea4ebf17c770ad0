"""Counties are merged and renumbered, offices closed: their cases stay with whoever has the work now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forms.models import Submission
from portal.access.refusal import Refused
from portal.directory import services as directory
from portal.directory.models import Area, AreaSuccession, Duty, Organisation, OrganisationSuccession, Post, User
from portal.directory.models import post as posts
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, PREFECTURE, WEST, WEST_VILLAGE
from workflows import lists, relations
from workflows.models import Case, Task
from workflows.policies import may, readable, relations_of
from workflows.rights.models.target import in_area_of
from workflows.rights.policies import lies_in_area_of
from workflows.schema import Relation
from workflows.services import accept_task, complete_task, open_case_in_emergency

Kind = AreaSuccession.Kind
NEW_EAST = "990131000000"
YESTERDAY = timezone.localdate() - timedelta(days=1)


def organisation(function, area):
    return Organisation.objects.get(function=function, area=area)


def becomes(old, new, kind):
    directory.record_succession(Area.objects.get(pk=old), [Area.objects.get(pk=new)], on=YESTERDAY, kind=kind)


def takes_over(new, old, function="police"):
    OrganisationSuccession.objects.create(
        old=organisation(function, old), new=organisation(function, new), on=YESTERDAY
    )


def seen_by(user):
    return set(Case.objects.visible_to(user))


def listed_for(user):
    rows = [row.case_id for strand in lists.cases(user, lists.CaseFilter()) for row in strand]
    return set(Case.objects.filter(pk__in=rows))


@pytest.fixture
def portal_office(cast):
    """Somebody in the county's own portal office."""
    office = Organisation.objects.create(name="东溪县门户办", function="portal_office", area_id=EAST)
    user = User.objects.create(username="east_office", name="east_office")
    Post.objects.create(user=user, organisation=office, role="form_administrator")
    return lambda: User.objects.get(pk=user.pk)


def merged():
    becomes(EAST, WEST, Kind.MERGED)


def closed():
    takes_over(WEST, EAST)


@pytest.mark.parametrize("change", [merged, closed])
def test_who_has_the_work_now_sees_reads_and_finishes_it(story, cast, change):
    case = story.report()
    assert seen_by(cast.west_police) == set()
    change()
    assert seen_by(cast.west_police) == listed_for(cast.west_police) == {case}
    assert seen_by(cast.west_township) == seen_by(cast.east_teacher) == set()
    post = cast.post("west_police")
    assert relations_of(post, case) == {"police"}
    assert "personal" in readable(post, case, "small_report")
    task = Task.objects.visible_to(cast.west_police).get()
    accept_task(task, by=post)
    complete_task(task, "accept", by=post)
    assert case.tasks.open().get().key == "respond"


@pytest.mark.parametrize("change", [merged, closed])
def test_who_had_the_work_before_keeps_what_they_had(story, cast, change):
    case = story.report()
    change()
    assert seen_by(cast.east_police) == {case}


def test_what_is_asked_later_about_an_old_place_goes_to_the_new_one(story, cast):
    case = story.report()
    merged()
    becomes(EAST_VILLAGE, WEST_VILLAGE, Kind.RENAMED)
    answering = relations.registry.resolve(Case.objects.get(pk=case.pk), case.version.schema.relation("police"))
    assert answering.organisation == organisation("police", WEST)


def test_the_broken_twin_without_looking_back_the_case_would_be_lost(story, cast, monkeypatch):
    story.report()
    merged()
    monkeypatch.setattr("portal.directory.inheriting.inherited_by", lambda _organisation: set())
    assert seen_by(cast.west_police) == listed_for(cast.west_police) == set()


def test_a_substitute_of_the_new_one_sees_it_too(story, cast):
    case = story.report()
    merged()
    absent, today = cast.post("west_police"), timezone.localdate()
    absent.absences.create(substitute=cast.post("city_police"), starts_on=today, ends_on=today, made_by=absent.user)
    assert seen_by(cast.city_police) == listed_for(cast.city_police) == {case}


def test_a_renumbered_county_keeps_its_own_also_where_it_goes_by_the_place(story, cast, portal_office):
    Duty.objects.filter(kind="police").delete()
    case = story.report()
    assert case.tasks.get().organisation is None
    Area.objects.create(code=NEW_EAST, name="东溪区")
    becomes(EAST, NEW_EAST, Kind.RENAMED)
    assert Task.objects.visible_to(portal_office()).get().case == case
    Organisation.objects.filter(area=EAST).update(area=NEW_EAST)
    assert Task.objects.visible_to(portal_office()).get().case == case
    assert [task.case for strand in lists.tasks(portal_office())["open"] for task in strand] == [case]
    shown = [row.case_id for row in lists.cases(cast.east_township, lists.CaseFilter(area_code=NEW_EAST))[0]]
    assert shown == ([case.pk] if case.parties.filter(organisation__area=EAST_TOWN).exists() else [])


def test_the_place_filter_finds_old_codes_under_the_new_one(story, cast):
    case = story.report()
    Area.objects.create(code=NEW_EAST, name="东溪区")
    becomes(EAST, NEW_EAST, Kind.RENAMED)
    for code, found in [(NEW_EAST, [case.pk]), (EAST, [case.pk]), (WEST, [])]:
        strands = lists.cases(cast.east_police, lists.CaseFilter(area_code=code))
        assert [row.case_id for strand in strands for row in strand] == found


def test_in_an_emergency_the_leader_of_a_renumbered_county_opens_its_old_cases(story, cast):
    case = story.report()
    case.parties.all().delete()
    Area.objects.create(code=NEW_EAST, name="东溪区")
    becomes(EAST, NEW_EAST, Kind.RENAMED)
    Organisation.objects.filter(area=EAST).update(area=NEW_EAST)
    leader = cast.post("east_police_leader")
    assert open_case_in_emergency(case.number, by=leader, reason="孩子在等待急救，主办人不在") == case


def test_in_an_emergency_what_never_belonged_to_the_place_stays_closed(story, cast):
    case = story.report(place="990122101201")
    Area.objects.create(code=NEW_EAST, name="东溪区")
    becomes(EAST, NEW_EAST, Kind.RENAMED)
    with pytest.raises(Refused):
        open_case_in_emergency(case.number, by=cast.post("east_police_leader"), reason="孩子在等待急救，主办人不在")


@pytest.mark.parametrize("change", [merged, closed])
def test_who_was_shut_out_stays_so_under_a_new_name(story, cast, change):
    case = story.report()
    case.exclusions.create(organisation=organisation("police", EAST))
    change()
    case = Case.objects.get(pk=case.pk)
    assert seen_by(cast.west_police) == listed_for(cast.west_police) == set()
    assert not may(cast.post("west_police"), "see", case).allowed
    answering = relations.registry.resolve(case, case.version.schema.relation("police"))
    assert answering.organisation == organisation("police", PREFECTURE)


def test_the_broken_twin_that_looks_at_the_present_name_only_would_let_them_in(story, cast, monkeypatch):
    case = story.report()
    case.exclusions.create(organisation=organisation("police", EAST))
    merged()
    monkeypatch.setattr(posts.Post, "concerned_ids", lambda post: set(post.places_of_work()))
    assert seen_by(cast.west_police) == {case}


def renumbered_and_then_closed():
    """The county gets a new code and an office there; next year the office is closed and its neighbour takes over."""
    Area.objects.get_or_create(code=NEW_EAST, defaults={"name": "东溪区", "level": 3})
    between = Organisation.objects.create(name="东溪区公安分局", function="police", area_id=NEW_EAST)
    Duty.objects.create(kind="police", area_id=NEW_EAST, organisation=between)
    becomes(EAST, NEW_EAST, Kind.RENAMED)
    takes_over(WEST, NEW_EAST)
    return between


def test_two_changes_one_after_the_other_lose_no_case(story, cast):
    case = story.report()
    renumbered_and_then_closed()
    assert seen_by(cast.west_police) == listed_for(cast.west_police) == {case}
    assert relations_of(cast.post("west_police"), case) == {"police"}


def test_nor_do_they_let_in_who_was_shut_out(story, cast):
    case = story.report()
    case.exclusions.create(organisation=organisation("police", EAST))
    between = renumbered_and_then_closed()
    case.parties.create(organisation=between, relation="police")
    case = Case.objects.get(pk=case.pk)
    assert not may(cast.post("west_police"), "see", case).allowed
    assert seen_by(cast.west_police) == listed_for(cast.west_police) == set()


def somewhere_else(story):
    """A case of a place that the portal does not know."""
    case = story.report()
    Case.objects.filter(pk=case.pk).update(area_code="991111111111")
    return Case.objects.get(pk=case.pk)


def test_what_the_officer_of_a_closed_office_would_have_done_goes_to_who_took_over(story, cast):
    case = story.report()
    accept_task(case.tasks.get(), by=cast.post("east_police"))
    closed()
    Organisation.objects.filter(function="police", area=EAST).update(active=False)
    case = Case.objects.get(pk=case.pk)
    found = relations.registry.resolve(case, case.version.schema.relation("officer"))
    assert (found.organisation, found.post) == (organisation("police", WEST), None)
    case.exclusions.create(organisation=organisation("police", WEST))
    case = Case.objects.get(pk=case.pk)
    assert relations.registry.resolve(case, case.version.schema.relation("officer")).organisation is None


def test_the_rights_of_people_are_looked_after_where_their_case_belongs_now(story, cast):
    case = story.report()
    paper = case.opening_submission
    west = cast.post("west_civil_affairs")
    here = in_area_of(west, submission="", case="")
    assert not Submission.objects.filter(here).exists()
    assert not lies_in_area_of(west, case)
    merged()
    west = cast.post("west_civil_affairs")
    assert list(Submission.objects.filter(in_area_of(west, submission="", case=""))) == [paper]
    assert lies_in_area_of(west, case)


def everywhere(case):
    relation = Relation.model_validate(
        {"key": "police", "title": {"zh-hans": "公安"}, "kind": "duty_at_place", "duty": "police"}
    )
    return relations.registry.resolve(case, relation).organisation


def test_an_unknown_place_goes_to_whoever_has_the_work_of_the_top(story, cast):
    case = somewhere_else(story)
    top = organisation("police", PREFECTURE)
    Duty.objects.get_or_create(kind="police", area_id=PREFECTURE, defaults={"organisation": top})
    assert everywhere(case) == top
    new = Organisation.objects.create(name="禾川市新公安局", function="police", area_id=PREFECTURE)
    OrganisationSuccession.objects.create(old=top, new=new, on=YESTERDAY)
    top.active = False
    top.save()
    assert everywhere(Case.objects.get(pk=case.pk)) == new


def test_a_renumbered_top_with_rows_under_both_codes_is_still_one(story, cast):
    case = somewhere_else(story)
    Area.objects.create(code="990300000000", name="新禾川市")
    new = Organisation.objects.create(name="新禾川市公安局", function="police", area_id="990300000000")
    Duty.objects.create(kind="police", area_id="990300000000", organisation=new)
    assert everywhere(case) is None
    becomes(PREFECTURE, "990300000000", Kind.MERGED)
    assert everywhere(Case.objects.get(pk=case.pk)) == new


def test_a_top_without_an_heir_leaves_it_to_the_next_level_if_that_is_one(story, cast):
    case = somewhere_else(story)
    Organisation.objects.filter(function="police", area=PREFECTURE).update(active=False)
    assert everywhere(case) is None  # two counties
    Duty.objects.filter(kind="police", area=WEST).delete()
    assert everywhere(Case.objects.get(pk=case.pk)) == organisation("police", EAST)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's plans are read in test_lists_at_scale.py")
def test_looking_back_reads_the_same_index(story, cast):
    story.report()
    merged()
    with connection.cursor() as cursor:
        sql, params = lists.cases(cast.west_police, lists.CaseFilter())[0].query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert "USING" in plan
    assert "SCAN workflows_caseparty" not in plan
