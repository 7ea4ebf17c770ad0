"""Questions of the office to who reported, and the answers. Words go in; out come the office's only, never one's own.

Whoever types may take long: when the session has forgotten the report meanwhile, the code is asked for again and what
was typed stays. Nothing needs a script.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from forms.intake import DEFAULT
from forms.models import Submission
from forms.services import find_by_receipt
from portal.access.refusal import Refused
from portal.effort import services as effort
from portal.thinning import left_out, without_large_files
from workflows.dialogue import LONGEST, asked, closed_because, seen_by_reporter, write
from workflows.follow.codeform import UNKNOWN, CodeForm
from workflows.follow.session import followed, remember
from workflows.models import Case

PURPOSE = "message"
# Files that could not be taken, of one report: however many addresses its code is used from.
UNUSABLE, UNUSABLE_FREE = "unusable", effort.Window(20, 600)
BUSY = _("Very many messages have come from your network just now. Send it again in ten minutes; what you typed stays.")
AGAIN = _("The portal has forgotten your report for your safety. Type the code again; what you wrote is still here.")


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        help_text=_("The office learns nothing of who you are by this, unless you write it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    # A second click sends nothing a second time.
    key = forms.UUIDField(widget=forms.HiddenInput)


@without_large_files
@never_cache
@sensitive_post_parameters("code", "text")
def messages_page(request: HttpRequest) -> HttpResponse:
    """GET shows what the office wrote; POST sends an answer, with the code when the session has forgotten it, or with
    `seen` puts down that the questions were read.
    """
    submission = followed(request)
    if submission is not None and "seen" in request.POST:
        seen_by_reporter(submission)
        return redirect("follow_messages")
    if request.method != "POST":
        return redirect("follow") if submission is None else _page(request, submission, _new_form())
    form, code = MessageForm(request.POST), None
    if submission is None:
        code = CodeForm(request.POST if "code" in request.POST else None)
        if asked_first := _look_up(request, code):
            return asked_first
        submission = followed(request)
    if submission is None:
        return render(request, "workflows/follow_messages.html", _again(form, code))
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    return _send(request, submission, form)


def _look_up(request: HttpRequest, code: CodeForm) -> HttpResponse | None:
    """Remembers the report of a code that was typed. What is returned asks for some effort first."""
    if not code.is_valid():
        return None
    if asked_first := effort.ask(request, "follow"):
        return asked_first
    found = find_by_receipt(code.cleaned_data["code"])
    if found is None:
        effort.note(request, "follow")
        code.add_error("code", str(UNKNOWN))
    else:
        remember(request, found)
    return None


def _send(request: HttpRequest, submission: Submission, form: MessageForm) -> HttpResponse:
    if (
        effort.level_of(request, PURPOSE)
        or effort.used(UNUSABLE, UNUSABLE_FREE, str(submission.pk)) >= UNUSABLE_FREE.free
    ):
        form.add_error(None, str(BUSY))
        return _page(request, submission, form, status=429)
    missing, uploads = left_out(request), request.FILES.getlist("files")
    key, text = str(form.cleaned_data["key"]), form.cleaned_data["text"]
    try:
        sent = write(submission, text, uploads, key=key, missing=len(missing))
    except Refused as refusal:
        if refusal.code == "nothing":
            _note_unusable(submission, len(uploads))
        form.add_error(None, str(refusal.sentence))
        return _page(request, submission, form, status=422)
    _note_unusable(submission, len(sent.refused))
    if sent.is_new:
        effort.note(request, PURPOSE)
    messages.success(request, gettext("Your message has been sent. Look here again for an answer."))
    for sentence in [
        *sent.refused,
        *(gettext("%(name)s: This file is too large.") % {"name": one.name} for one in missing),
    ]:
        messages.warning(request, sentence)
    return redirect("follow_messages")


def _note_unusable(submission: Submission, files: int) -> None:
    """To look at a file costs as much when nothing comes of it, and no message says that somebody tried."""
    if files:
        effort.use(UNUSABLE, UNUSABLE_FREE, str(submission.pk), amount=files)


def _new_form() -> MessageForm:
    return MessageForm(initial={"key": uuid4()})


def _again(form: MessageForm, code: CodeForm | None) -> dict[str, Any]:
    return {"form": form, "code_form": code if code and code.is_bound else CodeForm(), "again": AGAIN}


def _page(request: HttpRequest, submission: Submission, form: MessageForm, *, status: int = 200) -> HttpResponse:
    case = Case.objects.filter(case_submissions__submission=submission).first()
    context = {
        "submission": submission,
        "thread": asked(submission),
        "form": form,
        "closed": closed_because(case, submission) if case else "",
        "accept": ",".join(f".{ending}" for ending in DEFAULT),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "workflows/follow_messages.html", context, status=status)
