"""Whatever is typed into the mandatory report is taken, or answered with a sentence; it never breaks a page."""

import pytest

from forms.models import Submission
from tests.adversary.visitor import BASIC, REVIEW, Visitor

BEYOND = "9" * 400
MOMENTS = [
    "0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59", "9999-12-31T23:59-12:00", "1900-01-01T00:00",
    "1991-04-14T00:30", "2026-02-30T10:00", "2026-11-01T24:00", "T", "0000-00-00T00:00",
    "２０２６-１１-０１T08:00", "-1",
    "+275760-09-13T00:00", f"{BEYOND}-01-01T00:00", "now()", "\x00", "2026-11-01T08:00\x00",
]  # fmt: skip
NUMBERS = [
    "-1", "1e400", "NaN", "Infinity", "-0", "９", "٣", "0x10", "1_000", "1,000", " 7 ", BEYOND, "3.5", "\x00", "½", "²",
]  # fmt: skip
TEXTS = [
    "\x00", "前\x00后面还有很多字", "\u202e反过来的字 evil\u202c 还有一些", "<script>alert(1)</script>还有一些别的",
    "{{ 7*7 }}{% debug %}还有一些别的字",
    "=HYPERLINK('http://x')还有一些", "'; DROP TABLE x; --还有一些",
    "%s%n%x${danger_now}还有一些",
    "👩‍👩‍👧‍👦孩子们在一起还有一些别的", "𬍛𠮷𪚥这些字不常见但是有",
    "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b",
    "字" * 3001, "\r\n" * 400,
]  # fmt: skip
ODD = (
    *((("what"), "found_dt", value) for value in MOMENTS),
    *((("what"), "happened_dt", value) for value in MOMENTS),
    *((("child"), "child_birth", value) for value in (*MOMENTS, "2999-01-01", "0001-01-01", "9999-12-31")),
    *((("what"), "alone_days", value) for value in NUMBERS),
    *((("child"), "child_age_est", value) for value in NUMBERS),
    *((("what"), "facts", value) for value in TEXTS),
    *((("what"), "situations", value) for value in (["alone", "no such"], ["\x00"], ["alone"] * 3000, "", ["<b>"])),
    *(
        (("what"), "place", value)
        for value in ("990121", "0" * 12, "' OR 1=1", "\x00", "９９０１２１１０１２０１", BEYOND)
    ),
)


def name(of: object) -> str:
    return repr(of)[:30]


@pytest.fixture
def at_step(house):
    def go(step: str) -> Visitor:
        return Visitor(house).begin().fill(until=step)

    return go


@pytest.mark.parametrize("step", ["what", "child"])
def test_every_odd_answer_is_taken_or_answered_with_a_sentence_and_stays_on_the_page(at_step, step):
    visitor, wrong = at_step(step), []
    for where, key, value in ODD:
        if where != step:
            continue
        sent = visitor.send(step, {**BASIC[step], key: value})
        if sent.status_code not in {302, 422}:
            wrong.append((key, name(value), sent.status_code))
        elif sent.status_code == 422 and b"error-summary" not in sent.content:
            wrong.append((key, name(value), "no sentence"))
        shown = visitor.look(step)
        if shown.status_code != 200:
            wrong.append((key, name(value), "shown", shown.status_code))
        if isinstance(value, str) and "<" in value and value.encode() in shown.content:
            wrong.append((key, name(value), "not escaped"))
        if visitor.look(REVIEW).status_code not in {200, 302}:
            wrong.append((key, name(value), "review"))
    assert wrong == []
    assert not Submission.objects.filter(draft__pk=visitor.draft.pk).exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"_go": "add:\x00"}, {"_go": "add:guardians"}, {"_go": "remove:guardians-" + BEYOND},
        {"_go": "drop:not-a-file"}, {"_go": "drop:\x00"}, {"_go": "\x00"}, {"_seen": "\x00 " * 500},
        {"_revision": "\x00"},
        {"_revision": BEYOND},
        {"_return": "<script>"}, {"guardians-rows": ["0", "0", "-1", "x", BEYOND, "\x00", *map(str, range(3000))]},
        {"guardians-rows": ["0"], "guardians-0-phone": "<b>\x00"}, {"guardians-rows": ["\u0663"]},
    ],
    ids=name,
)  # fmt: skip
def test_what_only_a_program_sends_is_never_a_broken_page(at_step, sent):
    visitor = at_step("people")

    answer = visitor.client.post(f"{visitor.base}people/", {"_go": "next", **sent})

    assert answer.status_code in {302, 404, 422}
    assert visitor.look("people").status_code == 200


@pytest.mark.parametrize("text", [text for text in TEXTS if 10 < len(text) < 3000 and "\x00" not in text], ids=name)
def test_an_odd_text_that_is_taken_is_the_same_text_afterwards(at_step, text):
    visitor = at_step("what")
    sent = visitor.send("what", {**BASIC["what"], "facts": text})
    if sent.status_code == 302:
        kept = visitor.draft.answers.get("facts", "")
        # Marks that turn the direction of writing are left out: they make a text read otherwise than it is.
        assert kept == text.replace("\u202e", "").replace("\u202c", "").strip()


def test_twenty_thousand_fields_are_refused_with_a_page_and_the_draft_is_untouched(at_step):
    visitor = at_step("what")
    before = visitor.draft.revision

    answer = visitor.send("what", {f"field{number}": "1" for number in range(20_001)})

    assert answer.status_code == 400
    assert "110" in answer.content.decode()
    assert visitor.draft.revision == before


def test_fields_the_form_does_not_have_are_kept_nowhere(at_step):
    visitor = at_step("what")

    visitor.send("what", {**BASIC["what"], "alone_days": "many", "no_such_field": "smuggled", "guardians-0-name": "x"})

    assert "no_such_field" not in str(visitor.draft.typed)
    assert "guardians" not in str(visitor.draft.typed)
    assert visitor.draft.typed["what"]["alone_days"] == ["many"]
