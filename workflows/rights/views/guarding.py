"""Who may come to these pages. For all others they are not there: 404, and on record."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from portal.access.services import record_refusal
from portal.directory.models import Post
from workflows.desk.access import DeskRequest, at_desk

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def only(may: Callable[[Post], bool]) -> Callable[[View[P]], Guarded[P]]:
    def decorate(view: View[P]) -> Guarded[P]:
        def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.post):
                record_refusal(request.post, by=request.post, action="data_rights")
                raise Http404
            return view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        return at_desk(guarded)

    return decorate
