"""People who fill in the mandatory report: one looks at each page, the others send what the first one sent."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils import timezone

from tests.benchmarks.load import Ask
from tests.walking.visitor import Page, PageForm, Visitor
from workflows.demo import answers

FORM = "/report/mandatory/"
REVIEW = "review-and-send"
# Any value will do as a form token, as long as cookie and form have the same.
TOKEN = "b" * 32
COUNTED = "what"
Sent = dict[str, Any]


def learn(base_url: str, form: str = FORM, given: dict[str, Any] | None = None) -> dict[str, Sent]:
    """Walk through the whole form once; what was sent in each step, by step, in order."""
    visitor, sent = Visitor(base_url), {}
    given = _typed(answers.hungry_boy(timezone.localtime()) if given is None else given)
    page = start(visitor, form)
    while (step := urlsplit(page.url).path.strip("/").split("/")[-1]) != REVIEW:
        sent[step] = _filled(page.form_with("_go"), given)
        page = visitor.post(page.url, sent[step])
        if page.status != 200:
            raise LookupError(f"step {step} was answered {page.status}: {page.text[:500]}")
    return sent


def start(visitor: Visitor, form: str = FORM) -> Page:
    visitor.cookies["csrftoken"] = TOKEN
    return visitor.post(f"{form}start/", {"csrfmiddlewaretoken": TOKEN})


def begin(base_url: str, form: str = FORM) -> tuple[str, dict[str, str]]:
    """A new draft: its address and the cookies of the browser that holds it."""
    visitor = Visitor(base_url)
    page = start(visitor, form)
    return urljoin(page.url, "../"), visitor.cookies


def send_step(draft: tuple[str, dict[str, str]], step: str, sent: Sent) -> Ask:
    address, cookies = draft

    def ask(visitor: Visitor) -> int:
        visitor.cookies = dict(cookies)
        return visitor.post(f"{address}{step}/", sent, follow=False).status

    return ask


def look_at(draft: tuple[str, dict[str, str]], step: str) -> Ask:
    address, cookies = draft

    def ask(visitor: Visitor) -> int:
        visitor.cookies = dict(cookies)
        return visitor.get(f"{address}{step}/", follow=False).status

    return ask


def hand_in(draft: tuple[str, dict[str, str]]) -> Ask:
    return send_step(draft, REVIEW, {"csrfmiddlewaretoken": TOKEN, "_key": "once"})


def _filled(form: PageForm, given: dict[str, Any]) -> Sent:
    """The page's form as a browser sends it. A place is sent whole, not level by level."""
    wanted = {name: given[name] for name in given if any(_is_of(field, name) for field in form.names)}
    return {**form.values, **wanted, "csrfmiddlewaretoken": TOKEN, "_revision": "999999", "_go": "next"}


def _is_of(field: str, name: str) -> bool:
    head, _, level = field.rpartition("_")
    return field == name or (head == name and level.isdigit())


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    return {key: _as_typed(key, value) for key, value in given.items()}


def _as_typed(key: str, value: Any) -> Any:
    if value is True:
        return "on" if key == "confirm" else "yes"
    return value[:16] if key.endswith(("_dt", "_time")) else value
