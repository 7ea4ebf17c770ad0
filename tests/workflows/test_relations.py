"""Who takes part: the narrowest area that answers, and what happens where nobody does."""

import pytest

from portal.directory.models import Duty
from tests.cast import EAST, EAST_TOWN, EAST_VILLAGE, PREFECTURE
from tests.workflows.definitions import WORKFLOW
from workflows.models import Case, WorkflowVersion
from workflows.relations import RelationRegistry, duty_at_place, registry
from workflows.schema import Relation


def relation(duty="police", kind="duty_at_place"):
    return Relation(key="r", title={"zh-hans": "r"}, kind=kind, duty=duty)


def answering(place, duty="police"):
    asked = relation(duty)
    schema = WORKFLOW.model_copy(update={"relations": (asked,)})
    version = WorkflowVersion(definition=schema.model_dump(mode="json"), checksum=schema.checksum())
    return registry.resolve(Case(version=version, area_code=place), asked).organisation


def test_the_county_answers_for_its_village(cast):
    assert answering(EAST_VILLAGE) == cast.post("east_police").organisation


def test_a_narrower_duty_wins(cast):
    own = cast.post("east_teacher").organisation
    Duty.objects.create(kind="police", area_id=EAST_TOWN, organisation=own)
    assert answering(EAST_VILLAGE) == own
    assert answering(EAST) == cast.post("east_police").organisation


@pytest.mark.parametrize("place", ["", "880121101201", "not a code"])
def test_a_place_nobody_knows_is_the_prefectures(cast, place):
    assert answering(place) == cast.post("city_police").organisation


def test_without_a_place_no_county_is_picked_from_among_many(cast):
    """Two counties have civil affairs, the prefecture in this cast has none: nobody is guessed."""
    assert answering("", duty="civil_affairs") is None


def test_an_organisation_that_is_closed_does_not_answer(cast):
    organisation = cast.post("east_police").organisation
    organisation.active = False
    organisation.save()
    assert answering(EAST_VILLAGE) == cast.post("city_police").organisation


def test_a_duty_nobody_has_is_nobodys(cast):
    assert answering(PREFECTURE, duty="audit") is None


def test_who_handed_it_in_does_not_answer_for_it_where_the_relation_says_so(story, cast):
    own = story.report(by="east_police")
    others = story.report(by="east_teacher")
    never = relation().model_copy(update={"not_filer": True})
    assert registry.resolve(own, relation()).organisation == cast.post("east_police").organisation
    assert registry.resolve(own, never).organisation == cast.post("city_police").organisation
    assert registry.resolve(others, never).organisation == cast.post("east_police").organisation


def test_the_filer_is_the_post_that_reported(story, cast):
    case = story.report(by="east_teacher")
    found = registry.resolve(case, relation(kind="filer"))
    assert (found.organisation, found.post) == (cast.post("east_teacher").organisation, cast.post("east_teacher"))


def test_a_report_without_an_account_has_no_filer(story):
    found = registry.resolve(story.report(), relation(kind="filer"))
    assert (found.organisation, found.post) == (None, None)


def test_a_kind_is_registered_once():
    fresh = RelationRegistry()
    fresh.register("somebody")(duty_at_place)
    with pytest.raises(ValueError, match="registered twice"):
        fresh.register("somebody")(duty_at_place)
