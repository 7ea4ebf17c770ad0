"""Pictures of public pages, served by the portal itself from wherever they are kept.

Documents have a view of Wagtail's, which asks who may read them; nothing else that is kept there has an address.
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from storages.backends.s3 import S3Storage

# By the ending: what Wagtail takes in as a picture (WAGTAILIMAGES_EXTENSIONS), and what it makes of it.
KINDS = {"gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Another picture has another name.
A_MONTH = 30 * 24 * 3600


class PublicStore(S3Storage):
    """A store whose own addresses no page names: browsers ask the portal alone."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{quote(name)}"


@require_safe
@cache_control(public=True, max_age=A_MONTH)
def picture(request: HttpRequest, name: str) -> FileResponse:
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None:
        raise Http404
    try:
        content = default_storage.open(f"images/{name}")
    except OSError:  # not there, a folder, or below a file: whatever an address can name
        raise Http404 from None
    return FileResponse(content, content_type=kind)
