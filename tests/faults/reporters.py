"""Visitors who hand in reports and do not give up, and what the portal has promised them."""

import http.client
import json
import random
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue
from threading import Event, Lock, Thread

from tests.walking.receipt import number_and_code
from tests.walking.visitor import Page, Visitor

NO_ANSWER = (http.client.HTTPException, OSError)
CSRF = "f" * 32


@dataclass(frozen=True)
class Ready:
    """A report that is filled in up to the last button, and the cookie of the browser that holds it."""

    draft: str
    address: str
    cookie: str
    value: str


@dataclass(frozen=True)
class Acknowledged:
    """The page with number and code has been seen for this draft."""

    draft: str
    number: str
    code: str


class Ledger:
    """What was acknowledged, and how many sendings got no answer or none that is a receipt."""

    def __init__(self) -> None:
        self.entries: list[Acknowledged] = []
        self.sent = self.unanswered = 0
        self._lock = Lock()

    def note(self, entry: Acknowledged) -> None:
        with self._lock:
            self.entries.append(entry)

    def count(self, *, answered: bool) -> None:
        with self._lock:
            self.sent += 1
            self.unanswered += not answered

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps([asdict(entry) for entry in self.entries]))
        return path


class Reporter(Thread):
    """One person after another at one telephone: each sends a report until its receipt has been seen."""

    def __init__(self, url: str, reports: Queue[Ready | None], ledger: Ledger) -> None:
        super().__init__(daemon=True)
        self._url, self._reports, self._ledger = url, reports, ledger
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while (report := self._reports.get()) is not None:
                self._hand_in(report)
        except BaseException as failure:
            self.failure = failure

    def _hand_in(self, report: Ready) -> None:
        visitor = self._browser(report)
        while (entry := self._try(visitor, report)) is None:
            visitor = self._browser(report)
            Event().wait(0.1)
        self._ledger.note(entry)

    def _browser(self, report: Ready) -> Visitor:
        visitor = Visitor(self._url)
        visitor.cookies |= {report.cookie: report.value, "csrftoken": CSRF}
        return visitor

    def _try(self, visitor: Visitor, report: Ready) -> Acknowledged | None:
        """Send, and read the receipt; None when either got no answer. Some hang up before the answer comes."""
        try:
            if random.random() < 0.1:  # noqa: S311 -- no secret depends on it
                self._send_and_hang_up(report)
            sent = self._send(visitor, report)
            receipt = visitor.get(sent.headers["Location"]) if sent.status == 302 else sent
        except NO_ANSWER:
            self._ledger.count(answered=False)
            return None
        self._ledger.count(answered=receipt.status == 200)
        return _read(receipt, report) if receipt.status == 200 else _must_be_passing(receipt)

    def _send(self, visitor: Visitor, report: Ready) -> Page:
        # A fresh key each time, as a page gets that is loaded again.
        form = {"csrfmiddlewaretoken": CSRF, "_key": secrets.token_hex(8)}
        return visitor.post(f"{report.address}review-and-send/", form, follow=False)

    def _send_and_hang_up(self, report: Ready) -> None:
        """The network is lost after the last byte has left: nobody reads the answer."""
        visitor = self._browser(report)
        visitor.send_only(f"{report.address}review-and-send/", {"csrfmiddlewaretoken": CSRF, "_key": "lost"})


def _read(receipt: Page, report: Ready) -> Acknowledged:
    return Acknowledged(report.draft, *number_and_code(receipt))


def _must_be_passing(page: Page) -> None:
    """A server that is just being started may say so; it must never refuse a report that is complete."""
    assert page.status in {500, 502, 503}, f"{page.status} at {page.url}: {page.text[:2000]}"
