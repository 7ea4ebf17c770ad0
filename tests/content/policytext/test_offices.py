"""Which names mean the same office."""

from datetime import date

import pytest

from content.policytext.offices import Office, called_on, function_of, identity, is_meant

THEN, NOW = date(2017, 3, 9), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("one", "other"),
    [("市教委", "市教育局"), ("市卫计委", "市卫生计生委"), ("教育部门", "教育行政部门"), ("团市委", "团市委")],
)
def test_other_names_of_an_office_are_the_same(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(("one", "other"), [("市教育局", "县教育局"), ("市教育局", "市公安局"), ("甲办", "乙办")])
def test_another_place_or_another_office_is_not(one, other):
    assert identity(one) != identity(other)


def test_in_two_places_they_do_the_same():
    assert function_of("省教育厅", NOW) == function_of("市教育局", NOW)
    assert function_of("市教育局", NOW) != function_of("市公安局", NOW)
    assert function_of("市怪事办", NOW) == function_of("县怪事办", NOW)


def test_who_came_after_is_named_with_its_place_from_its_day_on():
    assert called_on("市卫生计生委", NOW) == ("市卫生健康委员会",)
    assert called_on("市卫生计生委", THEN) == ()
    assert called_on("市怪事办", NOW) == ()


@pytest.mark.parametrize(
    ("name", "office", "level", "is_mine"),
    [
        ("市公安局", "禾川市公安局", "prefecture", True),
        ("市公安局", "东溪县公安局", "county", False),
        ("市公安局", "公安局", "county", True),  # 市 is also a county of that kind
        ("州教育局", "云岭自治州教育局", "prefecture", True),
        ("县公安局", "禾川市公安局", "prefecture", False),
        ("省公安厅", "禾川市公安局", "prefecture", False),
        ("公安部门", "东溪县公安局", "county", True),
        ("市卫生计生委", "禾川市卫生健康委员会", "prefecture", True),
        ("市教育局", "禾川市公安局", "prefecture", False),
        ("各县（市、区）人民政府", "东溪县人民政府", "county", True),
        ("各县（市、区）人民政府", "东溪县公安局", "county", False),
        ("各县（市、区）人民政府", "禾川市人民政府", "prefecture", False),
        ("各乡镇人民政府（街道办事处）", "柳湾镇人民政府", "township", True),
        ("各乡镇人民政府（街道办事处）", "东溪县人民政府", "county", False),
        ("村（居）民委员会", "桃源村村民委员会", "village", True),
        ("禾川怪事办", "禾川怪事办", "county", True),
    ],
)
def test_what_a_document_calls_so_is_mine(name, office, level, is_mine):
    assert is_meant(name, Office((office,), level), NOW) is is_mine
