"""Places and offices are looked after in a real browser, under the admin's policy that refuses inline scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = pytest.mark.browser

People = Callable[..., Person]


def test_a_duty_is_given_to_an_office_by_choosing_place_and_office(somebody: People) -> None:
    system = somebody("system", phone=False)
    page = system.page
    system.go("/admin/duties/new/")
    page.locator("select[name=kind]").select_option("audit")
    for button, word, name in (("选择区划", "桃源", "桃源村"), ("选择单位", "柳湾镇人民", "柳湾镇人民政府")):
        page.get_by_role("button", name=button).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("搜索").fill(word)
        dialog.get_by_role("link", name=name, exact=True).click()
        expect(dialog).to_have_count(0)
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator("table.listing")).to_contain_text("审计")

    system.go("/admin/places/who-answers/?place=桃源村&kind=audit")
    expect(page.get_by_role("heading", name="柳湾镇人民政府")).to_be_visible()


def test_a_successor_is_added_on_the_page_of_a_place(somebody: People) -> None:
    system = somebody("system", phone=False)
    system.go("/admin/areas/edit/990122201202/")
    system.page.locator("#id_successors-ADD").click()
    expect(system.page.get_by_role("button", name="选择区划")).to_be_visible()
