"""Wagtail's command, which fills the index of its admin, and before it the index of the site's own search."""

from typing import Any

from django.conf import settings
from wagtail.search.management.commands import update_index

from content.models.search import make_anew
from content.search.sending import send_all


class Command(update_index.Command):
    def handle(self, **options: Any) -> None:
        pages = make_anew()
        self.stdout.write(f"{pages} pages of the site can be searched.")
        if settings.SEARCH_URL:
            self.stdout.write(f"OpenSearch has {send_all()} of them.")
        super().handle(**options)
