"""One's own account on a telephone: the second factor is set up, the sheet of codes shown, the devices listed."""

from collections.abc import Callable
from time import time

import pytest
from playwright.sync_api import expect

from portal.accounts import totp
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def test_a_second_factor_is_set_up_and_asked_for_on_a_telephone(somebody: Callable[..., Person]) -> None:
    person = somebody("auditor")
    person.go("/accounts/second-factor/set-up/")
    person.look("second-factor-set-up")
    key = person.page.locator("main code").inner_text().replace(" ", "")
    person.write("code", totp.code_at(totp.base64.b32decode(key), time()))
    person.page.locator("main form button").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("您的备用码")
    person.look("recovery-codes")
    codes = person.page.locator("main li code").all_inner_texts()
    assert len(codes) == 10

    person.go("/accounts/devices/")
    person.look("devices")
    person.reads("Chrome")

    person.close_browser()
    person.open_browser()
    person.sign_in("auditor")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("第二步验证")
    person.look("second-step")
    person.write("code", codes[0])
    person.page.locator("main form button").click()
    expect(person.page).to_have_url(person.url + "/desk/")
