"""Choosing a place level by level, with and without JavaScript."""

from typing import Any

import pytest
from django.utils import translation

from forms.fieldtypes import registry
from tests import cast as people
from tests.cast import Cast
from tests.forms.fieldtypes.asking import answer, form, question, refusal

TO_TOWNSHIP = question("area", settings={"level": "village", "least_level": "township"})
ANYWHERE = question("area")


def drawn(asked: Any, typed: Any = None) -> list[dict[str, Any]]:
    bound = form(asked, typed)["x"]
    return bound.field.widget.get_context("x", bound.value(), {"id": "id_x"})["widget"]["levels"]


def test_levels_without_a_choice_are_not_asked(cast: Cast) -> None:
    levels = drawn(TO_TOWNSHIP)
    assert [level["name"] for level in levels] == ["x_3", "x_4", "x_5"]
    assert [[code for code, _name in level["options"]] for level in levels] == [[people.EAST, people.WEST], [], []]


def test_the_server_fills_the_lower_lists_from_what_was_posted(cast: Cast) -> None:
    levels = drawn(TO_TOWNSHIP, {"_3": people.EAST})
    assert levels[0]["picked"] == people.EAST
    assert levels[1]["options"] == [(people.EAST_TOWN, "柳湾镇")]
    html = str(form(TO_TOWNSHIP, {"_3": people.EAST, "_4": people.EAST_TOWN})["x"])
    assert "桃源村" in html
    assert "枫林村" not in html


def test_the_narrowest_place_chosen_is_the_answer(cast: Cast) -> None:
    chain = {"_3": people.EAST, "_4": people.EAST_TOWN}
    assert answer(TO_TOWNSHIP, chain) == people.EAST_TOWN
    assert answer(TO_TOWNSHIP, {**chain, "_5": people.EAST_VILLAGE}) == people.EAST_VILLAGE
    assert answer(TO_TOWNSHIP, {**chain, "_5": people.EAST_TOWN}) == people.EAST_TOWN
    assert answer(ANYWHERE, {"_3": people.EAST}) == people.EAST
    assert answer(ANYWHERE, {"_3": people.PREFECTURE}) == people.PREFECTURE
    assert answer(ANYWHERE, {"_3": ""}) is None
    assert answer(ANYWHERE, people.WEST_VILLAGE) == people.WEST_VILLAGE


def test_elsewhere_is_offered_where_it_is_enough(cast: Cast) -> None:
    assert [level["may_be_unsure"] for level in drawn(TO_TOWNSHIP)] == [False, False, True]
    assert all(level["may_be_unsure"] for level in drawn(ANYWHERE))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"_3": people.EAST}, "Now choose below: Township or street."),
        ({"_3": people.EAST, "_4": people.WEST_TOWN}, "The place above was changed"),
        ({"_3": people.EAST, "_4": people.EAST_TOWN, "_more": "1"}, "The lists below are filled in now"),
        ({"_3": "990199000000", "_4": "990199101000"}, "This place is not known here"),
        ({"_3": "<script>"}, "The place above was changed"),
        ("nonsense", "This place is not known here"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(cast: Cast, typed: Any, sentence: str) -> None:
    with translation.override("en"):
        assert sentence in refusal(TO_TOWNSHIP, typed)


def test_a_required_place_must_be_chosen(cast: Cast) -> None:
    with translation.override("en"):
        assert refusal(ANYWHERE, {"_3": ""}, required=True) == "Choose the place."


def test_a_place_smaller_than_asked_is_refused(cast: Cast) -> None:
    assert refusal(question("area", settings={"level": "township"}), people.EAST_VILLAGE)


def test_an_answer_is_drawn_again(cast: Cast) -> None:
    bound = form(TO_TOWNSHIP)
    bound.initial["x"] = people.WEST_VILLAGE
    assert str(bound["x"]).count(" selected") == 3
    assert not bound.fields["x"].has_changed(
        people.WEST_VILLAGE, bound.fields["x"].widget.value_from_datadict({"x": people.WEST_VILLAGE}, {}, "x")
    )


def test_without_any_area_the_field_still_stands(db: None) -> None:
    assert "<select" in str(form(ANYWHERE)["x"])


def test_a_place_is_shown_from_the_prefecture_down(cast: Cast) -> None:
    show = registry["area"].display
    assert show(people.EAST_VILLAGE, ANYWHERE, "zh-hans") == "禾川市东溪县柳湾镇桃源村"
    assert show("990000000000", ANYWHERE, "zh-hans") == "云山省"
    assert show("110000000000", ANYWHERE, "zh-hans") == "110000000000"


def test_the_areas_below_are_public_and_cached(cast: Cast, client: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get(f"/areas/{people.EAST_TOWN}/children/")
    assert response.json() == {
        "areas": [{"code": people.EAST_VILLAGE, "name": "桃源村"}, {"code": "990121101202", "name": "梨树村"}]
    }
    assert "max-age=3600" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    ("code", "status"), [(people.EAST_VILLAGE, 200), ("999999999999", 200), ("nope", 404), ("1", 404)]
)
def test_an_area_without_children_has_none_and_no_code_is_not_found(
    cast: Cast, client: Any, code: str, status: int
) -> None:
    response = client.get(f"/areas/{code}/children/")
    assert response.status_code == status
    assert status != 200 or response.json() == {"areas": []}


def test_only_reading_is_possible(cast: Cast, client: Any) -> None:
    assert client.post(f"/areas/{people.EAST}/children/").status_code == 405


def test_organisations_are_offered_by_function(cast: Cast) -> None:
    asked = question("organisation", settings={"functions": ["police"]})
    organisation = cast.post("east_police").organisation
    assert answer(asked, str(organisation.pk)) == str(organisation.pk)
    assert refusal(asked, str(cast.post("east_township").organisation.pk))
    assert registry["organisation"].display(str(organisation.pk), asked, "zh-hans") == organisation.name
