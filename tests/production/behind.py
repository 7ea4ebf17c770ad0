"""A visitor who comes through a reverse proxy that does TLS, as in production."""

from collections.abc import Mapping

from tests.walking.visitor import Page, Visitor

HOST = "portal.example"


class ThroughProxy(Visitor):
    """The portal hears of it what a proxy says: the name asked for, HTTPS, and the visitor's address."""

    def __init__(self, base_url: str, *, address: str = "203.0.113.7", secure: bool = True) -> None:
        super().__init__(base_url)
        self._said = {"Host": HOST, "X-Forwarded-Proto": "https" if secure else "http", "X-Forwarded-For": address}
        self.set_cookies: list[str] = []

    def _request(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        # Browsers name the origin of what they send.
        origin = {"Origin": f"https://{HOST}"} if method == "POST" else {}
        page = super()._request(method, url, body, {**headers, **origin, **self._said})
        self.set_cookies += page.headers.get_all("Set-Cookie") or []
        return page
