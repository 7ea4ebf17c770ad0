"""The administrator's job: a form and a workflow are changed in the browser, and running work stays where it is."""

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.editor import STATE, TRANSITION, Editor
from tests.browser.person import Person
from tests.browser.test_main_job import choose_place, minutes_ago, open_task

pytestmark = pytest.mark.browser

People = Callable[..., Person]
QUESTION, KNOWN, UNKNOWN = "监护人知道孩子要就医吗", "已经知道", "还不知道"
VILLAGE = "990121101201"


def test_a_question_is_added_without_code_and_who_has_begun_is_not_disturbed(somebody: People) -> None:
    early, administrator = somebody(), somebody("forms", phone=False)
    begin_report(early)

    editor = open_editor(administrator, "表单", "强制报告")
    add_question(administrator, editor)
    preview(administrator)
    publish(administrator, editor)
    editor.tab("版本")
    administrator.keep("form-versions")
    expect(administrator.page.locator("table.listing tbody tr:visible")).to_have_count(2)

    early.page.reload()
    early.choose("child_now_medical", "yes")
    early.reads_nowhere(QUESTION)
    finish_report(early)

    later = somebody()
    begin_report(later)
    question = later.page.get_by_role("group", name=re.compile(QUESTION))
    expect(question).to_be_hidden()
    later.choose("child_now_medical", "yes")
    expect(question).to_be_visible()
    question.get_by_label(UNKNOWN).check()
    later.look("report-new-question")
    later.choose("child_now_medical", "no")
    expect(question).to_be_hidden()
    later.choose("child_now_medical", "yes")
    expect(question.get_by_label(UNKNOWN)).to_be_checked()
    finish_report(later)


def test_a_state_and_a_way_to_it_are_added_and_running_cases_keep_theirs(somebody: People) -> None:
    teacher, police = somebody(), somebody("police", phone=False)
    begin_report(teacher)
    running = finish_report(teacher)

    administrator = somebody("forms", phone=False)
    editor = open_editor(administrator, "个案流程", "儿童保护案件")
    editor.tab("状态与任务")
    state = editor.find("状态 经查不属实", opened=False).insert_after()
    state.write("标题", STATE).choose("类型", "结束")
    state.show()
    administrator.keep("workflow-state")
    editor.tab("流转")
    way = editor.find("流转 受理", opened=False).insert_after()
    way.write("标题", TRANSITION)
    way.choose("起始状态", "已报告").choose("完成哪项任务", "受理报告").choose("目标状态", STATE)
    way.show()
    administrator.keep("workflow-transition")
    publish(administrator, editor)
    editor.tab("流程图")
    diagram = administrator.page.locator("figure.workflow-diagram:visible")
    expect(diagram).to_contain_text(STATE)
    expect(diagram).to_contain_text(TRANSITION)
    administrator.keep("workflow-diagram")

    begin_report(teacher)
    fresh = finish_report(teacher)
    ways = police.page.locator("main form button, main a.button")
    open_task(police, running)
    expect(ways.filter(has_text=re.compile("受理"))).not_to_have_count(0)
    expect(ways.filter(has_text=TRANSITION)).to_have_count(0)
    open_task(police, fresh)
    ways.filter(has_text=TRANSITION).click()
    police.go("/desk/")
    police.reads_nowhere(fresh)


def open_editor(administrator: Person, menu: str, title: str) -> Editor:
    """By the menu and the list, as a person goes."""
    administrator.go("/admin/")
    page = administrator.page
    page.get_by_role("navigation").get_by_role("link", name=menu, exact=True).click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("#header-title")).to_have_text(title)
    return Editor(page)


def add_question(administrator: Person, editor: Editor) -> None:
    administrator.keep("form-editor")
    asked = editor.find("步骤 孩子").find("选项 需要就医吗", opened=False)
    question = asked.insert_after("选项")
    question.write("名称", QUESTION)
    first = question.add("选项").write("选项", KNOWN)
    first.insert_after().write("选项", UNKNOWN)
    rule = question.add("规则", "显示条件")
    rule.choose("字段", "需要就医吗").choose("值", "是")
    rule.show()
    administrator.keep("form-rule")


def preview(administrator: Person) -> None:
    """Beside the editor, on a screen as wide as a phone; its rules are alive.

    It is drawn anew whenever the editor has saved by itself, and what was ticked in it is then gone.
    """
    page = administrator.page
    page.locator("[data-side-panel-toggle=preview]:visible").click()
    shown = page.frame_locator("iframe[title]").last
    expect(shown.get_by_role("group", name=re.compile(QUESTION), include_hidden=True)).to_be_attached()
    question = shown.get_by_role("group", name=re.compile(QUESTION))
    expect(question).to_be_hidden()
    ticked = shown.locator("input[name=child_now_medical][value=yes]")
    ticked.check()
    with contextlib.suppress(AssertionError):
        expect(question).to_be_visible(timeout=5_000)
    ticked.check()
    expect(question).to_be_visible()
    administrator.keep("form-preview")


def publish(administrator: Person, editor: Editor) -> None:
    """Publish and open the editor again."""
    page = administrator.page
    title = page.locator("#header-title").inner_text().strip()
    editor.publish()
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.locator("#header-title")).to_have_text(title)


def begin_report(teacher: Person) -> None:
    """As far as the questions about the child."""
    teacher.go("/report/mandatory/")
    teacher.page.locator("form[action$='/start/'] button").click()
    teacher.choose("danger_now", "no")
    teacher.press()
    teacher.choose("situations", "accident")
    choose_place(teacher, VILLAGE)
    teacher.write("found_dt", minutes_ago(30))
    teacher.choose("how_found", "medical_visit")
    teacher.write("facts", "孩子从台阶上跌下，手臂疼得抬不起来。")
    for injury in teacher.page.locator("input[name=injury_kinds]:visible").all()[:1]:
        injury.check()
    teacher.press()
    answers = {"child_name": "小满", "child_age_est": "8", "child_now_where": "在学校", "child_now_with": "班主任"}
    for key, text in answers.items():
        teacher.write(key, text)
    teacher.choose("child_gender", "female")
    teacher.choose("child_now_medical", "no")


def finish_report(teacher: Person) -> str:
    """From the questions about the child to the receipt; gives the number."""
    page = teacher.page
    teacher.press()
    teacher.press()
    teacher.choose("measures_done", "hospital")
    teacher.press()
    teacher.choose("reporter_kind", "anonymous")
    teacher.press()
    page.locator("[name=confirm]").check()
    teacher.press()
    page.locator("form[action$='/review-and-send/'] button.button--primary").click()
    expect(page.locator(".receipt-code")).to_be_visible()
    return page.locator("dl.facts dd").first.inner_text().strip()
