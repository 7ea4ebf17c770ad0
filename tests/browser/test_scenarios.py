"""The scenarios of a workflow in its editor: questions are chosen by their labels, and answered as they are asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import DESK, PHONE, Person
from tests.browser.test_administrator import open_editor
from tests.browser.test_editor import OPEN_ALL, leave_quietly

pytestmark = pytest.mark.browser

People = Callable[..., Person]
SENT = """() => [...new FormData(document.querySelector("[name=scenarios-count]").form)]
    .filter(([name]) => name.startsWith("scenarios-"))
    .map(([name, value]) => `${name}=${value}`).sort()"""
REPORT, STEP = "scenarios-1-value-answers", "scenarios-0-value-steps-0-value-answers"


def test_answers_are_chosen_by_label_and_kept_as_they_always_were(somebody: People) -> None:
    administrator = somebody("forms", phone=False)
    editor = open_editor(administrator, "个案流程", "儿童活动")
    page = administrator.page
    editor.tab("情景")
    before = page.evaluate(SENT)
    page.evaluate(OPEN_ALL)
    # How many children, whether it leaves its place; of the approval, what was decided.
    expect(question(page, f"{REPORT}-0")).to_have_value("children_count")
    expect(chosen(question(page, f"{REPORT}-0"))).to_have_text("儿童人数")
    expect(answer(page, f"{REPORT}-0")).to_have_value("51")
    expect(answer(page, f"{REPORT}-1").locator("option:checked")).to_have_text("否")
    expect(chosen(question(page, f"{STEP}-0"))).to_have_text("意见")
    expect(chosen(answer(page, f"{STEP}-0"))).to_have_text("同意")
    assert page.evaluate(SENT) == before

    answer(page, f"{REPORT}-0").fill("49")
    answer(page, f"{REPORT}-1").select_option(label="是")
    question(page, f"{REPORT}-2").select_option(label="时段")
    boxes = page.get_by_role("group", name="答案").filter(has_text="寒暑假")
    boxes.get_by_label("周末").check()
    boxes.get_by_label("寒暑假").press("Space")
    said = {f"{REPORT}-{number}-value-value": value(page, f"{REPORT}-{number}") for number in range(3)}
    assert list(said.values()) == ["json:49", "json:true", '["weekend","vacation"]']
    boxes.scroll_into_view_if_needed()
    administrator.keep("workflow-scenario-answers")
    page.set_viewport_size(PHONE)
    boxes.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    administrator.keep("workflow-scenario-answers-narrow")
    page.set_viewport_size(DESK)

    # Another task has another form.
    task = page.locator("[name='scenarios-0-value-steps-0-value-task'] + select")
    task.focus()
    task.select_option(label="提交活动总结")
    expect(question(page, f"{STEP}-0").locator("option", has_text="参加儿童人数")).to_have_count(1)
    leave_quietly(page)


def test_a_date_is_a_date_and_a_new_row_begins_with_a_list(somebody: People) -> None:
    administrator = somebody("forms", phone=False)
    editor = open_editor(administrator, "个案流程", "志愿者和社会组织登记")
    page = administrator.page
    editor.tab("情景")
    page.evaluate(OPEN_ALL)
    step = "scenarios-0-value-steps-1-value-answers"
    add = page.locator(f"input[name='{step}-count']").locator("xpath=..").locator("button.c-sf-add-button").first
    add.click()
    question(page, f"{step}-0").select_option(label="登记有效期至")
    when = answer(page, f"{step}-0")
    expect(when).to_have_attribute("type", "date")
    when.fill("2027-11-01")
    assert value(page, f"{step}-0") == "2027-11-01"
    # Sealed questions are no answer of a scenario.
    expect(question(page, f"{step}-0").locator("option", has_text="公民身份号码")).to_have_count(0)
    leave_quietly(page)


def question(page: Page, row: str) -> Locator:
    return page.locator(f"[name='{row}-value-field'] + select")


def answer(page: Page, row: str) -> Locator:
    return page.locator(f"[name='{row}-value-value'] + :is(select, input)")


def chosen(select: Locator) -> Locator:
    return select.locator("option:checked")


def value(page: Page, row: str) -> str:
    return page.locator(f"[name='{row}-value-value']").input_value()
