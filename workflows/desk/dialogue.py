"""What the office in charge and who reported write to each other, as one thread. Who that is stands nowhere here."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from forms import files
from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Post
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.dialogue import LONGEST, Said, ask, closed_because, file_of, seen_by_office, thread
from workflows.models import Case
from workflows.policies import may, relations_in_charge
from workflows.purposes import purpose


class AskForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        help_text=_(
            "Perhaps somebody else uses that telephone: write no name of a child, and nothing that was in the report."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # A second click sends nothing a second time.
    key = forms.UUIDField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Dialogue:
    """What the page of the case says of it: numbers only, no word is opened for that."""

    written: int
    unread: int
    refusal: str | Promise
    closed: str | Promise


def dialogue_with(case: Case, post: Post) -> Dialogue | None:
    """None where who reported can read nothing, or where it is not for anybody of the post's organisation."""
    opening = case.opening_submission
    if not opening.receipt_digest or not concerns(case, post):
        return None
    answer = may(post, "talk", case)
    written = [row for row in opening.dialogue.values_list("post", "read_at") if answer.allowed]
    return Dialogue(
        written=len(written),
        unread=sum(post is None and read_at is None for post, read_at in written),
        refusal="" if answer.allowed else answer.sentence,
        closed=closed_because(case, opening),
    )


def concerns(case: Case, post: Post) -> bool:
    """Could anybody of the organisation be in charge? Others need not hear that there is such a thing."""
    held = {party.relation for party in case.parties.all() if party.organisation_id in post.organisation_ids()}
    return not held.isdisjoint(relations_in_charge(case))


@at_desk
def dialogue_page(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """A GET shows the thread; a POST writes to who reported or, with `seen`, puts down that all of it is read."""
    case = find_case(request, case_id)
    _demand(request, case)
    if "seen" in request.POST:
        seen_by_office(case, by=request.post)
        return redirect("desk:dialogue", case.pk)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if form.is_valid():
        try:
            ask(case, form.cleaned_data["text"], by=request.post, key=str(form.cleaned_data["key"]))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, gettext("Sent. They read it when they follow their report with the code."))
            return redirect("desk:dialogue", case.pk)
    context = {
        "case": case,
        "form": form,
        "thread": (shown := _shown(request, case)),
        "unread": any(row.said.message.is_unread_by_office for row in shown),
        "closed": closed_because(case, case.opening_submission),
    }
    return render(request, "workflows/desk/dialogue.html", context)


@at_desk
@require_safe
def dialogue_file(request: DeskRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    case = find_case(request, case_id)
    file = file_of(case, file_id, by=request.post)
    if file is None:
        raise Http404
    return files.served(request, file, base_template="desk_base.html")


def _demand(request: DeskRequest, case: Case) -> None:
    if not may(request.post, "talk", case).allowed:
        record_refusal(case, by=request.post, action="read_dialogue", purpose=purpose(case, by=request.post))
        raise Http404


@dataclass(frozen=True)
class Shown:
    said: Said
    # Empty for who reported.
    who: str


def _shown(request: DeskRequest, case: Case) -> list[Shown]:
    return [Shown(said, _who(said.message.post, request.post)) for said in thread(case, by=request.post)]


def _who(writer: Post | None, reader: Post) -> str:
    """With the person's name for colleagues only."""
    if writer is None:
        return ""
    colleague = writer.organisation_id in reader.organisation_ids()
    return f"{writer.organisation} · {writer.user}" if colleague else str(writer.organisation)
