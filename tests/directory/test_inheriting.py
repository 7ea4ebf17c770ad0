"""Who has the work of organisations that are gone, and which codes belong to a place that changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.directory import services
from portal.directory.inheriting import came_after, came_before, holds, inherited_by, ranges_of
from portal.directory.models import Area, AreaSuccession, Duty, Organisation, OrganisationSuccession, Post
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, PREFECTURE, WEST, WEST_TOWN, WEST_VILLAGE

Kind = AreaSuccession.Kind
DAY = date(2020, 6, 1)
NEW_EAST = "990131000000"


def police(area):
    return Organisation.objects.get(function="police", area=area)


def over(old, *new, kind, on=DAY):
    services.record_succession(Area.objects.get(pk=old), [Area.objects.get(pk=code) for code in new], on=on, kind=kind)


def takes_over(new, old, function="", on=DAY):
    OrganisationSuccession.objects.create(old=old, new=new, on=on, function=function)


def test_nobody_inherits_where_nothing_has_changed(cast):
    for organisation in Organisation.objects.all():
        assert inherited_by(organisation) == set()


def test_who_took_over_has_the_work_also_over_several_steps(cast):
    east, west, city = police(EAST), police(WEST), police(PREFECTURE)
    takes_over(west, east)
    takes_over(city, west)
    assert inherited_by(city) == {east.pk, west.pk}
    assert inherited_by(west) == set()


def test_not_before_the_day(cast):
    east, west = police(EAST), police(WEST)
    takes_over(west, east, on=timezone.localdate() + timedelta(days=1))
    assert inherited_by(west) == set()
    assert inherited_by(west, timezone.localdate() + timedelta(days=1)) == {east.pk}


def test_who_took_over_another_duty_has_not_the_cases(cast):
    east, west = police(EAST), police(WEST)
    takes_over(west, east, function="health")
    assert inherited_by(west) == set()
    assert came_before([west.pk]) == {east.pk, west.pk}


def test_of_several_heirs_nobody_inherits_unless_one_has_the_duty_by_name(cast):
    east, west, city = police(EAST), police(WEST), police(PREFECTURE)
    takes_over(west, east)
    takes_over(city, east)
    assert inherited_by(west) == inherited_by(city) == set()
    takes_over(city, east, function="police")
    assert inherited_by(city) == {east.pk}


def test_after_a_merger_the_same_office_of_the_new_place_has_the_work(cast):
    east, west = police(EAST), police(WEST)
    over(EAST, WEST, kind=Kind.MERGED)
    assert inherited_by(west) == {east.pk}
    assert inherited_by(east) == set()
    assert inherited_by(Organisation.objects.get(function="procuratorate", area=EAST)) == set()


def test_after_a_merger_an_office_that_never_answered_for_the_old_place_leaves_nothing(cast):
    school = Organisation.objects.get(function="school", area=EAST_TOWN)
    another = Organisation.objects.create(name="石桥镇小学", function="school", area_id=WEST_TOWN)
    Duty.objects.create(kind="school", area_id=WEST_TOWN, organisation=another)
    over(EAST_TOWN, WEST_TOWN, kind=Kind.MERGED)
    assert inherited_by(another) == set()
    Duty.objects.create(kind="school", area_id=EAST_TOWN, organisation=school)
    assert inherited_by(another) == {school.pk}


def test_after_a_split_nobody_inherits(cast):
    over(EAST, WEST, kind=Kind.SPLIT)
    assert inherited_by(police(WEST)) == set()


def test_the_conflict_rule_follows_in_both_directions(cast):
    east, west, city = police(EAST), police(WEST), police(PREFECTURE)
    over(EAST, WEST, kind=Kind.MERGED)
    takes_over(city, west, function="health")
    assert came_after([east.pk]) == {east.pk, west.pk}
    assert came_before([city.pk]) == {east.pk, west.pk, city.pk}


def test_a_circle_of_takeovers_ends(cast):
    east, west = police(EAST), police(WEST)
    takes_over(west, east)
    takes_over(east, west)
    assert came_before([east.pk]) == came_after([west.pk]) == {east.pk, west.pk}
    assert inherited_by(east) <= {west.pk}


def test_a_post_works_for_whom_its_organisation_took_over_from(cast):
    east, west = police(EAST), police(WEST)
    takes_over(west, east)
    assert cast.post("west_police").organisation_ids() == {east.pk, west.pk}
    assert cast.post("east_police").organisation_ids() == {east.pk}
    assert cast.post("west_police").concerned_ids() == {east.pk, west.pk}


def test_where_nothing_has_changed_that_costs_one_query(cast, django_assert_num_queries):
    post = Post.objects.select_related("organisation").get(user=cast.east_police)
    with django_assert_num_queries(1):
        assert post.own_organisation_ids() == post.concerned_ids() == {post.organisation_id}


def ranges(code):
    return [first for first, _behind in ranges_of(code)]


def test_what_the_digits_tell_of_a_place_needs_no_look_at_its_past(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert holds(EAST, EAST_VILLAGE)
        assert holds(EAST, EAST)


def test_a_renumbered_place_holds_its_old_codes_and_is_meant_by_its_old_one(cast):
    Area.objects.create(code=NEW_EAST, name="东溪区")
    over(EAST, NEW_EAST, kind=Kind.RENAMED)
    assert ranges(NEW_EAST) == ranges(EAST) == [EAST, NEW_EAST]
    assert holds(NEW_EAST, EAST_VILLAGE)
    assert holds(EAST, NEW_EAST)
    assert not holds(NEW_EAST, WEST_VILLAGE)


def test_a_merged_place_belongs_to_the_new_one_and_not_the_other_way_round(cast):
    over(EAST, WEST, kind=Kind.MERGED)
    assert ranges(WEST) == [EAST, WEST]
    assert ranges(EAST) == [EAST]


def test_a_county_that_came_from_elsewhere_is_held_by_the_prefecture_too(cast):
    Area.objects.create(code="990200000000", name="远山市")
    Area.objects.create(code="990221000000", name="来安县")
    over("990221000000", WEST, kind=Kind.MERGED)
    assert ranges(PREFECTURE) == [PREFECTURE, "990221000000"]
    assert ranges("990200000000") == ["990200000000"]


@pytest.mark.parametrize("kind", [Kind.SPLIT])
def test_what_was_split_off_is_not_held(cast, kind):
    over(EAST, WEST, kind=kind)
    assert ranges(WEST) == [WEST]


def test_what_will_change_has_not_changed_yet(cast):
    over(EAST, WEST, kind=Kind.MERGED, on=timezone.localdate() + timedelta(days=1))
    assert ranges(WEST) == [WEST]
