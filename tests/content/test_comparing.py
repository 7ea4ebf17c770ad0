"""Which clause became which, and what of its words."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.comparing.clauses import compare
from content.comparing.words import Piece, changes
from content.policytext.parse import parse
from tests.content.duties import CITY, COUNTY
from tests.content.policytext.samples import seeds
from tests.content.policytext.test_seeds import HERE

NOW = date(2026, 11, 23)


def clauses(text):
    return [clause.as_json() for clause in parse(text, "x.txt").clauses]


def compared(before, after):
    return compare(clauses(before), clauses(after), NOW)


def ids(pairs):
    return [(pair.outcome, pair.before and pair.before.id, pair.after and pair.after.id) for pair in pairs]


def test_clauses_are_known_by_their_words_whatever_their_numbers():
    assert ids(compared(CITY, COUNTY)) == [
        ("kept", "一", "一"),
        ("changed", "一（二）", "一（一）"),
        ("changed", "一（一）", "一（二）"),
        ("added", None, "一（三）"),
        ("dropped", "一（三）", None),
        ("kept", "二", "二"),
        ("changed", "二（一）", "二（一）"),
    ]


def test_the_words_that_changed_are_marked():
    pair = compared(CITY, COUNTY)[1]
    assert Piece("gone", "一") in pair.text
    assert Piece("new", "两") in pair.text
    assert "".join(piece.text for piece in pair.title) == "加强学校教育"


def test_units_of_another_place_that_do_the_same_are_no_change():
    pairs = {pair.after.id: pair for pair in compared(CITY, COUNTY) if pair.after}
    assert pairs["一（二）"].units == ()
    changed = {(unit.name, unit.before, unit.after) for unit in pairs["一（一）"].units}
    assert changed == {("县公安局", "leads", "takes_part"), ("市卫生计生委", "takes_part", "")}


def test_a_document_keeps_all_of_itself():
    assert {pair.outcome for pair in compared(CITY, CITY)} == {"kept"}


def test_punctuation_and_width_are_no_change():
    other = CITY.replace("，", ",").replace("31", "３１")
    assert {pair.outcome for pair in compared(CITY, other)} == {"kept"}


def test_the_other_way_round_added_is_dropped():
    there, back = compared(CITY, COUNTY), compared(COUNTY, CITY)
    assert {pair.before.id for pair in there if pair.outcome == "dropped"} == {
        pair.after.id for pair in back if pair.outcome == "added"
    }


def test_an_empty_document_has_added_or_dropped_everything():
    everything = clauses(CITY)
    assert {pair.outcome for pair in compare([], everything, NOW)} == {"added"}
    assert {pair.outcome for pair in compare(everything, [], NOW)} == {"dropped"}
    assert compare([], [], NOW) == []


def test_clauses_without_any_word_are_borne():
    empty = {"id": "一", "level": 1, "number": "一", "title": "", "text": "", "allocations": []}
    assert len(compare([empty], [empty], NOW)) == 1


@pytest.mark.parametrize("seed", range(5))
def test_moved_and_reworded_clauses_are_found_again(seed):
    """The twelve tasks of a document, shuffled, with a word of each changed."""
    dice = random.Random(seed)  # noqa: S311 -- a shuffle
    subjects = ["学校", "医院", "河塘", "道路", "网吧", "书店", "菜场", "车站", "公园", "工地", "食堂", "宿舍"]
    texts = [f"{each}附近每月检查一次，由专人登记{each}的情况，发现{each}问题当日整改并上报。" for each in subjects]
    row = {"level": 1, "number": "", "title": "", "allocations": []}
    before = [{**row, "id": str(place), "text": text} for place, text in enumerate(texts)]
    after = [{**one, "text": one["text"].replace("当日", "两日内")} for one in before]
    dice.shuffle(after)
    pairs = compare(before, after, NOW)
    assert all(pair.outcome == "changed" and pair.before.id == pair.after.id for pair in pairs)


@given(st.text("市县教育局，。和1a\n", max_size=60), st.text("市县教育局，。和1a\n", max_size=60))
def test_the_pieces_make_both_texts(before, after):
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_a_sign_between_two_changes_belongs_to_them():
    assert changes("甲乙丙", "丁乙戊") == [Piece("gone", "甲乙丙"), Piece("new", "丁乙戊")]


@HERE
def test_every_clause_of_two_real_documents_stands_in_the_comparison_once():
    texts = [clauses(file.read_text(encoding="utf-8")) for file in seeds()]
    for before in texts:
        for after in texts:
            pairs = compare(before, after, NOW)
            assert sorted(pair.before.id for pair in pairs if pair.before) == sorted(one["id"] for one in before)
            assert [pair.after.id for pair in pairs if pair.after] == [one["id"] for one in after]


@HERE
def test_what_a_city_made_of_the_document_of_a_province_is_recognised():
    """By heading: what whoever lays the two beside each other finds."""
    texts = {file.name[:3]: clauses(file.read_text(encoding="utf-8")) for file in seeds()}
    pairs = compare(texts["002"], texts["000"], NOW)
    found = {pair.before.title: pair.after.title for pair in pairs if pair.before and pair.after}
    assert found["建立强制报告机制"] == "建立强制报告机制"
    assert found["建立考核问责和激励机制"] == "强化激励问责"
    assert found["营造关爱保护氛围"] == "做好宣传引导"
    assert found["推动社会力量积极参与"] == "推动社会力量积极参与"
