"""What people type for a code, and the codes the portal gives itself."""

import pytest

from portal.directory import codes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("33", "330000000000"),
        ("3301", "330100000000"),
        ("330106", "330106000000"),
        ("330106109", "330106109000"),
        ("330106109201", "330106109201"),
        ("３３０１０６", "330106000000"),
        (" 330106 109 201\u3000", "330106109201"),
    ],
)
def test_a_code_is_understood_as_people_type_it(typed, meant):
    assert codes.complete(typed) == meant


@pytest.mark.parametrize("typed", ["", "330", "33010", "33010a", "3301061092011", "00", "000000000000", "东溪县"])
def test_what_is_no_code_is_not_guessed(typed):
    with pytest.raises(ValueError, match="not an area code"):
        codes.complete(typed)


def test_a_township_directly_under_its_city_has_each_code_above_it_once():
    assert codes.lineage("441900003000") == ["441900003000", "441900000000", "440000000000"]


def test_a_zone_across_counties_lies_directly_under_its_prefecture():
    zone = codes.next_local("330100000000", taken=())
    assert zone == "330100901000"
    assert codes.lineage(zone) == [zone, "330100000000", "330000000000"]


def test_local_codes_lie_in_their_area_and_are_given_once():
    taken = set()
    for _each in range(99):
        taken.add(codes.next_local("330106109000", taken))
    assert len(taken) == 99
    assert all(codes.lineage(code)[1] == "330106109000" for code in taken)
    with pytest.raises(ValueError, match="all local codes"):
        codes.next_local("330106109000", taken)


@pytest.mark.parametrize("parent", ["330000000000", "330106109201"])
def test_a_province_and_a_village_have_no_room_for_a_zone(parent):
    with pytest.raises(ValueError, match="no local codes"):
        codes.next_local(parent, taken=())


@pytest.mark.parametrize("code", ["330106001001", "330106599599", "330106000000", "990121101201"])
def test_no_code_of_a_national_list_is_taken_for_a_local_one(code):
    assert not codes.is_local(code)


@pytest.mark.parametrize("code", ["330100901000", "330106901201", "330106109901", "330106999999"])
def test_local_codes_and_all_below_a_local_zone_say_so(code):
    assert codes.is_local(code)
