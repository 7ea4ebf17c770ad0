"""What surrounds every page: the language switch, the navigation, the hotlines at the foot."""

from typing import Any

from django.http import HttpRequest


def page_chrome(request: HttpRequest) -> dict[str, Any]:
    return {}
