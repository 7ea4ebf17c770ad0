"""The wizard on a page of the site, as a browser meets it, without scripts."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Site

from forms import builder, services
from forms.models import Draft, FormPage, ReportIndexPage, Submission
from portal.thinning import LEFT_OUT, LeftOut
from tests.forms import sample

ABOUT = {
    "danger": "no",
    "place": "990121101201",
    "kind": "hurt",
    "facts": "孩子独自在家,手臂受伤",
}


@pytest.fixture
def page(version) -> FormPage:
    root = Page.get_first_root_node()
    home = root.add_child(instance=Page(title="首页", slug="sample-home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    index = home.add_child(instance=ReportIndexPage(title="报告", slug="report"))
    return index.add_child(instance=FormPage(title="示例报告", slug="sample", form=version.form))


@pytest.fixture
def browser(page) -> "Browser":
    return Browser(page)


class Browser:
    """One browser that fills in the form of one page."""

    def __init__(self, page: FormPage) -> None:
        self.client = Client(enforce_csrf_checks=False)
        self.page = page
        self.home = page.get_url()
        self.base = ""

    def begin(self) -> "Browser":
        answer = self.client.post(f"{self.home}start/")
        assert answer.status_code == 302
        self.base = answer.headers["Location"]
        return self

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.base.rstrip("/").rsplit("/", 1)[-1])

    def look(self, step: str = ""):
        return self.client.get(f"{self.base}{step}{'/' if step else ''}")

    def send(self, step: str, data: dict, go: str = "next", **more):
        return self.client.post(f"{self.base}{step}/", {**data, "_go": go, **more})

    def fill_about(self, **changes):
        return self.send("about", {**ABOUT, **changes})

    def fill_all(self) -> None:
        assert self.fill_about().status_code == 302
        assert self.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"}).status_code == 302
        assert self.send("reporter", {"reporter_name": "何老师"}).status_code == 302


def test_looking_makes_no_draft_and_begin_is_a_post(browser):
    page = browser.client.get(browser.home)

    assert page.status_code == 200
    assert "tel:110" in page.content.decode()
    assert browser.client.get(f"{browser.home}start/").status_code == 405
    assert not Draft.objects.exists()
    browser.begin()
    assert Draft.objects.count() == 1


def test_the_whole_way_from_begin_to_receipt(browser):
    browser.begin()
    assert browser.look().headers["Location"] == f"{browser.base}about/"
    assert browser.look("about").status_code == 200
    browser.fill_all()
    review = browser.look("review-and-send")
    assert "孩子独自在家" in review.content.decode()

    sent = browser.send("review-and-send", {"_key": "k"})

    receipt = browser.client.get(sent.headers["Location"])
    assert Submission.objects.get().number in receipt.content.decode()
    assert browser.draft.receipt_code in receipt.content.decode()


def test_a_step_ahead_is_not_reachable_by_address_nor_by_post(browser):
    browser.begin()

    assert browser.look("reporter").headers["Location"] == f"{browser.base}about/"
    assert browser.send("reporter", {"reporter_name": "何"}).headers["Location"] == f"{browser.base}about/"
    assert browser.draft.answers == {}


def test_an_unknown_step_is_a_page_that_is_not_found(browser):
    browser.begin()

    assert browser.look("no_such_step").status_code == 404
    assert browser.send("no_such_step", {}).status_code == 404


def test_looking_at_steps_review_and_receipt_changes_nothing(browser):
    browser.begin()
    browser.fill_all()
    before = Draft.objects.values().get()

    for place_ in ("", "about", "people", "reporter", "review-and-send", "receipt-page"):
        browser.look(place_)

    assert Draft.objects.values().get() == before
    assert not Submission.objects.exists()


def test_going_back_saves_what_was_typed_even_when_it_is_not_right_yet(browser):
    browser.begin()
    browser.fill_about()
    answer = browser.send("people", {}, go="back")
    assert answer.headers["Location"] == f"{browser.base}about/"
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "", "guardians-0-reached": "yes"}, go="back")
    assert browser.draft.answers["guardians"] == [{"reached": True}]
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"})

    browser.send("reporter", {"reporter_name": "何老师", "reporter_phone": "12-not-a-number"}, go="back")

    page = browser.look("reporter").content.decode()
    assert "12-not-a-number" in page
    assert "何老师" in page


def test_wrong_answers_come_back_with_what_was_typed_and_links_to_the_fields(browser):
    browser.begin()

    answer = browser.fill_about(facts="短", kind="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#field-facts"' in page
    assert 'href="#field-kind"' in page
    assert ">短</textarea>" in page.replace("\n", "")
    assert "about" not in browser.draft.finished_steps


def test_fields_that_answers_bring_up_are_shown_before_going_on(browser):
    browser.begin()

    answer = browser.fill_about(kind="alone", _seen="danger kind place facts")

    assert answer.headers["Location"] == f"{browser.base}about/#field-days"
    assert "about" not in browser.draft.finished_steps
    again = browser.fill_about(kind="alone", _seen="danger kind place facts days")
    assert again.headers["Location"] == f"{browser.base}people/"


def test_the_call_110_panel_appears_with_a_danger_answer(browser):
    browser.begin()
    browser.fill_about(danger="yes", _seen="danger kind place facts")

    page = browser.look("about").content.decode()

    note = re.search(r'<div id="field-call_now"[^>]*>', page)
    assert note
    assert "hidden" not in note[0]
    assert 'href="tel:110"' in page


def test_unknown_and_computed_and_hidden_keys_are_not_taken_from_a_post(browser):
    browser.begin()

    browser.fill_about(reporter_name="smuggled", submission="1", days="5", called="yes")

    assert set(browser.draft.answers) == {"danger", "kind", "place", "facts"}


def test_two_drafts_in_two_tabs_stay_apart(browser):
    browser.begin()
    first = browser.base
    browser.begin()
    second = browser.base
    assert first != second

    browser.fill_about(facts="第二份报告的描述")
    browser.base = first
    browser.fill_about(facts="第一份报告的描述")

    browser.base = second
    assert browser.draft.answers["facts"] == "第二份报告的描述"
    browser.base = first
    assert browser.draft.answers["facts"] == "第一份报告的描述"


def test_another_browser_sees_nothing_of_a_draft_whose_address_it_knows(browser, page):
    browser.begin()
    browser.fill_about()
    other = Browser(page)
    other.base = browser.base

    for step in ("about", "review-and-send", "receipt-page"):
        assert other.look(step).status_code == 404
        assert "手臂受伤" not in other.look(step).content.decode()
    other.fill_about(facts="别人写的内容")
    assert browser.draft.answers["facts"] == ABOUT["facts"]


def test_the_cookie_of_one_draft_does_not_open_another(browser, page):
    browser.begin()
    other = Browser(page).begin()
    mine = browser.client.cookies[f"draft_{browser.draft.pk.hex}"]
    browser.client.cookies[f"draft_{other.draft.pk.hex}"] = mine.value
    browser.base = other.base

    assert browser.look("about").status_code == 404


def test_the_cookie_is_hidden_from_scripts_and_goes_only_to_this_page(browser):
    answer = browser.client.post(f"{browser.home}start/")
    cookie = next(morsel for name, morsel in answer.cookies.items() if name.startswith("draft_"))

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == browser.home
    assert cookie["max-age"] == ""


def test_the_resume_link_opens_the_draft_elsewhere_without_the_token_in_the_address(browser, page):
    browser.begin()
    browser.fill_about()
    link = re.search(r'value="http://[^/]+([^"]*resume/[^"]+)"', browser.look("people").content.decode())[1]
    other = Browser(page)

    answer = other.client.get(link)

    other.base = answer.headers["Location"]
    assert link.rstrip("/").rsplit("/", 1)[-1] not in other.base
    assert other.look().headers["Location"] == f"{browser.base}people/"


@pytest.mark.parametrize("state", ["unknown", "expired", "sent"])
def test_a_resume_link_that_does_not_work_any_more_says_so_and_offers_a_new_start(browser, state):
    browser.begin()
    link = re.search(r'value="http://[^/]+([^"]*resume/[^"]+)"', browser.look("about").content.decode())[1]
    if state == "expired":
        Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif state == "sent":
        browser.fill_all()
        browser.send("review-and-send", {})
    else:
        link = link[:-3] + "xx/"

    answer = Client().get(link)

    assert answer.status_code == 410
    assert f'href="{browser.home}"' in answer.content.decode()
    assert "tel:110" in answer.content.decode()


def test_an_expired_draft_says_so_in_the_browser_that_holds_it(browser):
    browser.begin()
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser.look("about").status_code == 410
    assert browser.fill_about().status_code == 410


def test_a_second_click_on_send_leads_to_the_same_receipt(browser):
    browser.begin()
    browser.fill_all()
    first = browser.send("review-and-send", {"_key": "k"})
    second = browser.send("review-and-send", {"_key": "k"})

    assert first.headers["Location"] == second.headers["Location"]
    assert Submission.objects.count() == 1


def test_after_sending_the_steps_lead_to_the_receipt_and_back_changes_nothing(browser):
    browser.begin()
    browser.fill_all()
    browser.send("review-and-send", {})

    assert browser.look("about").headers["Location"] == f"{browser.base}receipt-page/"
    assert browser.fill_about(facts="后来改写的内容").headers["Location"] == f"{browser.base}receipt-page/"
    assert Submission.objects.get().unsealed()["facts"] == ABOUT["facts"]


def test_the_receipt_is_gone_after_a_day(browser):
    browser.begin()
    browser.fill_all()
    browser.send("review-and-send", {})
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser.look("receipt-page").status_code == 404


def test_sending_an_incomplete_form_lists_what_is_missing_with_links(browser):
    browser.begin()

    answer = browser.send("review-and-send", {})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{browser.base}about/?from=review#field-facts"' in page
    assert not Submission.objects.exists()


def test_a_draft_goes_on_with_its_version_while_the_next_is_published(browser):
    browser.begin()
    changed = sample.schema(title={"zh-hans": "第二版"}, steps=sample.schema().model_dump()["steps"][:1])
    services.publish(builder.save_definition(changed, by=None), by=None)

    browser.fill_all()
    browser.send("review-and-send", {})

    assert Submission.objects.get().version.number == 1
    assert browser.begin().draft.version.number == 2


def test_a_save_from_an_older_window_counts_and_the_person_is_told(browser):
    browser.begin()
    browser.fill_about(_revision="0")

    answer = browser.client.post(
        f"{browser.base}about/", {**ABOUT, "facts": "另一个窗口写的", "_revision": "0", "_go": "next"}, follow=True
    )

    assert browser.draft.answers["facts"] == "另一个窗口写的"
    assert [str(message) for message in answer.context["messages"]]


def test_autosave_saves_quietly_and_finishes_nothing(browser):
    browser.begin()

    answer = browser.send("about", {"facts": "写了一半的描述"}, go="save")

    assert answer.json()["revision"] == 1
    assert browser.draft.answers["facts"] == "写了一半的描述"
    assert browser.draft.finished_steps == []


def test_rows_are_added_and_removed_without_a_script(browser):
    browser.begin()
    browser.fill_about()
    browser.send("people", {}, go="add:guardians")
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"}, go="add:guardians")
    page = browser.look("people").content.decode()
    assert 'name="guardians-1-name"' in page
    assert 'value="林远"' in page

    browser.send(
        "people",
        {"guardians-rows": ["0", "1"], "guardians-0-name": "林远", "guardians-1-name": "周平"},
        go="remove:guardians-0",
    )

    assert browser.draft.answers["guardians"] == [{"name": "周平"}]


def test_a_table_never_grows_beyond_its_most_rows(browser):
    browser.begin()
    browser.fill_about()
    rows = [str(number) for number in range(50)]

    browser.send("people", {"guardians-rows": rows, **{f"guardians-{n}-name": "某" for n in rows}})

    assert len(browser.draft.answers["guardians"]) == 3


def test_a_page_of_the_wizard_is_kept_by_no_cache(browser):
    browser.begin()

    assert "no-store" in browser.look("about").headers["Cache-Control"]


def test_a_form_that_is_closed_cannot_be_begun_but_a_draft_can_be_finished(browser, page):
    browser.begin()
    FormPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    assert Browser(page).client.post(f"{browser.home}start/").headers["Location"] == browser.home
    browser.fill_all()
    browser.send("review-and-send", {})
    assert Submission.objects.exists()


def picture(**options: object) -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG", **options)
    data.seek(0)
    data.name = "现场.jpg"
    return data


def test_files_sent_with_the_step_are_all_kept_shown_and_handed_in(browser):
    browser.begin()
    browser.fill_about()
    browser.client.post(f"{browser.base}people/", {"photos": [picture(), picture()], "_go": "next"})

    assert browser.draft.files.count() == 2
    page = browser.look("people").content.decode()
    assert page.count("现场.jpg</a>") == 2
    browser.send("reporter", {})
    browser.send("review-and-send", {})

    submission = Submission.objects.get()
    assert submission.files.count() == 2
    assert set(submission.unsealed()["photos"]) == {str(file.pk) for file in submission.files.all()}


def test_a_file_that_is_not_taken_is_explained_and_the_typed_text_is_kept(browser, settings):
    settings.UPLOAD_MAX_BYTES = 100
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}people/",
        {"photos": [picture()], "guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "next"},
    )

    assert answer.status_code == 422
    assert "现场.jpg" in answer.content.decode()
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]
    assert not browser.draft.files.here().exists()


def left_out(*names):
    """As the turnstile says it of files it did not keep."""
    return {LEFT_OUT: [LeftOut(field, name, size) for field, name, size in names]}


def test_files_left_out_on_the_way_are_all_named_and_the_typed_text_is_kept(browser, settings):
    browser.begin()
    browser.fill_about()
    too_large = settings.UPLOAD_MAX_BYTES + 1

    answer = browser.client.post(
        f"{browser.base}people/",
        {"guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "next"},
        **left_out(("photos", "影片.mp4", too_large), ("photos", "第九张.jpg", 5), ("elsewhere", "x.jpg", 5)),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "影片.mp4：" in page or "影片.mp4: " in page
    assert "第九张.jpg" in page
    assert "x.jpg" not in page
    assert "您在本页填写的其他内容都已保存" in page
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]


def test_who_goes_back_after_sending_too_large_a_file_is_told_of_it_there(browser, settings):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}people/",
        {"guardians-rows": ["0"], "guardians-0-name": "林远", "_go": "back"},
        follow=True,
        **left_out(("photos", "影片.mp4", settings.UPLOAD_MAX_BYTES + 1)),
    )

    assert "影片.mp4" in " ".join(str(message) for message in answer.context["messages"])
    assert browser.draft.answers["guardians"] == [{"name": "林远"}]


def test_a_script_learns_that_its_file_was_left_out(browser, settings):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(
        f"{browser.base}files/photos/", {}, **left_out(("file", "影片.mp4", settings.UPLOAD_MAX_BYTES + 1))
    )

    assert answer.status_code == 422
    assert "影片.mp4" in answer.json()["error"]


def test_a_script_uploads_one_file_and_removes_it_again(browser):
    browser.begin()
    browser.fill_about()

    answer = browser.client.post(f"{browser.base}files/photos/", {"file": picture()})
    refused = browser.client.post(f"{browser.base}files/papers/", {"file": BytesIO(b"#!/bin/sh")})
    unknown = browser.client.post(f"{browser.base}files/facts/", {"file": picture()})

    assert answer.json()["name"] == "现场.jpg"
    assert browser.client.get(answer.json()["thumb"]).headers["Content-Type"] == "image/jpeg"
    assert (refused.status_code, unknown.status_code) == (422, 404)
    browser.send("people", {}, go=f"drop:{answer.json()['id']}")
    assert not browser.draft.files.here().exists()


def test_a_file_is_shown_to_its_owner_only_and_to_no_cache(browser, page):
    browser.begin()
    browser.fill_about()
    url = browser.client.post(f"{browser.base}files/photos/", {"file": picture()}).json()["url"]

    answer = browser.client.get(url)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert Client().get(url).status_code == 404
    other = Browser(page).begin()
    file_id = url.rstrip("/").rsplit("/", 1)[-1]
    assert other.look(f"file/{file_id}").status_code == 404


def test_answers_come_back_into_the_fields_as_they_were_typed(browser):
    browser.begin()
    browser.fill_all()

    page = browser.look("about").content.decode()

    assert ABOUT["facts"] in page
    assert re.search(r'value="no"[^>]*checked', page)
    assert re.search(r'value="990121101201" selected', page)


def test_a_step_post_needs_few_queries(browser, django_assert_max_num_queries):
    browser.begin()
    browser.fill_about()

    with django_assert_max_num_queries(10):
        browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"})
