"""The mandatory report with canaries in it, handed in page by page at a running portal, without a script."""

from typing import Any
from urllib.parse import urljoin

from tests.adversary import canaries
from tests.walking.receipt import number_and_code
from tests.walking.visitor import Page, Visitor

ROW = {"guardians-rows": "0", "guardians-0-name": canaries.GUARDIAN, "guardians-0-phone": canaries.GUARDIAN_PHONE}
STEPS: dict[str, dict[str, Any]] = {
    "danger": {"danger_now": "no"},
    "what": {
        "situations": ["alone"], "place": "990121101201", "found_dt": "2026-11-01T08:00", "how_found": "at_work",
        "late_reason": canaries.FACTS, "facts": canaries.FACTS, "alone_days": "3", "alone_with": "0",
    },
    "child": {
        "child_name": canaries.CHILD, "child_gender": "female", "child_age_est": "9",
        "child_now_where": canaries.WHERE, "child_now_with": canaries.WHERE, "child_now_medical": "no",
    },
    "people": ROW,
    "measures": {"measures_done": ["told_guardian"]},
    "reporter": {
        "reporter_kind": "duty_unit", "reporter_unit_type": "school", "feedback_way": "phone", **canaries.REPORTER
    },
    "confirmation": {"confirm": "yes"},
}  # fmt: skip


def begin(visitor: Visitor) -> Page:
    page = visitor.get("/report/mandatory/")
    form = next(form for form in page.forms() if form.action.endswith("/start/"))
    return visitor.send(page, form, {})


def hand_in(visitor: Visitor) -> tuple[str, str]:
    """Number and code. A step is sent again when its answers brought up something more to ask."""
    page = begin(visitor)
    for step, answers in STEPS.items():
        if step == "measures":
            send_photo(visitor, page)
        for _sending in range(3):
            if f"/{step}/" in page.url:
                form = page.form_with("_revision")
                page = visitor.send(page, form, answers, button=("_go", "next"))
    assert "/review-and-send/" in page.url, f"{page.url} {page.status}"
    return number_and_code(visitor.send(page, page.form_with("_key"), {}))


def send_photo(visitor: Visitor, page: Page) -> Page:
    token = page.form_with("_revision").values["csrfmiddlewaretoken"][0]
    body, kind = multipart({"csrfmiddlewaretoken": token}, canaries.photo())
    address = urljoin(page.url, "../files/evidence_photos/")
    answer = visitor.send_body(address, body, kind)
    assert answer.status == 200, answer.text
    return answer


def multipart(values: dict[str, str], file: bytes) -> tuple[bytes, str]:
    """A body with those values and one file, and its media type."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in values.items()
    ]
    head = (
        f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{canaries.FILE_NAME}.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join(parts).encode() + head.encode() + file + b"\r\n--edge--\r\n"
    return body, "multipart/form-data; boundary=edge"
