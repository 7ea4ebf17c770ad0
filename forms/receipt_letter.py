"""What stands on a receipt. By the small-place rule: the day and not the minute, no facts, no unit, no name."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.utils import timezone

from forms.schema import FormSchema
from portal.words import say

TEMPLATE = "forms/letters/receipt.html"
FOLLOW_PATH = "/follow/"


def receipt_context(
    schema: FormSchema, *, number: str, submitted_at: datetime, code: str | None, language: str, missing: int = 0
) -> dict[str, Any]:
    """For TEMPLATE. The code is printed for the eye only: the picture leads to the page where it is typed.

    `missing` files are counted, not named: a name may say what the report is about.
    """
    follow_url = urljoin(settings.WAGTAILADMIN_BASE_URL, FOLLOW_PATH)
    return {
        "form_title": say(schema.title, language),
        "number": number,
        "submitted_on": timezone.localdate(submitted_at),
        "code": code,
        "missing": missing,
        "follow_url": follow_url,
        "follow_picture": segno.make(follow_url, error="m").svg_data_uri(border=0, dark="#0a3f37", nl=False),
        "language": language,
    }
