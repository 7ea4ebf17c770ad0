"""Pictures of public pages, served by the portal itself from wherever they are kept.

Documents have a view of Wagtail's, which asks who may read them; nothing else that is kept there has an address.
"""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.images.models import Rendition

from portal.pagefiles import may_open

# By the ending: what Wagtail takes in as a picture (WAGTAILIMAGES_EXTENSIONS), and what it makes of it.
KINDS = {"gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Another picture has another name.
A_MONTH = 30 * 24 * 3600


@require_safe
@cache_control(private=True, max_age=A_MONTH)
def picture(request: HttpRequest, name: str) -> FileResponse:
    kind = KINDS.get(name.rpartition(".")[2].lower())
    drawn = Rendition.objects.filter(file=f"images/{name}").select_related("image").first() if kind else None
    if drawn is None or not may_open(drawn.image, request):
        raise Http404
    try:
        content = drawn.file.open()
    except OSError:  # the row is there, the file is not
        raise Http404 from None
    return FileResponse(content, content_type=kind)
