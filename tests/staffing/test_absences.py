"""Arranging a substitute: who may, who is told, and when it is over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.access.refusal import Refused
from portal.directory.models import Absence, Post, User
from portal.notices.models import Notice
from portal.staffing.services import arranged_by, candidates_for, end_absence, name_substitute

TODAY = timezone.localdate()


def arrange(cast, by="east_police", post="east_police", substitute="east_police_leader", *, days=3):
    last = TODAY + timedelta(days=days)
    return name_substitute(cast.post(post), cast.post(substitute), first=TODAY, last=last, by=cast.post(by))


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("template", flat=True))


def test_the_person_arranges_it_and_the_substitute_is_told(cast):
    absence = arrange(cast)
    assert absence.made_by == cast.east_police
    assert told(cast.east_police_leader) == ["stand_in"]


def test_the_leader_arranges_it_for_an_officer(cast):
    arrange(cast, by="east_police_leader")
    assert cast.post("east_police_leader").stands_for() == [cast.post("east_police")]


def test_the_administrator_arranges_it_for_anybody(cast):
    Post.objects.filter(user=cast.form_administrator).update(role="system_administrator")
    assert arrange(cast, by="form_administrator").made_by == cast.form_administrator


@pytest.mark.parametrize("stranger", ["west_police", "city_police", "form_administrator"])
def test_nobody_else_arranges_it(cast, stranger):
    with pytest.raises(Refused):
        arrange(cast, by=stranger)
    assert not Absence.objects.exists()


def test_a_substitute_does_not_hand_the_standing_in_on(cast):
    """Not even a substitute of the leader: what is lent is work, not the naming of others."""
    third = User.objects.create(username="third")
    organisation = cast.post("east_police").organisation
    colleague = Post.objects.create(user=third, organisation=organisation, role="police_officer")
    name_substitute(
        cast.post("east_police_leader"), colleague, first=TODAY, last=TODAY, by=cast.post("east_police_leader")
    )
    with pytest.raises(Refused):
        name_substitute(cast.post("east_police"), colleague, first=TODAY, last=TODAY, by=colleague)


def test_what_cannot_be_is_refused_and_nothing_is_written(cast):
    with pytest.raises(ValidationError):
        arrange(cast, substitute="west_police")
    assert not Absence.objects.exists()
    assert not Notice.objects.exists()


def test_ended_early_it_is_over_at_once_and_ended_twice_it_is_told_once(cast):
    absence = arrange(cast)
    for _time in range(2):
        end_absence(absence, by=cast.post("east_police_leader"))
    assert cast.post("east_police_leader").stands_for() == []
    assert told(cast.east_police_leader).count("stand_in_ended") == 1
    assert absence.cancelled_by == cast.east_police_leader


def test_a_stranger_does_not_end_it(cast):
    absence = arrange(cast)
    with pytest.raises(Refused):
        end_absence(absence, by=cast.post("west_police"))
    assert Absence.objects.uncancelled().exists()


def test_when_a_substitute_goes_away_who_is_left_alone_is_told(cast):
    arrange(cast)
    arrange(cast, by="east_police_leader", post="east_police_leader", substitute="city_police")
    assert told(cast.east_police) == ["substitute_away"]


def test_who_can_stand_in_are_colleagues_and_the_leader_above(cast):
    assert candidates_for(cast.post("east_police")) == [cast.post("east_police_leader"), cast.post("city_police")]
    assert candidates_for(cast.post("east_township")) == []


def test_a_leader_arranges_for_everybody_in_the_organisation_and_others_for_themselves(cast):
    assert arranged_by(cast.post("east_police")) == [cast.post("east_police")]
    assert set(arranged_by(cast.post("east_police_leader"))) == {
        cast.post("east_police"),
        cast.post("east_police_leader"),
    }


def test_who_works_for_an_organisation_are_its_people_and_who_stands_in_for_them(cast):
    police = cast.post("east_police").organisation
    own = {cast.post("east_police"), cast.post("east_police_leader")}
    assert set(Post.objects.working_for(police)) == own
    arrange(cast, substitute="city_police")
    assert set(Post.objects.working_for(police)) == own | {cast.post("city_police")}
    assert set(Post.objects.working_for(police, TODAY + timedelta(days=9))) == own
