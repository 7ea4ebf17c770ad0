"""Who may come to the desk, and finding what they may see. What is not theirs is not there: 404, and on record."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post, User
from workflows.models import Case, Task
from workflows.policies import may, was_allowed

P = ParamSpec("P")

# What is done to a task is judged afresh under the lock of its case; only its page tells who has it.
_SHOWN: dict[bool, tuple[str, ...]] = {False: ("organisation", "assignee__user", "done_by__user"), True: ()}


class DeskRequest(HttpRequest):
    """A request of somebody who is signed in and holds a post."""

    user: User
    post: Post


class NoLongerAllowed(Refused):
    """What a substitute saw while standing in for somebody."""


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def at_desk(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for people in a post; never kept by a cache."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        post = request.user.acting_post if isinstance(request.user, User) else None
        if post is None:
            return no_post(request)
        request.post = post  # type: ignore[attr-defined]  # this makes it a DeskRequest
        try:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # as above
        except NoLongerAllowed as refusal:
            return render(request, "workflows/desk/no_longer.html", {"sentence": refusal.sentence}, status=403)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)


def no_post(request: HttpRequest) -> HttpResponse:
    context = {}
    if isinstance(request.user, User):
        posts = request.user.posts.select_related("organisation")
        today = timezone.localdate()
        context = {
            "ended": posts.ended().order_by("-ends_on", "-pk").first(),
            "coming": posts.filter(starts_on__gt=today).order_by("starts_on", "pk").first(),
        }
    return render(request, "workflows/desk/no_post.html", context, status=403)


def find_task(request: DeskRequest, task_id: UUID) -> Task:
    """A task the acting post may see. Raises Http404; a try at somebody else's task is logged."""
    tasks = Task.objects.select_related("case__version", "case__rest", *_SHOWN[request.method == "POST"])
    task = tasks.defer("case__version__definition").filter(pk=task_id).first()
    if task is None or not may(request.post, "see", task).allowed:
        _log_try(task, request)
        raise Http404
    return task


def find_case(request: DeskRequest, case_id: UUID) -> Case:
    """A case the acting post's organisation is part of. Raises Http404; a try at another case is logged."""
    cases = Case.objects.select_related("version", "rest", "merge__into").defer("version__definition")
    case = cases.prefetch_related("parties", "tasks").visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        _log_try(Case.objects.filter(pk=case_id).first(), request)
        raise Http404
    return case


def _log_try(target: Case | Task | None, request: DeskRequest) -> None:
    """Raises NoLongerAllowed for somebody who saw it as a substitute, and so knows of it."""
    if target is None:
        return
    matter = target.case_id if isinstance(target, Task) else target.pk
    record_refusal(target, by=request.post, action="see", purpose=Purpose("", matter=matter))
    if over := was_allowed(request.post, "see", target):
        raise NoLongerAllowed(over.code, over.sentence)
