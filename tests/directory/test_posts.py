"""Posts: who may hold which, when, and which one a person acts in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.directory.functions import FUNCTIONS
from portal.directory.models import Organisation, Post
from portal.directory.roles import FUNCTIONS_OF, ROLES, fits
from tests.cast import ACTORS, FIRST_DAY
from workflows.demo.organisations import ORGANISATIONS
from workflows.demo.people import PEOPLE

TODAY = timezone.localdate()


def day(number: int):
    return TODAY + timedelta(days=number)


def second_post(cast, name="east_police", **values) -> Post:
    first = cast.post(name)
    kept = {"user": first.user, "organisation": first.organisation, "role": first.role, "starts_on": day(0)}
    return Post(**{**kept, **values})


def problems(post: Post) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        post.full_clean()
    return set(caught.value.error_dict)


def test_the_same_post_is_not_held_twice_at_once(cast):
    assert problems(second_post(cast)) == {"starts_on"}


def test_a_post_may_follow_the_same_post(cast):
    Post.objects.filter(user=cast.east_police).update(starts_on=day(-9), ends_on=day(-1))
    second_post(cast).full_clean()


def test_a_post_that_shares_one_day_with_the_same_post_overlaps(cast):
    Post.objects.filter(user=cast.east_police).update(starts_on=day(-9), ends_on=day(0))
    assert problems(second_post(cast)) == {"starts_on"}


def test_a_post_before_the_same_post_may_not_reach_into_it(cast):
    before = FIRST_DAY - timedelta(days=9)
    second_post(cast, starts_on=before, ends_on=FIRST_DAY - timedelta(days=1)).full_clean()
    assert problems(second_post(cast, starts_on=before, ends_on=FIRST_DAY)) == {"starts_on"}


def test_changing_a_post_does_not_make_it_overlap_itself(cast):
    cast.post("east_police").full_clean()


def test_a_person_may_hold_several_posts_at_once(cast):
    second_post(cast, role="police_leader").full_clean()
    second_post(cast, organisation=cast.post("west_police").organisation).full_clean()


def test_a_post_does_not_end_before_it_begins(cast):
    assert "ends_on" in problems(second_post(cast, role="police_leader", ends_on=day(-1)))


def test_a_role_that_the_organisation_does_not_have_is_refused_in_words(cast):
    post = second_post(cast, organisation=Organisation.objects.get(function="school"))
    with pytest.raises(ValidationError) as caught:
        post.full_clean()
    assert "民警" in caught.value.messages[0]
    assert "学校" in caught.value.messages[0]


def test_only_a_post_of_the_same_organisation_takes_over(cast):
    post = cast.post("east_police")
    post.successor = cast.post("west_police")
    assert problems(post) == {"successor"}
    post.successor = post
    assert problems(post) == {"successor"}
    post.successor = cast.post("east_police_leader")
    post.full_clean()


def test_every_role_has_its_organisations_and_knows_no_others():
    assert set(FUNCTIONS_OF) == set(ROLES)
    assert all(kinds and kinds <= set(FUNCTIONS) for kinds in FUNCTIONS_OF.values())


def test_every_kind_of_organisation_has_a_role_of_its_own():
    special = [role for role in ROLES if FUNCTIONS_OF[role] != set(FUNCTIONS)]
    assert {function for function in FUNCTIONS if any(fits(role, function) for role in special)} == set(FUNCTIONS)


def test_a_role_that_nobody_knows_fits_nowhere():
    assert not fits("king", "police")


def test_the_people_of_the_demo_and_of_the_tests_hold_fitting_posts():
    function_of = {name: function for name, function, _area in ORGANISATIONS}
    assert [person.username for person in PEOPLE if not fits(person.role, function_of[person.organisation])] == []
    assert [name for name, (function, _area, role) in ACTORS.items() if not fits(role, function)] == []


@pytest.mark.parametrize(("first", "last"), [(1, None), (-9, -1)])
def test_a_post_that_has_not_begun_or_has_ended_is_not_acted_in(cast, first, last):
    other = second_post(cast, role="police_leader", starts_on=day(first), ends_on=day(last) if last else None)
    other.save()
    person = cast.east_police
    assert not person.act_in(other.pk)
    assert person.acting_post.role == "police_officer"


def test_the_last_day_of_a_post_counts(cast):
    other = second_post(cast, role="police_leader", starts_on=day(-9), ends_on=day(0))
    other.save()
    person = cast.east_police
    assert person.act_in(other.pk)
    assert person.acting_post == other


def test_nobody_acts_in_a_post_of_somebody_else(cast):
    person = cast.east_police
    assert not person.act_in(cast.post("west_police").pk)
    assert person.acting_post == cast.post("east_police")
