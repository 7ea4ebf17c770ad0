"""Reading policy as anybody does: from the front page to the list, narrowed, to a document, to one clause of it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.content.duties import CITY, COUNTY
from tests.content.policytext.documents import DUTY_WORDS, FOUR_LEVELS, IMPLIED_PLACE, LABELLED_LINES
from tests.running import ROOT, RunningPortal

pytestmark = pytest.mark.browser

People = Callable[..., Person]
TITLE = "建立儿童关爱服务联动机制"


@pytest.fixture(scope="module", autouse=True)
def library(portal: RunningPortal, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Six documents more, so that there is something to choose among."""
    folder: Path = tmp_path_factory.mktemp("library")
    texts = [*(document.text for document in (DUTY_WORDS, FOUR_LEVELS, IMPLIED_PLACE, LABELLED_LINES)), CITY, COUNTY]
    files = [folder / f"{number}.txt" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    command = [sys.executable, "manage.py", "import_policy", "--publish", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, check=False, text=True)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_from_the_front_page_to_an_answer_and_on_to_a_guide_and_a_case(somebody: People, phone: bool) -> None:
    anybody = somebody(phone=phone)
    page = anybody.page
    anybody.go("/")
    page.locator(".ways").get_by_role("link", name=re.compile("常见问题")).click()
    question = page.locator("summary").filter(has_text="不确定")
    question.focus()
    question.press("Enter")
    expect(page.get_by_text("您不需要证据")).to_be_visible()
    anybody.fits_the_screen()
    anybody.look("questions")
    page.get_by_role("link", name=re.compile("这条回答的链接.*不确定")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("不确定")
    anybody.fits_the_screen()
    for place, title, picture in (("guides", "委托别人照护", "guide"), ("law-cases", "独自留在家里", "law-case")):
        anybody.go(f"/{place}/")
        page.get_by_role("link", name=re.compile(title)).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        anybody.fits_the_screen()
        anybody.look(picture)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_activities_and_what_a_search_finds_fit_every_screen(somebody: People, phone: bool) -> None:
    anybody = somebody(phone=phone)
    for address, picture in (("/activities/", "activities"), ("/search/?q=儿童主任", "search")):
        anybody.go(address)
        expect(anybody.page.locator("main li").first).to_be_visible()
        anybody.fits_the_screen()
        anybody.look(picture)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_from_the_list_to_a_document_to_a_clause(somebody: People, phone: bool) -> None:
    anybody = somebody(phone=phone)
    page = anybody.page
    anybody.go("/")
    anybody.fits_the_screen()
    page.locator("a[href='/policy/']").first.click()
    anybody.look("policy-shelf")
    if phone:
        page.locator(".shelf__facets--folded > summary").click()
    facets = page.locator(".shelf__facets:visible")
    many = page.locator(".documents > li").count()
    facets.get_by_role("link", name=re.compile("禾川市人民政府")).click()
    expect(page.locator(".chips li").first).to_contain_text("禾川市人民政府")
    assert page.locator(".documents > li").count() < many
    anybody.fits_the_screen()
    page.get_by_role("searchbox").fill("儿童主任")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("mark").first).to_have_text("儿童主任")
    expect(page.locator(".chips li").nth(1)).to_contain_text("禾川市人民政府")
    anybody.fits_the_screen()
    anybody.look("policy-list")

    page.get_by_role("link", name=re.compile(TITLE)).click()
    anybody.fits_the_screen()
    anybody.look("policy-page")
    address = page.url

    if phone:
        page.locator(".contents--folded > summary").click()
    contents = page.locator(".contents:visible")
    clause = contents.get_by_role("link", name="（二）把报告接起来")
    clause.click()
    expect(page.locator(".clause:target")).to_have_count(1)
    expect(page.locator(".clause:target > :is(h2, h3)")).to_be_in_viewport()
    if not phone:
        expect(clause).to_have_attribute("aria-current", "location")

    # The link of the clause opens at the clause, for who gets it.
    link = page.url
    assert link.startswith(f"{address}#")
    other = somebody(phone=phone)
    other.page.goto(link)
    expect(other.page.locator(".clause:target > :is(h2, h3)")).to_be_in_viewport()

    page.locator("a[href='#responsible']").click()
    table = page.locator(".units")
    expect(table).to_be_in_viewport()
    table.get_by_role("link", name="二（二）3").first.click()
    expect(page.locator(".clause:target")).to_have_attribute("id", "二（二）3")


def test_without_a_script_everything_is_there(chromium: Browser, portal: RunningPortal) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{portal.url}/policy/")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    expect(page.locator(".units")).to_be_visible()
    expect(page.locator("#citation")).to_be_visible()
    page.locator(".contents--folded > summary").click()
    page.locator(".contents--folded a").last.click()
    expect(page.locator(".clause:target")).to_have_count(1)
    context.close()


def test_the_citation_is_copied_with_one_press(somebody: People) -> None:
    anybody = somebody(phone=False)
    anybody.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = anybody.page
    anybody.go("/policy/")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[EB/OL]" in copied
    assert page.url.partition("#")[0] in copied


def test_it_is_read_in_large_print_in_english_and_on_paper(somebody: People) -> None:
    anybody = somebody()
    page = anybody.page
    anybody.go("/policy/")
    page.locator("button[name=large_print]").first.dispatch_event("click")
    expect(page.locator("html")).to_have_class(re.compile("large-print"))
    page.get_by_role("link", name=re.compile(TITLE)).click()
    anybody.fits_the_screen()
    anybody.look("policy-page-large")
    anybody.speak_english()
    expect(page.get_by_role("heading", name="Who is responsible")).to_be_visible()
    anybody.fits_the_screen()
    page.emulate_media(media="print")
    expect(page.locator(".share__code img")).to_be_visible()
    expect(page.locator(".policy__tools")).to_be_hidden()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_who_has_which_duty_is_read_by_unit_and_by_clause(somebody: People, phone: bool) -> None:
    anybody = somebody(phone=phone)
    page = anybody.page
    anybody.go("/policy/")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.get_by_role("link", name="谁负责什么").click()
    anybody.fits_the_screen()
    anybody.look("policy-duties")
    table, cards = page.locator(".duty-table"), page.locator(".duty-cards")
    expect(cards if phone else table).to_be_visible()
    expect(table if phone else cards).to_be_hidden()
    if not phone:
        # The head of the columns and that of the rows stay in sight, and the frame is scrolled by keys.
        frame = page.get_by_role("region", name="行是条款，列是单位：谁牵头，谁配合")
        frame.focus()
        page.keyboard.press("End")
        expect(page.locator(".duty-table__corner")).to_be_in_viewport()
    page.get_by_label("看谁的职责").select_option("市教育局")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.locator(".duty-card")).to_have_count(1)
    anybody.fits_the_screen()
    anybody.look("policy-duties-of-one")
    page.emulate_media(media="print")
    expect(page.locator(".duty-card")).to_be_visible()
    expect(page.locator(".duty-filter")).to_be_hidden()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_two_documents_are_compared(somebody: People, phone: bool) -> None:
    anybody = somebody(phone=phone)
    page = anybody.page
    anybody.go("/policy/")
    page.get_by_role("link", name=re.compile("禾川市人民政府关于加强儿童关爱服务工作的实施意见")).click()
    page.get_by_role("link", name="和别的文件比较").click()
    anybody.fits_the_screen()
    anybody.look("policy-compare-choose")
    page.get_by_role("searchbox").fill("东溪县")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name=re.compile("东溪县人民政府关于")).click()
    expect(page.locator("ins", has_text="两").first).to_be_visible()
    anybody.fits_the_screen()
    anybody.look("policy-compare")
    page.get_by_role("link", name="反过来比").click()
    expect(page.locator("del", has_text="两").first).to_be_visible()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_a_leader_makes_a_duty_a_task_and_sees_it_in_the_matrix(somebody: People, phone: bool) -> None:
    leader = somebody("civil_leader", phone=phone)
    page = leader.page
    leader.go("/policy/")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.get_by_role("link", name="谁负责什么").click()
    page.get_by_label("看谁的职责").select_option("")
    page.get_by_role("button", name="显示", exact=True).click()
    unit = "市财政局" if phone else "市教育局"
    page.get_by_role("link", name=re.compile(f"交办给 {unit}")).locator("visible=true").first.click()
    leader.fits_the_screen()
    leader.look("policy-assign")
    page.get_by_label("承办单位").select_option(index=1)
    page.get_by_role("button", name="交办").click()
    leader.reads("待反馈")
    page.go_back()
    page.go_back()
    page.reload()
    expect(page.locator(".duty-work.badge", has_text="待反馈").locator("visible=true").first).to_be_visible()
    leader.fits_the_screen()
    leader.look("policy-duties-assigned")
