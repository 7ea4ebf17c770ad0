"""Who answers at a place, also after the place or the organisation has changed."""

from datetime import date

import pytest

from portal.directory import services
from portal.directory.models import Area, AreaSuccession, Duty, Organisation, OrganisationSuccession
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, PREFECTURE, WEST, WEST_TOWN, WEST_VILLAGE

Kind = AreaSuccession.Kind
DAY = date(2020, 6, 1)


@pytest.fixture
def committee(cast):
    """A village with a duty of its own."""
    committee = Organisation.objects.create(name="桃源村村民委员会", function="village_committee", area_id=EAST_VILLAGE)
    Duty.objects.create(kind="police", area_id=EAST_VILLAGE, organisation=committee)
    return committee


def over(old, *new, kind):
    services.record_succession(Area.objects.get(pk=old), [Area.objects.get(pk=code) for code in new], on=DAY, kind=kind)


def answering(code, kind="police", on=None):
    found = services.organisation_answering(kind, code, on)
    return found.name if found else None


def test_a_place_without_history_costs_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert answering(EAST_VILLAGE) == "东溪县 police"


def test_the_whole_way_is_known_and_who_would_answer_one_level_up(committee):
    route = services.route("police", EAST_VILLAGE)
    assert [answer.duty.area_id for answer in route.answers] == [EAST_VILLAGE, EAST, PREFECTURE]
    assert route.answer.organisation == committee
    assert route.one_up.duty.area_id == EAST


def test_an_old_code_goes_to_who_answers_for_the_new_place(cast):
    over(EAST_VILLAGE, WEST_VILLAGE, kind=Kind.MERGED)
    assert answering(EAST_VILLAGE) == "西岭县 police"
    assert answering(EAST_VILLAGE, on=date(2020, 5, 31)) == "东溪县 police"


def test_a_place_that_was_only_renumbered_keeps_who_answers_for_it(committee):
    Area.objects.create(code="990121101301", name="桃源村")
    over(EAST_VILLAGE, "990121101301", kind=Kind.RENAMED)
    assert answering("990121101301") == committee.name
    assert answering(EAST_VILLAGE) == committee.name


def test_a_new_row_wins_over_the_one_under_the_old_number(committee, cast):
    Area.objects.create(code="990121101301", name="桃源村")
    over(EAST_VILLAGE, "990121101301", kind=Kind.RENAMED)
    Duty.objects.create(kind="police", area_id="990121101301", organisation=cast.post("east_teacher").organisation)
    assert answering(EAST_VILLAGE) == "柳湾镇 school"


def test_a_merged_village_does_not_bring_its_own_office_along(committee):
    over(EAST_VILLAGE, WEST_VILLAGE, kind=Kind.MERGED)
    assert answering(WEST_VILLAGE) == "西岭县 police"


def test_a_split_place_goes_to_whoever_answers_for_all_parts(committee):
    over(EAST_VILLAGE, "990121101202", WEST_VILLAGE, kind=Kind.SPLIT)
    assert answering(EAST_VILLAGE) == "禾川市 police"


def test_an_unknown_village_of_a_township_that_ended_goes_to_the_new_township(cast):
    over(EAST_TOWN, WEST_TOWN, kind=Kind.MERGED)
    assert answering("990121101888", "government") == "石桥镇 government"


def test_who_took_over_answers_in_place_of_the_organisation_in_the_row(cast):
    old = cast.post("east_police").organisation
    new = Organisation.objects.create(name="东溪县公安分局", function="police", area_id=EAST)
    OrganisationSuccession.objects.create(old=old, new=new, on=DAY)
    assert answering(EAST_VILLAGE) == new.name
    route = services.route("police", EAST_VILLAGE)
    assert route.answer.is_successor
    assert answering(EAST_VILLAGE, on=date(2020, 5, 31)) == old.name


def test_only_the_function_that_was_handed_over_moves(cast):
    office = cast.post("east_civil_affairs").organisation
    justice = Organisation.objects.create(name="东溪县司法局", function="justice", area_id=EAST)
    Duty.objects.create(kind="justice", area_id=EAST, organisation=office)
    OrganisationSuccession.objects.create(old=office, new=justice, on=DAY, function="justice")
    assert answering(EAST_VILLAGE, "justice") == justice.name
    assert answering(EAST_VILLAGE, "civil_affairs") == office.name


def test_a_closed_organisation_nobody_took_over_from_is_passed_by_and_named(cast):
    Organisation.objects.filter(function="police", area_id=EAST).update(active=False)
    route = services.route("police", EAST_VILLAGE)
    assert route.answer.duty.area_id == PREFECTURE
    assert [duty.area_id for duty in route.silent] == [EAST]


def test_where_nobody_answers_there_is_no_answer(cast):
    assert answering(WEST, "audit") is None
    assert services.route("audit", WEST).answers == ()


def test_what_is_no_code_is_refused(cast):
    with pytest.raises(ValueError, match="not an area code"):
        services.route("police", "东溪县")
