"""Places for anybody to choose from."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from portal.directory import codes
from portal.directory.models import Area


@require_GET
@cache_control(public=True, max_age=3600)
def area_children(request: HttpRequest, code: str) -> JsonResponse:
    """The areas one level below, by code. An area without any, known or not, has none; no code at all is not found."""
    if not codes.is_code(code):
        raise Http404
    below = (
        Area.objects.current().children_of(code) if codes.level_of(code) < codes.Level.VILLAGE else Area.objects.none()
    )
    return JsonResponse({"areas": list(below.values("code", "name"))})
