"""The store behind public pages, when it is not a folder."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class PublicStore(S3Storage):
    """A store whose own addresses no page names: browsers ask the portal alone."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{quote(name)}"
