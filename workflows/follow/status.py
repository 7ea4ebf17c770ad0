"""How far a report is. Never what the report says."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forms import files
from forms.models import StoredFile, Submission
from forms.services import find_by_receipt
from portal.effort import services as effort
from portal.words import Words
from workflows.dialogue import count_unread
from workflows.follow.codeform import UNKNOWN, CodeForm
from workflows.follow.session import followed, forget, remember, remembered
from workflows.models import Case, CaseMerge


@dataclass(frozen=True)
class Stage:
    on: date
    words: Words | str | Promise
    current: bool = False


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if asked := effort.ask(request, "follow"):
            return asked
        # Found or not, the same answer is given: go and look.
        submission = find_by_receipt(form.cleaned_data["code"])
        if submission is None:
            effort.note(request, "follow")
        remember(request, submission)
        return redirect("follow")
    return render(request, "workflows/follow.html", _context(request, form))


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponseBase:
    """The receipt again, as long as it is kept: a day, because it shows the code."""
    submission = followed(request)
    file = _receipt_of(submission) if submission else None
    if file is None:
        raise Http404
    return files.served(request, file, shown=False)


def _context(request: HttpRequest, form: CodeForm) -> dict[str, object]:
    looked = remembered(request)
    submission = followed(request)
    if looked is not None and submission is None and not form.is_bound:
        form = CodeForm({"code": ""})
        form.full_clean()
        form.errors["code"] = form.error_class([str(UNKNOWN)])
        forget(request)
    context: dict[str, object] = {"form": form, "submission": submission}
    if submission is not None:
        context |= {"stages": stages(submission), "has_receipt": _receipt_of(submission) is not None}
        context["questions"] = count_unread(submission)
    return context


def stages(submission: Submission) -> list[Stage]:
    """What the reporter was told, by day, the last one current. By the small-place rule never to the minute."""
    case = Case.objects.filter(case_submissions__submission=submission).select_related("version").first()
    received: Words | Promise = _("Your report has arrived.")
    told: list[Stage] = []
    if case is not None:
        received = case.version.schema.start.public_status or received
        told = [Stage(timezone.localdate(message.at), message.words) for message in case.reporter_messages.all()]
        told += _of_the_other(case)
    found = [Stage(timezone.localdate(submission.submitted_at), received), *told]
    return [*found[:-1], Stage(found[-1].on, found[-1].words, current=True)]


def _of_the_other(case: Case) -> list[Stage]:
    """Where the case is that this one became part of, and what was told of that since; not what was put right in the
    report of somebody else."""
    merge = CaseMerge.objects.filter(case=case).select_related("into__version").first()
    if merge is None:
        return []
    status = merge.into.current_state.public_status
    messages = merge.into.reporter_messages.filter(at__gt=merge.at).exclude(key__startswith="correction.")
    told = [Stage(timezone.localdate(message.at), message.words) for message in messages]
    return told or ([Stage(timezone.localdate(merge.at), status)] if status else [])


def _receipt_of(submission: Submission) -> StoredFile | None:
    files_of_draft = StoredFile.objects.filter(draft__submission=submission, field_key="receipt")
    return files_of_draft.select_related("data_key").first()
