from datetime import date

import pytest

from content.policytext.allocations import allocate
from content.policytext.characters import as_numeral, is_open, normalise, numeral, without_stray_spaces
from content.policytext.dates import is_date_line, read_date
from content.policytext.groups import ends_with_group, find_groups
from content.policytext.markers import read_marker
from content.policytext.numbers import find_numbers


@pytest.mark.parametrize(
    "printed",
    [
        "禾政发〔2026〕34 号",
        "禾政发[2026]34号",
        "禾政发【2026】34号",
        "禾政发（2026）第34号",
        "禾政发﹝2026﹞ 34号",
        "禾政发〔2026年〕034号",
    ],
)
def test_a_document_number_has_one_spelling(printed):
    assert find_numbers(f"根据{printed}") == ["禾政发〔2026〕34号"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026年9月5日", date(2026, 9, 5)),
        ("二〇二六年九月十五日", date(2026, 9, 15)),
        ("二○二六年十二月三十一日", date(2026, 12, 31)),
        ("2026年02月30日", None),
        ("2026年  月  日", None),
        ("2026-03-02", date(2026, 3, 2)),
    ],
)
def test_dates_are_read_and_impossible_ones_are_not(printed, day):
    assert read_date(printed) == day


def test_a_blank_date_is_still_a_date_line_and_a_sentence_is_not():
    assert is_date_line(" 2026年  月  日")
    assert not is_date_line("2026年7月底前完成。")


def test_numerals_go_both_ways():
    assert all(numeral(as_numeral(value)) == value for value in range(1, 100))
    assert numeral("十十") is None


@pytest.mark.parametrize(
    ("text", "level", "value"),
    [
        ("十二、其他", 1, 12),
        ("(三) 从源头", 2, 3),
        ("㈣加强", 2, 4),
        ("⒈建立", 3, 1),
        ("11. 引导", 3, 11),
        ("（2）登记", 4, 2),
    ],
)
def test_a_marker_is_read_in_every_form(text, level, value):
    marker = read_marker(text)
    assert (marker.level, marker.value) == (level, value)


@pytest.mark.parametrize("text", ["1.5倍", "2026年", "一方外出务工", "（居）民委员会", "12345热线"])
def test_what_only_looks_like_a_marker_is_none(text):
    assert read_marker(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "乡镇人民政府（街道办事处）。",
        "村（居）民委员会要走访。",
        "（国发〔2016〕13号）",
        "更新（每季度至少更新一次）。",
        "机构（流浪未成年人保护中心）、",
    ],
)
def test_parentheses_that_explain_a_word_name_nobody(text):
    assert find_groups(text) == []


def test_each_group_covers_the_sentences_since_the_one_before():
    text = "甲要做。乙也做。（市公安局、市民政局）丙要做。（市教育局）"
    first, second = allocate(text)
    assert (first.leads, first.cooperating, first.text_from) == (("市公安局",), ("市民政局",), 0)
    assert (second.leads, text[second.text_from :]) == (("市教育局",), "丙要做。（市教育局）")


def test_labels_decide_who_leads_and_the_place_goes_for_the_units_after_it():
    (row,) = allocate("做。(责任单位:州民政局、各县市人民政府;协助单位:教育局、“访惠聚”办、团委)")
    assert row.leads == ("州民政局", "各县市人民政府")
    assert row.cooperating == ("州教育局", "州“访惠聚”办", "州团委")


def test_several_units_may_lead_each_for_itself():
    (row,) = allocate("做。\n(市总工会、团市委、市妇联分别牵头，市公安局)")
    assert (row.leads, row.cooperating) == (("市总工会", "团市委", "市妇联"), ("市公安局",))


def test_an_explanation_inside_the_parentheses_is_no_unit():
    (row,) = allocate("做。（市公安局、市民政局。列第一位者为牵头单位，下同）")
    assert (row.leads, row.cooperating) == (("市公安局",), ("市民政局",))


def test_a_bracket_left_open_spoils_only_its_own_paragraph():
    assert len(allocate("做（一半。\n再做。（市民政局）")) == 1


def test_a_group_may_stand_before_the_full_stop():
    assert ends_with_group("由公安机关处置（市公安局、市民政局）。")


def test_spaces_beside_chinese_are_layout_and_between_latin_words_are_not():
    assert without_stray_spaces("以 “社工＋ 志愿者 ”的 open source 方式") == "以“社工＋志愿者”的open source方式"


def test_full_width_digits_become_plain_and_mixed_brackets_close_each_other():
    assert normalise("２０２６．５") == "2026.5"
    assert not is_open("（市教育局)")
    assert is_open("《关于")
