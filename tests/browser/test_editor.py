"""The editor of a large form: fields are drawn when they are opened, and copied from one form to another."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor import Editor
from tests.browser.person import Person
from tests.browser.test_administrator import open_editor

pytestmark = pytest.mark.browser

People = Callable[..., Person]
SENT = """() => [...new FormData(document.querySelector("[name=steps-count]").form)]
    .filter(([name]) => name.startsWith("steps-"))
    .map(([name, value]) => `${name}=${value}`).sort()"""
OPEN_ALL = """() => {
    for (let round = 0; round < 6; round++)
        for (const toggle of document.querySelectorAll("main [data-panel-toggle][aria-expanded=false]")) toggle.click();
}"""


@pytest.mark.parametrize("title", ["强制报告", "活动申报", "调查评估"])
def test_a_field_that_was_never_opened_is_saved_as_it_was(somebody: People, title: str) -> None:
    administrator = somebody("forms", phone=False)
    open_editor(administrator, "表单", title)
    page = administrator.page
    folded = page.evaluate(SENT)
    assert page.locator("[data-folded]").count() > 10
    page.evaluate(OPEN_ALL)
    assert page.locator("[data-folded]").count() == 0
    assert page.evaluate(SENT) == folded
    assert len(folded) > 200
    leave_quietly(page)


def test_a_field_is_copied_into_another_form_and_has_a_key_of_its_own_there(somebody: People) -> None:
    administrator = somebody("forms", phone=False)
    source = open_editor(administrator, "表单", "活动申报")
    source.find("步骤 活动内容").find("选项 活动类型", opened=False).press("复制")
    expect(source.at.get_by_role("button", name="已复制：活动类型")).to_be_visible()
    leave_quietly(administrator.page)

    target = open_editor(administrator, "表单", "走访记录")
    step = target.find("步骤 这次走访")
    step.press("粘贴：活动类型")
    pasted = step.find("选项 活动类型")
    expect(pasted.at.locator("input[name$='-choices-0-value-label']")).not_to_have_value("")
    pasted.show()
    administrator.keep("form-pasted-field")
    target.save()
    again = Editor(administrator.page).find("步骤 这次走访").find("选项 活动类型")
    expect(again.at.locator("input[name$='-value-key']").first).not_to_have_value("")


def leave_quietly(page: Page) -> None:
    page.evaluate("() => { window.onbeforeunload = null }")


def test_who_edits_what_somebody_else_has_saved_meanwhile_is_told(somebody: People) -> None:
    early, late = (somebody("forms", phone=False) for _ in range(2))
    for administrator in (early, late):
        open_editor(administrator, "表单", "通报乡镇（街道）")
    late.page.locator("#id_title").press_sequentially("（新）")
    Editor(late.page).save()
    told = early.page.locator(".w-editing-sessions__session--saved")
    expect(told).to_be_visible()
    expect(told.get_by_role("button").first).to_have_accessible_name("您在另一个窗口保存了新版本")
    early.keep("form-two-editors")


def test_what_depends_on_what_is_drawn(somebody: People) -> None:
    administrator = somebody("forms", phone=False)
    open_editor(administrator, "表单", "活动申报").tab("概览")
    picture = administrator.page.get_by_role("img", name="依赖关系图；内容与下面的表格相同。")
    expect(picture).to_be_visible()
    picture.evaluate("picture => picture.scrollIntoView({block: 'center'})")
    administrator.keep("form-overview")
