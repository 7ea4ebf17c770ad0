"""The JSON API below `/api/v1/`: what all its operations have in common. Rooms above add routers in `portal.urls`.

Every refusal is `{"error": {"code", "message"}}`, the message in the language that is asked for.
"""

import json
from typing import Any, Never

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from portal.access.refusal import Refused


class _Readable(JSONRenderer):
    """Chinese as it is written, in half the bytes."""

    json_dumps_params = {"ensure_ascii": False}


class _Strict(Parser):
    """JSON as RFC 8259 has it: UTF-8, no NaN or infinity, and no half of a character, which nothing could say again."""

    def parse_body(self, request: HttpRequest) -> Any:
        text = request.body.decode("utf-8-sig")
        found = json.loads(text, parse_constant=_refuse)
        if "\\ud" in text.lower():
            # Raises UnicodeEncodeError, a ValueError as those of the parser are.
            json.dumps(found, ensure_ascii=False).encode()
        return found


def _refuse(constant: str) -> Never:
    raise ValueError("a number of JSON is finite")


# No page with documentation: it would load scripts of others. `openapi.json` says the same to programs.
api = NinjaAPI(title="Tonghu", version="1", urls_namespace="api", docs_url=None, renderer=_Readable(), parser=_Strict())


class Problem(HttpError):
    """A refusal with its HTTP status and a code for programs; `more` stands beside both."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(status, message)
        self.said = {"code": code, "message": message, **more}


def _answer(request: HttpRequest, status: int, **said: Any) -> HttpResponse:
    response = api.create_response(request, {"error": said}, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


@api.exception_handler(Problem)
def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _answer(request, problem.status_code, **problem.said)


@api.exception_handler(Refused)
def _not_allowed(request: HttpRequest, refused: Refused) -> HttpResponse:
    return _answer(request, 403, code=refused.code, message=str(refused.sentence))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, _missing: Http404) -> HttpResponse:
    return _answer(request, 404, code="not_found", message=_("There is nothing at this address."))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Says where, never what was sent: it may be about a child."""
    places = [".".join(str(part) for part in found["loc"][2:]) or "body" for found in error.errors]
    return _answer(
        request, 422, code="malformed", message=_("What was sent has not the shape that is asked for."), at=places
    )


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, code="malformed", message=_("This is no JSON that can be read."))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return _answer(request, 413, code="too_large", message=_("This is more than can be sent at once."))
