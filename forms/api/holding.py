"""Whoever holds a draft's token may go on with it, as with the resume link on the site."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from forms.models import Draft
from forms.services import MovedOn, holding
from portal.jsonapi import Problem


class HolderOfDraft(HttpBearer):
    """`Authorization: Bearer <token>`. Whether there is a draft is told to nobody who does not hold it."""

    def __call__(self, request: HttpRequest) -> Draft:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.authenticate(request, token)

    def authenticate(self, request: HttpRequest, token: str) -> Draft:
        assert request.resolver_match is not None  # noqa: S101  # nosec B101 -- an operation has an address
        draft_id = request.resolver_match.kwargs["draft_id"]
        draft = holding.held_draft(draft_id, token)
        if draft is None:
            raise Problem(404, "no_such_draft", _("There is no draft here that this token opens."))
        return draft


holder = HolderOfDraft()


def held_draft(request: HttpRequest) -> Draft:
    draft: Draft = request.auth  # type: ignore[attr-defined]  # where ninja puts what a holder is let in for
    return draft


def open_draft(request: HttpRequest) -> Draft:
    draft = held_draft(request)
    if not draft.is_open:
        raise closed()
    return draft


def closed() -> Problem:
    return Problem(410, "closed", _("This draft was handed in or has expired."))


def moved_on(moved: MovedOn) -> Problem:
    return Problem(409, moved.code, str(moved.sentence))
