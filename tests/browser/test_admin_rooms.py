"""Whoever looks after a part of the portal finds its rooms in the admin, and only those."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = pytest.mark.browser

People = Callable[..., Person]


def menu_of(person: Person) -> str:
    person.go("/admin/")
    return person.page.locator("[data-wagtail-sidebar]").inner_text()


def test_an_editor_looks_after_pages_and_hotlines_and_sees_no_forms(somebody: People) -> None:
    editor = somebody("editor", phone=False)
    menu = menu_of(editor)
    assert "政策文件" in menu
    assert "求助热线" in menu
    assert "个案流程" not in menu

    editor.page.get_by_role("link", name="求助热线", exact=True).click()
    expect(editor.page.get_by_role("link", name="12355", exact=True)).to_be_visible()
    editor.keep("admin-hotlines")
    editor.page.get_by_role("link", name="政策文件", exact=True).first.click()
    expect(editor.page.locator("table.listing")).to_be_visible()
    editor.keep("admin-policies")


def test_the_system_administrator_sees_background_work_and_people(somebody: People) -> None:
    system = somebody("system", phone=False)
    assert "个案流程" not in menu_of(system)

    system.go("/admin/jobs/")
    expect(system.page.locator("main table").first).to_contain_text(re.compile("receipt_pdf|erase_draft"))
    system.keep("admin-jobs")
    system.go("/admin/users/")
    expect(system.page.locator("main table").first).to_contain_text("editor")


def test_background_work_is_not_for_editors(somebody: People) -> None:
    editor = somebody("editor", phone=False)
    editor.go("/admin/jobs/")
    expect(editor.page.locator("table.listing", has_text="receipt_pdf")).to_have_count(0)
