"""Who receives it can tell that it came from this portal, just now, and whether it has come before."""

import base64
import hashlib
import hmac
from time import time
from urllib.parse import quote_plus

TIMESTAMP, SIGNATURE, DELIVERY = "X-Tonghu-Timestamp", "X-Tonghu-Signature", "X-Tonghu-Delivery"


def signed(body: bytes, secret: str, *, delivery: str) -> dict[str, str]:
    """Headers: seconds since 1970, the HMAC-SHA256 in hexadecimals of `<timestamp>.<body>`, and an id that stays the
    same however often the same thing is sent. Docs for who receives it: docs/webhooks.md.
    """
    at = str(int(time()))
    digest = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: at, SIGNATURE: f"sha256={digest}", DELIVERY: delivery}


def for_dingtalk(url: str, secret: str) -> str:
    """The address of a DingTalk robot with the time and the signature that it asks for."""
    if not secret:
        return url
    at = str(int(time() * 1000))
    digest = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}&timestamp={at}&sign={quote_plus(base64.b64encode(digest))}"
