"""What a reporter reads on the page after sending."""

import re

from tests.walking.visitor import Page

NUMBER = re.compile(r"<dd>([^<]*强报-[^<]+)</dd>")
CODE = re.compile(r'class="receipt-code"[^>]*>\s*([0-9A-Z-]+)\s*<')


def number_and_code(page: Page) -> tuple[str, str]:
    number, code = NUMBER.search(page.text), CODE.search(page.text)
    assert number, f"no number on the receipt page: {page.text[:2000]}"
    assert code, f"no code on the receipt page: {page.text[:2000]}"
    return number[1], code[1]
