"""What a visitor may choose without an account: the language and the size of the text. Each is one cookie.

The two forms stand on every page and every page may be cached, so they carry no CSRF token. They change nothing but
the look of the visitor's own pages, and a browser that says the request comes from another site is not obeyed.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.chrome import LARGE_PRINT_COOKIE

YEAR = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    known = code in dict(settings.INTERFACE_LANGUAGES)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code if known else None)


@csrf_exempt
@require_POST
def choose_text_size(request: HttpRequest) -> HttpResponse:
    return _remember(request, LARGE_PRINT_COOKIE, "1" if request.POST.get("large_print") == "1" else "0")


def return_address(request: HttpRequest, default: str = "/") -> str:
    """The address in `next`, when it is one of ours."""
    address = request.POST.get("next", "")
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else default


def _remember(request: HttpRequest, name: str, value: str | None) -> HttpResponse:
    response = HttpResponseRedirect(return_address(request))
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if value is not None and from_here:
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
