"""A document of 2016 names a bureau that is no longer there: who was it, who has its tasks now?"""

from datetime import date

import pytest

from portal.directory import services
from portal.directory.models import Organisation, OrganisationFormerName, OrganisationSuccession
from tests.cast import EAST

THEN, DAY = date(2016, 3, 1), date(2019, 1, 10)


def bureau(name, function="health", **more):
    return Organisation.objects.create(name=name, function=function, area_id=EAST, **more)


@pytest.fixture
def health(cast):
    bureau_of_health = bureau("东溪县卫生健康局")
    OrganisationFormerName.objects.create(
        organisation=bureau_of_health, name="东溪县卫生局", valid_until=date(2014, 12, 31)
    )
    OrganisationFormerName.objects.create(
        organisation=bureau_of_health,
        name="东溪县卫生和计划生育局",
        valid_from=date(2015, 1, 1),
        valid_until=date(2019, 1, 9),
    )
    return bureau_of_health


def test_the_name_of_the_time_is_found(health):
    assert services.organisation_named("东溪县卫生和计划生育局", THEN) == health
    assert services.organisation_named("东溪县卫生健康局") == health


def test_a_name_out_of_its_time_is_found_too(health):
    assert services.organisation_named("东溪县卫生局", THEN) == health
    assert services.organisation_named("东溪县卫生和计划生育局") == health


def test_letters_and_spaces_do_not_hide_a_name(health):
    assert services.organisation_named("　东溪县 卫生健康局 ") == health


def test_who_had_the_name_then_comes_before_who_has_it_now(health):
    bureau("东溪县卫生局")
    assert services.organisation_named("东溪县卫生局", date(2014, 1, 1)) == health
    assert services.organisation_named("东溪县卫生局").name == "东溪县卫生局"


def test_a_name_that_two_had_names_nobody(health):
    OrganisationFormerName.objects.create(organisation=bureau("东溪县妇幼保健院", "medical"), name="东溪县卫生局")
    assert services.organisation_named("东溪县卫生局") is None


def test_a_name_nobody_had_names_nobody(health):
    assert services.organisation_named("东溪县气象局") is None


def test_tasks_are_followed_over_several_organisations_up_to_the_day(cast):
    first, second, third = bureau("甲局", active=False), bureau("乙局", active=False), bureau("丙局")
    OrganisationSuccession.objects.create(old=first, new=second, on=THEN)
    OrganisationSuccession.objects.create(old=second, new=third, on=DAY)
    assert services.successor_of(first) == third
    assert services.successor_of(third) == third


def test_an_organisation_closed_without_a_successor_has_none(cast):
    assert services.successor_of(bureau("甲局", active=False)) is None


def test_of_several_successors_the_function_says_which(cast):
    old = bureau("东溪县民政和司法局", "civil_affairs", active=False)
    civil, justice = bureau("甲局", "civil_affairs"), bureau("乙局", "justice")
    OrganisationSuccession.objects.create(old=old, new=civil, on=DAY)
    OrganisationSuccession.objects.create(old=old, new=justice, on=DAY, function="justice")
    assert services.successor_of(old) == civil
    assert services.successor_of(old, function="justice") == justice


def test_of_several_successors_that_nothing_tells_apart_none_is_guessed(cast):
    old = bureau("东溪县民政局二", active=False)
    for name in ("甲局", "乙局"):
        OrganisationSuccession.objects.create(old=old, new=bureau(name), on=DAY)
    assert services.successor_of(old) is None


def test_a_circle_of_successors_ends(cast):
    first, second = bureau("甲局"), bureau("乙局")
    OrganisationSuccession.objects.create(old=first, new=second, on=THEN)
    OrganisationSuccession.objects.create(old=second, new=first, on=DAY)
    assert services.successor_of(first) == first
