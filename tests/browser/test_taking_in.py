"""An editor takes a document in from a file: the original beside what was recognised, at a desk and with a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.content import papers
from tests.content.policytext.documents import NOTHING_PRINTED

pytestmark = pytest.mark.browser

People = Callable[..., Person]
WITHIN = """() => [...document.querySelectorAll(".policy-review *")]
    .every((part) => part.getBoundingClientRect().right <= window.innerWidth)"""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_an_editor_sees_the_original_beside_what_was_recognised(somebody: People, phone: bool) -> None:
    editor = somebody("editor", phone=phone)
    page = editor.page
    editor.go("/admin/policy_documents/take-in/")
    file = {"name": "征求意见稿.docx", "mimeType": WORD, "buffer": papers.as_word(NOTHING_PRINTED.text)}
    page.set_input_files("#file", files=[file])
    page.get_by_role("button", name="先看一看，不作改动").click()

    expect(page.get_by_role("heading", name="认出的内容")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value(NOTHING_PRINTED.title)
    clause = page.locator("details", has_text="二（一）").first
    clause.locator("summary").click()
    page.get_by_label("标题").nth(1).scroll_into_view_if_needed()
    editor.keep("document-review")
    assert page.evaluate(WITHIN), "something is wider than the screen"
    clause.get_by_label("编辑已确认").first.check()
    page.get_by_role("button", name="建立草稿").click()
    expect(page).to_have_url(f"{editor.url}/admin/pages/" + page.url.split("/admin/pages/")[-1])
    expect(page.get_by_text("草稿").first).to_be_visible()
    page.evaluate("() => { window.onbeforeunload = null }")
