"""Reading what was handed in. Each opening is on record with its purpose; who reported needs a reason of its own."""

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from forms import presentation, reading
from forms.models import Submission
from forms.printing import print_filled
from forms.printing.pages import as_pdf, as_word
from forms.schema import Sensitivity
from portal import docx
from portal.access.services import record_refusal
from portal.pdf import PrintFailed
from portal.words import readers_language
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.desk.documents import is_attachment, with_files
from workflows.models import Case, Task
from workflows.policies import lender_of, readable_paper
from workflows.purposes import purpose

LONGEST_REASON = 120


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to know who reported?"),
        help_text=_("It is kept in the access log with your name. Do not write personal data here."),
        min_length=4,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@at_desk
def submission_page(request: DeskRequest, case_id: UUID, submission_id: UUID) -> HttpResponse:
    """The answers I may read, but never who reported."""
    case, submission = _find(request, case_id, submission_id)
    allowed = readable_paper(request.post, case, submission.in_case)
    task = _open_task(request, case)
    opened = _opened(request, case, submission, allowed, task=task)
    context = {
        "case": case,
        "task": task,
        "submission": submission,
        "form": opened.schema,
        "sections": with_files(_present(opened), submission),
        "may_read_reporter": "reporter" in allowed and hasattr(submission, "reporter_identity"),
        "reason_form": ReasonForm(),
    }
    return render(request, "workflows/desk/submission.html", context)


@at_desk
@require_safe
def paper(request: DeskRequest, case_id: UUID, submission_id: UUID) -> HttpResponse:
    """The same on paper, with what was attached; with `?as=word` to be written on in. On record as printed."""
    case, submission = _find(request, case_id, submission_id)
    allowed = readable_paper(request.post, case, submission.in_case)
    opened = _opened(request, case, submission, allowed, task=_open_task(request, case), action="print")
    stored = [file for file in submission.files.all() if is_attachment(file, submission, allowed)]
    printed = partial(print_filled, submission, opened, stored=stored, by=request.post, language=readers_language())
    if request.GET.get("as") == "word":
        return as_word(printed(render=docx.render), str(submission.number))
    try:
        data = printed()
    except PrintFailed:
        messages.error(request, _("It could not be printed just now. Try again in a minute."))
        return redirect("desk:submission", case.pk, submission.pk)
    return as_pdf(data, str(submission.number))


@at_desk
def reporter_page(request: DeskRequest, case_id: UUID, submission_id: UUID) -> HttpResponse:
    """Who reported, once, for a reason. A GET asks for the reason; only a POST shows."""
    case, submission = _find(request, case_id, submission_id)
    schema = submission.version.schema
    if "reporter" not in readable_paper(request.post, case, submission.in_case):
        record_refusal(submission, by=request.post, action="read_reporter", purpose=purpose(case, by=request.post))
        raise Http404
    form = ReasonForm(request.POST or None)
    sections = None
    if form.is_valid():
        lender = lender_of(request.post, case, schema.key, {"reporter"})
        task, reason = _open_task(request, case), form.cleaned_data["reason"]
        what_for = purpose(case, by=request.post, task=task, lender=lender, reason=reason)
        sections = _present(reading.opened(submission, by=request.post, sensitivities={"reporter"}, purpose=what_for))
    context = {"case": case, "submission": submission, "form": schema, "reason_form": form, "sections": sections}
    return render(request, "workflows/desk/reporter.html", context)


def _opened(
    request: DeskRequest,
    case: Case,
    submission: Submission,
    allowed: set[Sensitivity],
    *,
    task: Task | None,
    action: str = "read",
) -> reading.Opened:
    """All but who reported, on record."""
    sensitivities = allowed - {"reporter"}
    lender = lender_of(request.post, case, submission.version.schema.key, sensitivities)
    what_for = purpose(case, by=request.post, task=task, lender=lender)
    return reading.opened(submission, by=request.post, sensitivities=sensitivities, purpose=what_for, action=action)


def _present(opened: reading.Opened) -> list[presentation.Section]:
    language = get_language() or ""
    return presentation.present(opened.schema, opened.answers, language=language, corrections=opened.corrections)


def _find(request: DeskRequest, case_id: UUID, submission_id: UUID) -> tuple[Case, Submission]:
    case = find_case(request, case_id)
    found = Submission.objects.filter(pk=submission_id, in_case__case__in=case.one_with)
    submission = found.select_related("version__form", "data_key", "reporter_identity", "in_case").first()
    if submission is None:
        raise Http404
    if not readable_paper(request.post, case, submission.in_case):
        record_refusal(submission, by=request.post, action="read", purpose=purpose(case, by=request.post))
        raise Http404
    return case, submission


def _open_task(request: DeskRequest, case: Case) -> Task | None:
    """What my organisation has to do in the case now."""
    task = case.tasks.open().of_organisations(request.post).by_deadline().first()
    if task is not None:
        task.case = case
    return task
