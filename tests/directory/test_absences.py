"""Absences: who may stand in for whom, and who does on which day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.directory.models import Absence, Post, User

TODAY = timezone.localdate()


def day(number: int):
    return TODAY + timedelta(days=number)


def absence(cast, post="east_police", substitute="east_police_leader", *, first=0, last=7) -> Absence:
    by = cast.people[post]
    absent, other = cast.post(post), cast.post(substitute)
    return Absence(post=absent, substitute=other, starts_on=day(first), ends_on=day(last), made_by=by)


def agreed(*args, **values) -> Absence:
    row = absence(*args, **values)
    row.full_clean()
    row.save()
    return row


def problems(row: Absence) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return set(caught.value.error_dict)


def test_on_the_days_of_an_absence_the_substitute_stands_in(cast):
    agreed(cast, first=1, last=3)
    absent, other = cast.post("east_police"), cast.post("east_police_leader")
    standing = [number for number in range(6) if Post.objects.standing_in_for(absent, day(number)).exists()]
    stood_for = [number for number in range(6) if Post.objects.stood_in_for_by(other, day(number)).exists()]
    assert standing == stood_for == [1, 2, 3]


def test_a_substitute_stands_for_the_absent_post_and_not_the_other_way_round(cast):
    agreed(cast)
    assert cast.post("east_police_leader").stands_for() == [cast.post("east_police")]
    assert cast.post("east_police").stands_for() == []
    assert list(Post.objects.standing_in_for(cast.post("east_police"))) == [cast.post("east_police_leader")]


def test_standing_in_goes_one_step_and_no_further(cast):
    """A → B, then B falls ill and names C: C does B's work, not A's."""
    third = User.objects.create(username="third", name="third")
    organisation = cast.post("east_police").organisation
    third_post = Post.objects.create(user=third, organisation=organisation, role="police_officer")
    agreed(cast)
    leader = cast.post("east_police_leader")
    row = Absence(post=leader, substitute=third_post, starts_on=day(0), ends_on=day(1), made_by=leader.user)
    row.full_clean()
    row.save()
    assert third_post.stands_for() == [leader]


def test_a_cancelled_absence_lends_nothing(cast):
    row = agreed(cast)
    Absence.objects.filter(pk=row.pk).update(cancelled_at=timezone.now())
    assert cast.post("east_police_leader").stands_for() == []


@pytest.mark.parametrize("ended", ["east_police", "east_police_leader"])
def test_when_either_post_has_ended_nobody_stands_in(cast, ended):
    agreed(cast)
    Post.objects.filter(user=cast.people[ended]).update(starts_on=day(-9), ends_on=day(-1))
    assert cast.post("east_police_leader").stands_for() == []
    assert not Post.objects.standing_in_for(cast.post("east_police")).exists()


def test_nobody_stands_in_for_oneself_in_any_post(cast):
    own = cast.post("east_police")
    Post.objects.create(user=own.user, organisation=own.organisation, role="police_leader")
    other = Post.objects.get(user=own.user, role="police_leader")
    row = Absence(post=own, substitute=other, starts_on=day(0), ends_on=day(1), made_by=own.user)
    row.post = Post.objects.get(user=own.user, role="police_officer")
    assert problems(row) == {"substitute"}


@pytest.mark.parametrize("stranger", ["west_police", "east_civil_affairs", "east_township"])
def test_a_substitute_comes_from_the_same_organisation(cast, stranger):
    assert problems(absence(cast, substitute=stranger)) == {"substitute"}


def test_a_leader_one_level_up_may_stand_in_but_no_other_person_there(cast):
    absence(cast, substitute="city_police").full_clean()
    Post.objects.filter(user=cast.city_police).update(role="police_officer")
    assert problems(absence(cast, substitute="city_police")) == {"substitute"}


def test_a_leader_below_does_not_stand_in_for_those_above(cast):
    assert problems(absence(cast, "city_police", "east_police_leader")) == {"substitute"}


def test_an_absence_does_not_end_before_it_begins_nor_lie_in_the_past(cast):
    assert problems(absence(cast, first=3, last=2)) >= {"ends_on"}
    assert problems(absence(cast, first=-3, last=-1)) == {"ends_on"}


def test_a_post_has_one_substitute_at_a_time(cast):
    agreed(cast, first=0, last=3)
    assert problems(absence(cast, substitute="city_police", first=3, last=5)) == {"starts_on"}
    absence(cast, substitute="city_police", first=4, last=5).full_clean()


def test_somebody_absent_at_the_time_is_no_substitute(cast):
    agreed(cast, "east_police_leader", "city_police", first=3, last=5)
    assert problems(absence(cast, first=0, last=3)) == {"substitute"}
    absence(cast, first=0, last=2).full_clean()


def test_a_substitute_holds_the_post_the_whole_time(cast):
    Post.objects.filter(user=cast.east_police_leader).update(ends_on=day(5))
    absence(cast, last=5).full_clean()
    assert problems(absence(cast, last=6)) == {"substitute"}


def test_nobody_is_absent_from_a_post_after_its_end(cast):
    Post.objects.filter(user=cast.east_police).update(ends_on=day(5))
    assert problems(absence(cast, last=6)) == {"ends_on"}


def test_what_one_stands_for_is_asked_once(cast, django_assert_num_queries):
    agreed(cast)
    post = cast.post("east_police_leader")
    with django_assert_num_queries(2):
        assert post.stands_for()
        post.stands_for()


def test_that_one_stands_for_nobody_takes_one_look(cast, django_assert_num_queries):
    post = cast.post("east_police_leader")
    with django_assert_num_queries(1):
        assert post.stands_for() == []
        post.stands_for()
