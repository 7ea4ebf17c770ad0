"""A visitor without JavaScript, in a few lines of the standard library: keeps cookies, follows redirects, fills forms.

Used where a real browser would be too slow or too heavy: faults, load, benchmarks.
"""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

FIELD_TAGS = {"input", "select", "textarea", "button"}
MAX_REDIRECTS = 5


@dataclass
class PageForm:
    """A form as it stands on a page: where it goes and what is filled in already."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._select = self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "option" and self._select and "selected" in given:
            self._open.values.setdefault(self._select, []).append(given.get("value", ""))
        elif tag in FIELD_TAGS and given.get("name"):
            self._read_field(self._open, tag, given)

    def _read_field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "button" or kind == "submit":
            form.buttons.append((name, given.get("value", "")))
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area, self._text = name, []
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind != "file":
            form.values.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area and self._open:
            self._open.values[self._area] = ["".join(self._text).strip()]
            self._area = ""


@dataclass
class Page:
    status: int
    url: str
    text: str
    headers: http.client.HTTPMessage

    def forms(self) -> list[PageForm]:
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form_with(self, name: str) -> PageForm:
        """The form that has a field or button of that name. Raises LookupError with what there is."""
        for form in self.forms():
            if name in form.names or any(name == button for button, _ in form.buttons):
                return form
        raise LookupError(f"no form with {name!r} on {self.url} ({self.status}): {[f.names for f in self.forms()]}")


class Visitor:
    """One person with one browser. Not to be shared between threads."""

    def __init__(self, base_url: str, *, timeout: float = 30, source: str = "") -> None:
        """`source` is the address of this machine that the visitor comes from, 127.0.0.1 unless named."""
        self.base_url = base_url
        self.cookies: dict[str, str] = {}
        host = urlsplit(base_url)
        self._connection = http.client.HTTPConnection(
            host.hostname or "", host.port, timeout=timeout, source_address=(source, 0) if source else None
        )

    def get(self, path: str, *, follow: bool = True) -> Page:
        return self._go("GET", path, None, {}, follow)

    def post(self, path: str, values: Mapping[str, Any], *, follow: bool = True) -> Page:
        body = urlencode(values, doseq=True).encode()
        return self._go("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, follow)

    def send_body(self, path: str, body: bytes, media_type: str) -> Page:
        return self._go("POST", path, body, {"Content-Type": media_type}, follow=False)

    def send_json(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Page:
        sent = json.dumps(body).encode()
        return self._go(method, path, sent, {"Content-Type": "application/json", **headers}, follow=False)

    def send_only(self, path: str, values: Mapping[str, Any]) -> None:
        """Send a form and hang up before the answer comes."""
        body = urlencode(values, doseq=True).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **self._cookie_header()}
        self._connection.request("POST", urlsplit(path).path, body, headers)
        self._connection.close()

    def send(
        self,
        page: Page,
        form: PageForm,
        answers: Mapping[str, Any],
        *,
        button: tuple[str, str] | None = None,
        follow: bool = True,
    ) -> Page:
        """Fill and send a form of a page; what is not mentioned goes as it stands."""
        values: dict[str, Any] = {**form.values, **answers, **(dict([button]) if button else {})}
        return self.post(urljoin(page.url, form.action or page.url), values, follow=follow)

    def _go(self, method: str, path: str, body: bytes | None, headers: dict[str, str], follow: bool) -> Page:
        url = urljoin(self.base_url, path)
        for _ in range(MAX_REDIRECTS):
            page = self._request(method, url, body, headers)
            if not follow or page.status not in {301, 302, 303}:
                return page
            url, method, body, headers = urljoin(url, page.headers["Location"]), "GET", None, {}
        raise RuntimeError(f"too many redirects at {url}")

    def _request(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Page:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            self._connection.request(method, target, body, {**headers, **self._cookie_header()})
            response = self._connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return Page(response.status, url, text, response.headers)

    def _cookie_header(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies} if cookies else {}
