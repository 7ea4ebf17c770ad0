"""What somebody means by what they typed, and what cannot be searched for."""

import pytest

from forms.searching.query import Unclear, Wanted, understood
from portal.privacy.blindindex import Kind


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("林小远", Wanted(Kind.NAME, "林小远")),
        (" 小远 ", Wanted(Kind.NAME, "小远")),
        ("阿依古丽·买买提", Wanted(Kind.NAME, "阿依古丽·买买提")),
        ("Maria", Wanted(Kind.NAME, "Maria")),
        ("11010519491231002x", Wanted(Kind.ID_NUMBER, "11010519491231002X")),
        ("１１０１０５ １９４９１２３１ ００２Ｘ", Wanted(Kind.ID_NUMBER, "11010519491231002X")),
        ("+86 138 1234 5678", Wanted(Kind.PHONE, "13812345678")),
        ("0571-88886666-123456", Wanted(Kind.PHONE, "0571-88886666-123456")),
    ],
)
def test_letters_make_a_name_and_digits_a_number(typed, wanted):
    assert understood(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("——", "empty"),
        ("林", "too_short"),
        ("110105194912310021", "no_id_number"),
        ("1101051949123100", "no_id_number"),
        ("林小远13812345678", "mixed"),
        ("1381234", "no_phone"),
    ],
)
def test_what_cannot_be_searched_for_is_told_with_how_it_can(typed, code):
    with pytest.raises(Unclear) as told:
        understood(typed)
    assert told.value.code == code
    assert str(told.value.sentence).strip()
