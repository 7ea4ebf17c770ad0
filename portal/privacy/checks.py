"""`manage.py check --database default` and `migrate` say when sealed data cannot be opened here."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, transaction

from portal.privacy import readiness


@register(Tags.database)
def master_keys_fit_the_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if not databases or "default" not in databases:
        return []
    try:
        with transaction.atomic():
            sentence = readiness.obstacle()
    except DatabaseError:  # The tables are not there yet; the migrations that make them come after this check.
        return []
    return [Error(sentence, id="privacy.E001")] if sentence else []
