"""Lines and pieces: whatever holds a term has all the pieces that are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.indexing.folding import fold
from content.indexing.grams import grams, needed
from content.indexing.sounds import sounds
from content.indexing.spelling import places, spelled

WRITTEN = st.text("留守兒儿童主 　，\n（)aBé１2_·\x00😀\ud800")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("留守兒童關愛保護", "留守儿童关爱保护"),
        ("禾政发〔２０２６〕 12 号", "禾政发 2026 12 号"),
        ("儿 童　主任", "儿童主任"),
        ("儿童\n主任", "儿童 主任"),
        ("儿童，主任。", "儿童 主任"),
        ("ＡＢＣ公司", " abc 公司"),
        ("Zhāng Café", " zhang cafe"),
        ("“儿童”", "儿童"),
        ("*“”%_\x00😀", ""),
        ("", ""),
    ],
)
def test_a_text_becomes_the_line_of_its_words(written, line):
    assert spelled(written) == line


@given(WRITTEN)
def test_folding_keeps_places(text):
    assert len(fold(text)) == len(text)


@given(WRITTEN)
def test_a_line_holds_words_and_single_blanks(text):
    line = spelled(text)
    assert all(character == " " or character.isalnum() for character in line)
    assert "  " not in line
    assert line == line.rstrip()
    # Only a Latin word begins with its blank.
    assert line.startswith(" ") == bool(line and line.strip()[0].isascii())


@given(WRITTEN)
def test_each_character_of_a_line_knows_its_place(text):
    line, where = places(text)
    assert line == spelled(text)
    folded = fold(text)
    assert all(character in (" ", folded[place]) for character, place in zip(line, where, strict=True))


@given(WRITTEN, st.data())
def test_whatever_holds_a_term_has_its_pieces(text, data):
    line = spelled(text)
    start = data.draw(st.integers(0, len(line)))
    term = spelled(line[start : start + data.draw(st.integers(0, 12))])
    if term and term in line:
        assert needed(term) <= grams(line)


def test_a_title_sounds_from_each_of_its_characters_on():
    assert sounds("留守儿童2026，关爱").split() == [
        "liushouertong", "lset", "shouertong", "set", "ertong", "et", "tong", "t", "guanai", "ga", "ai", "a",
    ]  # fmt: skip
