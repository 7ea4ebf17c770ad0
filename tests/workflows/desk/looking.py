"""Pages of the desk as a test reads them."""

import re
from html import unescape

from django.urls import reverse


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def page(client, name, *args):
    return client.get(reverse(f"desk:{name}", args=args))


def inbox_of(client, tab="open"):
    return client.get(reverse("desk:inbox"), {"show": tab})
