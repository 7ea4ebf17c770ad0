"""Old codes still resolve: renamed, merged, split, and over several steps."""

from datetime import date

from portal.directory import services
from portal.directory.models import Area, AreaSuccession
from tests.cast import EAST_TOWN, EAST_VILLAGE, WEST_TOWN, WEST_VILLAGE

Kind = AreaSuccession.Kind
PEAR = "990121101202"
BEFORE, DAY, AFTER = date(2020, 5, 31), date(2020, 6, 1), date(2021, 1, 1)


def place(code, name="新村"):
    return Area.objects.create(code=code, name=name)


def over(old, *new, kind, on=DAY):
    services.record_succession(Area.objects.get(pk=old), [Area.objects.get(pk=code) for code in new], on=on, kind=kind)


def stands_for(code, on=None):
    return [area.code for area in services.resolve_area(code, on).areas]


def test_a_place_that_is_still_there_stands_for_itself(cast):
    assert services.resolve_area(EAST_VILLAGE).area.name == "桃源村"


def test_a_renumbered_place_leads_to_its_new_code_from_that_day_on(cast):
    place("990121101301")
    over(EAST_VILLAGE, "990121101301", kind=Kind.RENAMED)
    assert stands_for(EAST_VILLAGE) == ["990121101301"]
    assert stands_for(EAST_VILLAGE, DAY) == ["990121101301"]
    assert stands_for(EAST_VILLAGE, BEFORE) == [EAST_VILLAGE]


def test_the_way_through_several_changes_is_kept_step_by_step(cast):
    place("990121101301")
    place("990121101401")
    over(EAST_VILLAGE, "990121101301", kind=Kind.RENAMED)
    over("990121101301", "990121101401", kind=Kind.MERGED, on=AFTER)
    found = services.resolve_area(EAST_VILLAGE)
    assert found.area.code == "990121101401"
    assert [(step.old_id, step.new_id, step.kind) for step in found.steps] == [
        (EAST_VILLAGE, "990121101301", "renamed"),
        ("990121101301", "990121101401", "merged"),
    ]
    assert stands_for(EAST_VILLAGE, DAY) == ["990121101301"]


def test_two_merged_places_lead_to_the_same_one(cast):
    over(EAST_VILLAGE, PEAR, kind=Kind.MERGED)
    assert stands_for(EAST_VILLAGE) == stands_for(PEAR) == [PEAR]


def test_a_split_place_asks_which_part_is_meant(cast):
    place("990121101301", "上桃源村")
    place("990121101302", "下桃源村")
    over(EAST_VILLAGE, "990121101301", "990121101302", kind=Kind.SPLIT)
    found = services.resolve_area(EAST_VILLAGE)
    assert found.asks
    assert found.area is None
    assert stands_for(EAST_VILLAGE) == ["990121101301", "990121101302"]
    assert found.common_code == EAST_TOWN


def test_a_place_that_ended_without_a_successor_stays_what_it_was(cast):
    Area.objects.filter(pk=EAST_VILLAGE).update(valid_until=BEFORE)
    assert stands_for(EAST_VILLAGE) == [EAST_VILLAGE]


def test_an_unknown_village_of_a_township_that_ended_is_looked_for_in_what_came_after(cast):
    over(EAST_TOWN, WEST_TOWN, kind=Kind.MERGED)
    assert stands_for("990121101888") == [WEST_TOWN]


def test_a_code_nobody_knows_stands_for_nothing_and_says_where_it_would_lie(cast):
    found = services.resolve_area("990121101888")
    assert (found.areas, found.area, found.asks) == ((), None, False)
    assert found.common_code == "990121101888"


def test_a_circle_in_the_history_ends(cast):
    over(EAST_VILLAGE, PEAR, kind=Kind.RENAMED)
    over(PEAR, EAST_VILLAGE, kind=Kind.RENAMED, on=AFTER)
    assert stands_for(EAST_VILLAGE) == []  # nobody can say


def test_the_past_of_a_place_lies_under_the_codes_it_came_from_but_not_under_those_it_was_split_off(cast):
    place("990121101301")
    over(EAST_VILLAGE, PEAR, kind=Kind.RENAMED)
    over(WEST_VILLAGE, "990121101301", PEAR, kind=Kind.SPLIT)
    assert services.prefixes_of(PEAR) == [EAST_VILLAGE, PEAR]
    assert services.prefixes_of(EAST_TOWN) == ["990121101"]


def test_writing_a_change_down_twice_writes_it_once(cast):
    over(EAST_VILLAGE, PEAR, kind=Kind.MERGED)
    over(EAST_VILLAGE, PEAR, kind=Kind.MERGED)
    assert AreaSuccession.objects.count() == 1
    assert Area.objects.get(pk=EAST_VILLAGE).valid_until == BEFORE
