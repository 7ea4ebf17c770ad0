"""A formula is written with the help of the editor: what may be named is offered, and what is wrong is said at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.editor import label
from tests.browser.person import Person
from tests.browser.test_administrator import open_editor

pytestmark = pytest.mark.browser

People = Callable[..., Person]


def test_a_formula_is_written_by_keyboard_and_judged_before_anything_is_saved(somebody: People) -> None:
    administrator = somebody("forms", phone=False)
    # The editor saves by itself: a form that no other test publishes.
    editor = open_editor(administrator, "表单", "活动申报")
    rule = editor.find("步骤 活动内容").find("选项 活动类型").add("规则", "显示条件")
    # A rule begins with a row, whose lists are filled when somebody goes to them.
    rule.choose("字段", "协办单位")
    formula = rule.at.get_by_role("textbox", name=label("或填写公式")).first

    formula.focus()
    formula.press_sequentially("sel")
    offers = rule.at.get_by_role("listbox").first
    expect(offers.get_by_role("option").first).to_contain_text("selected")
    formula.press("ArrowDown")
    formula.press("Enter")
    expect(formula).to_have_value("selected(")
    formula.press_sequentially("${")
    expect(offers.get_by_role("option").first).to_be_visible()
    administrator.keep("formula-offers")
    formula.press("ArrowDown")
    formula.press("Enter")
    formula.fill("selected(${kind}, 'nothing_like_it')")
    said = rule.at.locator(".formula-said").first
    expect(said).to_have_attribute("data-state", "wrong")

    formula.fill("1 = 1")
    expect(said).to_have_text("公式可以计算。")
