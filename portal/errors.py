"""Pages for when something is not there, not allowed or broken. They speak to the person and show no cause.

Programs get the same as JSON where it happens before their operation begins (portal/jsonapi.py).
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.chrome import EMERGENCY


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_of_program(request):
        return _as_json("malformed", _("This is nothing that can be read."), status=400)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """The request says it is larger than settings.REQUEST_MAX_BYTES; its body is not read."""
    if _is_of_program(request):
        return _as_json("too_large", _("This is more than can be sent at once."), status=413)
    return render(request, "errors/413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor: any of them may be what broke."""
    return HttpResponse(render_to_string("errors/500.html", {"emergency": EMERGENCY}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def _is_of_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _as_json(code: str, message: str, *, status: int) -> HttpResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
