"""What `manage.py check --deploy` says of signing in."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def second_factor_is_demanded(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Warning(
            "Nobody needs a second factor to sign in.",
            hint="Leave SECOND_FACTOR out, or set it to yes. It may be off where there is no real data.",
            id="accounts.W001",
        )
    ]
