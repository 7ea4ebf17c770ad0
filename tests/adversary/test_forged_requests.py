"""Requests that no page of ours would send."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forms import receipts, services
from forms.models import Draft, StoredFile, Submission
from tests.adversary import canaries
from tests.adversary.conftest import browser_of
from tests.adversary.visitor import BASIC, REVIEW, Visitor
from workflows.models import Case

ELSEWHERE = "990122101201"


@pytest.fixture
def visitor(house) -> Visitor:
    return Visitor(house).begin()


def handed_in(visitor: Visitor) -> Submission:
    assert visitor.send(REVIEW, {}).status_code == 302
    submission = visitor.draft.submission
    assert submission is not None
    return submission


def test_sending_without_the_token_of_the_page_is_refused_with_a_page(house):
    visitor = Visitor(house, enforce_csrf_checks=True)

    answer = visitor.client.post(f"{house.get_url()}start/")

    assert answer.status_code == 403
    assert "110" in answer.content.decode()
    assert not Draft.objects.filter(occasion=f"page:{house.pk}").exists()


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_only_a_post_hands_a_report_in(visitor, method):
    visitor.fill()

    answer = getattr(visitor.client, method)(f"{visitor.base}{REVIEW}/", headers={"x-http-method-override": "POST"})

    assert answer.status_code in {200, 405}
    assert visitor.draft.submission is None


def test_what_the_portal_decides_itself_cannot_be_sent_along(visitor):
    forged = {
        "area_code": ELSEWHERE, "number": "强报-1", "receipt_digest": "0" * 64, "post": "1", "submission": "1",
        "occasion": "task:1", "version": "1", "idempotency_key": "x", "expires_at": "2999-01-01", "urgent": "True",
    }  # fmt: skip
    for step, answers in BASIC.items():
        for _sending in range(2):
            visitor.send(step, {**answers, **forged})
    assert visitor.send(REVIEW, {**forged, "_key": "k", "place": ELSEWHERE, "danger_now": "yes"}).status_code == 302

    submission = visitor.draft.submission
    case = Case.objects.get(case_submissions__submission=submission)
    assert (submission.area_code, submission.post, case.urgent) == (BASIC["what"]["place"], None, False)
    assert submission.number.startswith("强报-990121-")
    assert submission.receipt_digest == receipts.digest_of(visitor.draft.receipt_code)
    assert [task.organisation.name for task in case.tasks.all()] == ["东溪县公安局"]


def test_answers_of_another_step_or_of_hidden_fields_are_not_taken(visitor):
    visitor.fill(until="what")
    visitor.send(
        "danger", {**BASIC["danger"], "called_110": "yes", "call_time": "2026-11-01T08:00", "place": ELSEWHERE}
    )
    visitor.send("what", {**BASIC["what"], "missing_where": "强行填写", "reporter_name": "强行填写"})

    assert visitor.draft.answers["place"] == BASIC["what"]["place"]
    assert not {"called_110", "call_time", "missing_where", "reporter_name"} & set(visitor.draft.answers)


def test_required_answers_cannot_be_left_out_by_going_straight_to_the_end(visitor):
    answer = visitor.send(REVIEW, {"_key": "k"})

    assert answer.status_code in {302, 422}
    assert visitor.draft.submission is None
    visitor.fill(until="reporter")
    assert visitor.send(REVIEW, {"_key": "k"}).status_code in {302, 422}
    assert visitor.draft.submission is None


@pytest.mark.parametrize(
    "finished", [["danger"], ["danger", "what", "child", "people", "measures", "reporter", "confirmation"]]
)
def test_a_draft_that_claims_to_be_finished_is_checked_all_the_same(visitor, finished):
    Draft.objects.filter(pk=visitor.draft.pk).update(finished_steps=finished)

    assert visitor.send(REVIEW, {}).status_code in {302, 422}
    assert visitor.draft.submission is None


@pytest.mark.parametrize(
    "place", ["", "danger", REVIEW, "receipt-page", "files/evidence_photos", "file/x", "no-such-step"]
)
def test_a_draft_is_not_there_for_who_does_not_hold_it(house, visitor, place):
    stranger = Visitor(house)
    stranger.base = visitor.base

    assert stranger.client.get(f"{visitor.base}{place}/").status_code == 404
    assert stranger.send(place, BASIC["danger"]).status_code == 404
    assert visitor.draft.answers == {}


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-2], lambda text: text + "x", lambda _text: "x", lambda _text: ""]
)
def test_a_cookie_that_was_tampered_with_opens_nothing(visitor, damage):
    name = f"draft_{visitor.draft.pk.hex}"
    visitor.client.cookies[name] = damage(visitor.client.cookies[name].value)

    assert visitor.look("danger").status_code == 404


def test_the_draft_of_one_page_is_not_opened_under_another(house, visitor):
    parent = house.get_parent()
    twin = parent.add_child(instance=type(house)(title="另一个", slug="twin", form=house.form))

    other = visitor.client.get(visitor.base.replace(house.get_url(), twin.get_url()) + "danger/")

    assert other.status_code == 404


CODES = [
    "", " ", "\x00", "0" * 10_000, "' OR '1'='1", "7K3M-9XQ2\x00", "%", "*", "<script>alert(1)</script>", "😀" * 20,
    "０" * 20, "U" * 20, "0000-0000-0000-0000-0000", "../../etc/passwd", "\u202e0000", "{{ code }}",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES, ids=lambda code: repr(code)[:20])
def test_a_code_that_is_none_gets_a_sentence_and_shows_nothing(planted, code):
    client = Client()

    page = client.post("/follow/", {"code": code}, follow=True)

    assert page.status_code == 200
    assert "error" in page.content.decode()
    assert planted.sent.submission.number not in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert client.get("/follow/receipt/").status_code == 404


@pytest.mark.parametrize("token", ["x", "' OR 1=1", "..%2f..%2f", "a" * 3000, "😀"])
def test_a_resume_link_that_is_none_says_so(house, token):
    answer = Client().get(f"{house.get_url()}resume/{token}/")

    assert answer.status_code in {404, 410}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/desk/cases/?number=%00", "/desk/cases/?number=%27%20OR%201=1&page=%00", "/desk/?show=%00&page=1e9",
        "/areas/%00/children/", "/search/?q=%00", "/search/?q=" + "字" * 3000,
        "/%00/d/" + "0" * 8 + "-0000-4000-8000-" + "0" * 12 + "/",
        "/%ED%A0%80/", "/report/%2e%2e/admin/", "//evil.example/", "/accounts/sign-in/?next=//evil.example/%00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("somebody", ["", "police"])
def test_odd_addresses_break_no_page(planted, somebody, address):
    answer = browser_of(somebody).get(address)

    assert answer.status_code in ({400} if "%00" in address else {200, 301, 302, 404})
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_odd_words_are_shown_to_the_police_as_text(house, language):
    words = "<img src=x onerror=alert(1)>\u202eevil {{ 7*7 }} =cmd|' 𬍛👩‍👩‍👧"
    visitor = Visitor(house).begin().fill(child_name=words, facts=words + " 还有更多的字")
    case = Case.objects.get(case_submissions__submission=handed_in(visitor))
    officer = browser_of("police")
    officer.cookies["django_language"] = language
    pages = [f"/desk/tasks/{case.tasks.get().pk}/", f"/desk/cases/{case.pk}/"]
    pages.append(f"/desk/cases/{case.pk}/submissions/{visitor.draft.submission_id}/")

    texts = [officer.get(page).content.decode() for page in pages]

    assert "&lt;img src=x" in texts[-1]
    assert "{{ 7*7 }}" in texts[-1]
    assert "𬍛👩‍👩‍👧" in texts[-1]
    for text in texts:
        assert "<img src=x" not in text
        assert "\u202e" not in text


def test_file_names_say_only_what_they_say(visitor):
    name = "..\\..//\u202egpj.exe<script>'\";\r\nX-Evil: 1.jpg"
    upload = SimpleUploadedFile("x.jpg", canaries.photo(), content_type="text/html")
    upload._name = name

    answer = visitor.client.post(f"{visitor.base}files/evidence_photos/", {"file": upload})
    shown = visitor.client.get(answer.json()["url"])

    assert shown.headers["Content-Type"] == "image/jpeg"
    assert not {"X-Evil"} & set(shown.headers)
    assert not set("<>/\\\u202e\r\n") & set(answer.json()["name"])


def test_a_broken_page_repeats_nothing_that_was_sent(house, monkeypatch):
    def broken(*given: object, **more: object) -> None:
        raise RuntimeError(canaries.FACTS)

    visitor = Visitor(house, raise_request_exception=False).begin().fill(until="what")
    monkeypatch.setattr(services, "save_step", broken)

    answer = visitor.send("what", {**BASIC["what"], "facts": canaries.FACTS})

    assert answer.status_code == 500
    assert canaries.FACTS not in answer.content.decode()
    assert "110" in answer.content.decode()


def test_a_stranger_who_sends_files_gets_no_room(house, visitor):
    upload = SimpleUploadedFile("x.jpg", canaries.photo())
    before = StoredFile.objects.count()

    answer = Client().post(f"{visitor.base}files/evidence_photos/", {"file": upload})

    assert answer.status_code == 404
    assert StoredFile.objects.count() == before


def test_a_draft_that_was_handed_in_takes_nothing_more(visitor):
    visitor.fill()
    submission = handed_in(visitor)

    visitor.send("what", {**BASIC["what"], "facts": "之后再改的话，应该进不来"})
    upload = SimpleUploadedFile("x.jpg", canaries.photo())
    assert visitor.client.post(f"{visitor.base}files/evidence_photos/", {"file": upload}).status_code == 302

    assert handed_in(visitor) == submission
    assert "之后再改" not in str(submission.unsealed())
    assert not submission.files.exists()


def test_an_expired_draft_takes_nothing_more(visitor):
    Draft.objects.filter(pk=visitor.draft.pk).update(expires_at=timezone.now())

    assert visitor.send("danger", BASIC["danger"]).status_code == 410
    assert visitor.draft.answers == {}
