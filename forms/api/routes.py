"""Reading what a form asks, and filling it in."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from forms import services
from forms.api import contract, saving
from forms.api.holding import closed, held_draft, holder, moved_on, open_draft
from forms.fieldtypes import registry
from forms.models import Draft, FormPage, FormVersion
from forms.public import occasion_of
from forms.schema import FormSchema, Question, Step, Table
from forms.services import DraftClosed, Incomplete, MovedOn
from forms.services.holding import newest_version
from portal.effort import services as effort
from portal.jsonapi import Problem
from portal.pagecache import remembered
from portal.words import readers_language

router = Router(tags=["forms"])


@router.get("/forms/", response=list[contract.FormHead])
def forms(request: HttpRequest) -> list[dict[str, Any]]:
    """The forms that can be filled in now by everybody."""
    return [_head(request, page, version) for page, version in _open_pages()]


@router.get("/forms/{key}/", response=contract.FormWhole)
def form(request: HttpRequest, key: str) -> HttpResponse:
    """One form: what it asks, as its definition and as JSON Schema."""
    page, version = _page_with(key)
    name = f"api:{request.get_host()}:{readers_language()}:{version.checksum}:{page.pk}"
    said = remembered(name, lambda: _whole(request, page, version))
    return HttpResponse(said, content_type="application/json; charset=utf-8")


@router.post("/forms/{key}/drafts/", response={201: contract.DraftMade})
def begin(request: HttpRequest, key: str) -> Status[dict[str, Any]]:
    """Begin to fill in a form."""
    page, version = _page_with(key)
    _demand_effort(request, "begin")
    draft, token = services.start_draft(version, occasion=occasion_of(page))
    steps = saving.steps_shown(draft, saving.state_of(draft, {}))
    return Status(201, {"id": draft.pk, "token": token, "revision": draft.revision, "steps": steps})


@router.get("/drafts/{uuid:draft_id}/", response=contract.Draft, auth=holder)
def read(request: HttpRequest, draft_id: UUID) -> dict[str, Any]:
    """What has been answered so far."""
    draft = open_draft(request)
    steps = saving.steps_shown(draft, saving.state_of(draft, {}))
    return {"revision": draft.revision, "steps": steps, "answers": draft.answers}


@router.put("/drafts/{uuid:draft_id}/steps/{step_key}/", response=contract.Saved, auth=holder)
def save(request: HttpRequest, draft_id: UUID, step_key: str, body: contract.Answers) -> contract.Saved:
    """Answer questions of one step. What is right is kept, also when something else is wrong."""
    draft = open_draft(request)
    try:
        return saving.save(draft, _step(draft, step_key), body.answers, known=body.revision)
    except DraftClosed:
        raise closed() from None
    except MovedOn as moved:
        raise moved_on(moved) from None


@router.post("/drafts/{uuid:draft_id}/submission/", response=contract.Sent, auth=holder)
def submit(request: HttpRequest, draft_id: UUID, body: contract.Sending) -> dict[str, str]:
    """Hand the draft in. Twice is once."""
    draft = held_draft(request)
    _demand_effort(request, "report")
    try:
        receipt = services.submit(draft, by=None, idempotency_key=body.idempotency_key)
    except Incomplete as incomplete:
        problems = [saving.as_wrong(problem).model_dump() for problem in incomplete.problems]
        raise Problem(422, incomplete.code, str(incomplete.sentence), problems=problems) from None
    except DraftClosed:
        raise closed() from None
    return {"number": receipt.submission.number, "code": receipt.code}


NOBODY = AnonymousUser()


def _open_pages(**only: str) -> list[tuple[FormPage, FormVersion]]:
    pages = FormPage.objects.live().public().filter(**only).order_by("path")
    # A program has no post: what only some may begin is not offered here.
    open_now = [page for page in pages if page.is_open and page.may_be_begun_by(NOBODY)]
    found = [(page, newest_version(page.form_id)) for page in open_now]
    return [(page, version) for page, version in found if version is not None]


def _page_with(key: str) -> tuple[FormPage, FormVersion]:
    """The first open page that hosts the form."""
    found: tuple[FormPage, FormVersion] | None = remembered(
        f"api:{key}", lambda: next(iter(_open_pages(form__key=key)), None)
    )
    if found is None or not found[0].is_open:
        raise Http404
    return found


def _whole(request: HttpRequest, page: FormPage, version: FormVersion) -> str:
    said = contract.FormWhole(
        **_head(request, page, version),
        definition=version.schema.model_dump(mode="json", exclude={"tests"}, exclude_defaults=True),
        answers=_json_schema(version.schema),
    )
    return said.model_dump_json()


def _head(request: HttpRequest, page: FormPage, version: FormVersion) -> dict[str, Any]:
    title = version.schema.title
    return {"key": version.form.key, "title": title, "version": version.number, "page": page.get_full_url(request)}


def _json_schema(schema: FormSchema) -> dict[str, Any]:
    return {"type": "object", "properties": {field.key: _of_field(field) for field in schema.fields()}}


def _of_field(field: Question | Table) -> dict[str, Any]:
    if isinstance(field, Question):
        return dict(registry[field.type].json_schema(field))
    columns = {column.key: _of_field(column) for column in field.columns}
    return {"type": "array", "maxItems": field.most_rows, "items": {"type": "object", "properties": columns}}


def _step(draft: Draft, key: str) -> Step:
    try:
        return draft.version.schema.step(key)
    except KeyError:
        raise Http404 from None


def _demand_effort(request: HttpRequest, purpose: str) -> None:
    """Above the limit a program computes or waits like everybody else: `X-Effort: <token> <number>`."""
    token, _space, answer = request.headers.get("X-Effort", "").partition(" ")
    puzzle = effort.asked_of_program(request, purpose, token=token, answer=answer)
    if puzzle is not None:
        message = _("There is much traffic. Solve the puzzle or wait, then send this again. In danger call 110.")
        asked = {"token": puzzle.token, "nonce": puzzle.nonce, "bits": puzzle.bits, "wait": puzzle.seconds_left}
        raise Problem(429, "effort", message, puzzle=asked)
    effort.note(request, purpose)
