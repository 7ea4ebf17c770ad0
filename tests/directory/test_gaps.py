"""Where nobody answers, and what is out of date."""

from datetime import date

import pytest

from portal.directory import gap_report
from portal.directory.codes import Level
from portal.directory.gaps import Gap, gaps, laid_out, usual_level
from portal.directory.models import Area, Duty, Organisation, OrganisationSuccession
from tests.cast import AREAS, EAST, EAST_TOWN, EAST_VILLAGE, PREFECTURE, WEST, WEST_TOWN

PLACES = laid_out(sorted(AREAS))


def missing(kind):
    found = next((each for each in gap_report.missing() if each.kind == kind), None)
    return [(place.name, place.villages, place.instead) for place in found.places] if found else []


def test_the_usual_level_is_the_narrowest_that_half_the_areas_have():
    assert usual_level({2: 1, 3: 2, 4: 6}, {2: 1, 3: 2, 4: 3}) == Level.TOWNSHIP
    assert usual_level({2: 1, 3: 2, 4: 6}, {2: 1, 3: 1, 4: 2}) == Level.COUNTY
    assert usual_level({3: 20, 4: 600}, {3: 2, 4: 1}) == Level.COUNTY
    assert usual_level({3: 20}, {}) is None


def test_a_gap_is_the_widest_place_where_nobody_answers():
    assert gaps(PLACES, {EAST_TOWN}, Level.TOWNSHIP) == [Gap(WEST, 2)]
    assert gaps(PLACES, {EAST_TOWN, WEST_TOWN}, Level.TOWNSHIP) == []
    assert gaps(PLACES, {EAST_VILLAGE}, Level.VILLAGE) == [Gap("990121101202", 1), Gap(WEST, 2)]


def test_who_answers_for_a_wider_place_does_not_close_the_gap():
    assert gaps(PLACES, {PREFECTURE, EAST}, Level.COUNTY) == [Gap(WEST, 2)]


def test_where_everybody_is_answered_for_nothing_is_listed(cast):
    Duty.objects.exclude(kind="police").delete()
    assert gap_report.missing() == []


def test_a_township_without_an_office_is_named_with_its_villages_and_who_answers_instead(cast):
    Duty.objects.filter(kind="government", area_id=WEST_TOWN).delete()
    Duty.objects.create(kind="government", area_id=PREFECTURE, organisation=cast.post("city_police").organisation)
    assert missing("government") == [("西岭县", 2, "禾川市 police")]


def test_where_nobody_answers_at_all_nobody_is_named_instead(cast):
    Duty.objects.filter(kind="civil_affairs", area_id=WEST).delete()
    assert missing("civil_affairs") == [("西岭县", 2, "")]


def test_a_closed_office_leaves_a_gap_unless_somebody_took_over(cast):
    old = cast.post("west_civil_affairs").organisation
    Organisation.objects.filter(pk=old.pk).update(active=False)
    assert missing("civil_affairs") == [("西岭县", 2, "")]
    OrganisationSuccession.objects.create(old=old, new=cast.post("city_police").organisation, on=date(2020, 1, 1))
    assert missing("civil_affairs") == []
    assert [duty.organisation for duty in gap_report.behind_the_times()] == [old]


def test_a_place_that_has_ended_is_missed_by_nobody_but_its_entries_are_old(cast):
    Area.objects.within(WEST).update(valid_until=date(2020, 1, 1))
    Duty.objects.filter(kind="civil_affairs", area_id=WEST).delete()
    assert missing("civil_affairs") == []
    assert {duty.area_id for duty in gap_report.behind_the_times()} == {WEST, WEST_TOWN}
    assert cast.post("west_police").organisation in gap_report.in_ended_areas()


def test_two_offices_of_one_function_in_one_place_are_shown_where_they_answer(cast):
    twin = Organisation.objects.create(name="东溪县公安局第二局", function="police", area_id=EAST)
    Organisation.objects.create(name="柳湾镇第二小学", function="school", area_id=EAST_TOWN)
    assert set(gap_report.doubles()) == {twin, cast.post("east_police").organisation}


@pytest.mark.parametrize("villages", [2, 800])
def test_more_villages_do_not_cost_more_queries(cast, django_assert_num_queries, villages):
    codes = [f"990122{town:03}{village}" for town in range(301, 309) for village in range(200, 200 + villages // 8)]
    Area.objects.bulk_create(Area(code=code, name=code, level=5) for code in codes)
    with django_assert_num_queries(2):
        gap_report.missing()
