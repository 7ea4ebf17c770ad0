"""Identity numbers by GB 11643. All numbers here are computed, none is anybody's."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.logic import idnumbers

days = st.dates(date(1900, 1, 1), date(2025, 12, 31))
numbers = st.builds(
    lambda area, born, order: f"{area}{born:%Y%m%d}{order:03d}", st.integers(110000, 659999), days, st.integers(0, 999)
).map(lambda first: first + idnumbers.check_character(first))


def test_the_check_character_of_the_standards_own_example() -> None:
    assert idnumbers.check_character("11010519491231002") == "X"
    assert idnumbers.check_character("44052418800101001") == "4"


@given(numbers)
def test_a_number_tells_the_day_of_birth(number: str) -> None:
    assert idnumbers.is_valid(number)
    assert idnumbers.birth_date(number).strftime("%Y%m%d") == number[6:14]


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not idnumbers.is_valid(wrong)


@given(numbers, st.integers(0, 15))
def test_two_digits_changed_over_are_always_noticed(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not idnumbers.is_valid(wrong)


@pytest.mark.parametrize("number", ["", "1" * 18, "11010519491331002X", "11010519491231002x", "１10105194912310021"])
def test_what_is_no_number_is_refused(number: str) -> None:
    assert not idnumbers.is_valid(number)
    with pytest.raises(ValueError, match="identity"):
        idnumbers.birth_date(number)
