"""The smallest site that can show whether a slow upload keeps others waiting."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.turnstile import Turnstile


def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]


application = Turnstile(site, largest=1024 * 1024, largest_file=1024 * 1024)
