import pytest
from django.utils.safestring import mark_safe

from portal.bidi import numbers_in_order


@pytest.mark.parametrize("number", ["0991-1234567", "2026-12-01", "+86 991 1234567", "8:30", "1/2", "2026.12.01"])
def test_a_number_of_pieces_is_set_apart(number):
    assert numbers_in_order(f"قەشقەر {number}، خوتەن") == f'قەشقەر <bdi dir="ltr">{number}</bdi>، خوتەن'


@pytest.mark.parametrize("text", ["قەشقەر 12345", "110، 12345", "12 – 13", ""])
def test_a_number_in_one_piece_needs_nothing(text):
    assert numbers_in_order(text) == text


def test_text_is_escaped_and_never_becomes_markup():
    assert numbers_in_order("<b>1-2</b> & '1-2'") == (
        '&lt;b&gt;<bdi dir="ltr">1-2</bdi>&lt;/b&gt; &amp; &#x27;<bdi dir="ltr">1-2</bdi>&#x27;'
    )


def test_tags_and_references_of_html_stay_as_they_are():
    html = '<a href="tel:0991-12">{number}</a> &#39;12 &#39;'
    shown = numbers_in_order(mark_safe(html.format(number="0991-12")))
    assert shown == html.format(number='<bdi dir="ltr">0991-12</bdi>')
