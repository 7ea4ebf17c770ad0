"""Papers as a table file: asked for with a purpose, made in the background, taken once."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.downloads import file_response
from portal.jobs.models import Job
from portal.tablefile import KINDS
from portal.words import both, spoken
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.cases import asked_for, known_states
from workflows.extracts import choosing, services
from workflows.models import Extract
from workflows.obligations.models import Obligation

MOST_SHOWN = 30
SECONDS_BETWEEN_LOOKS = 3
# By what is in the file, and the key of what it is about.
Titles = dict[tuple[str, str], str]
CARRIED = ("show", "state", "place", "urgent")


class FileForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("File"), choices=Extract.Kind.choices, initial=Extract.Kind.XLSX, widget=forms.RadioSelect
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("It is kept in the access log with your name. Do not write personal data here."),
        min_length=4,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ExtractForm(FileForm):
    form = forms.ChoiceField(label=_("Papers of which form"))

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]  # handed on as they came
        choices = [(one.key, spoken(both(one.title, one.title_en))) for one in choosing.forms()]
        self.fields["form"].choices = choices  # type: ignore[attr-defined]  # the stubs know no subclass here
        self.titles = dict(choices)


@dataclass(frozen=True)
class Line:
    extract: Extract
    title: str
    done: int
    total: int
    failed: bool = False

    @property
    def is_going_on(self) -> bool:
        return self.extract.state == Extract.State.WAITING and not self.failed


@at_desk
def extracts(request: DeskRequest) -> HttpResponse:
    """What I asked for, and asking for more of the cases that the address says, as the list of cases does."""
    states = known_states()
    carried = {name: value for name in CARRIED if (value := request.GET.get(name, ""))}
    which = asked_for(request.GET, states)
    form = ExtractForm(request.POST or None, initial={"kind": Extract.Kind.XLSX})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.ask(said["form"], which, kind=said["kind"], purpose=said["purpose"], by=request.post)
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        return redirect("desk:extracts")
    lines = _lines(request, _titles(form))
    context = {
        "form": form,
        "lines": lines,
        "which": which,
        "carried": carried,
        "state": states.get(which.state),
        "hours": int(services.KEPT_FOR.total_seconds() // 3600),
    }
    response = render(request, "workflows/desk/extracts.html", context)
    if any(line.is_going_on for line in lines) and request.method == "GET":
        # Also without scripts the bar moves.
        response["Refresh"] = f"{SECONDS_BETWEEN_LOOKS}; url={reverse('desk:extracts')}"
    return response


@at_desk
@require_POST
def take(request: DeskRequest, extract_id: UUID) -> HttpResponseBase:
    """The file, once. That there is one of somebody else is not told."""
    extract = Extract.objects.filter(pk=extract_id).first()
    if extract is None or extract.post_id != request.post.pk:
        if extract is not None:
            record_refusal(extract, by=request.post, action="download_extract")
        raise Http404
    try:
        content = services.take(extract, by=request.post)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("desk:extracts")
    kind = KINDS[extract.kind]
    what = extract.form_key if extract.subject == Extract.Subject.PAPERS else f"{extract.form_key}-{extract.subject}"
    name = f"{what}-{timezone.localtime(extract.made_at):%Y%m%d-%H%M}.{kind.ending}"
    return file_response(request, content, kind.media_type, name, shown=False)


def _titles(form: ExtractForm) -> Titles:
    papers: Titles = {(Extract.Subject.PAPERS, key): title for key, title in form.titles.items()}
    duties = Obligation.objects.values_list("key", "title", "title_en")
    said = {key: spoken(both(title, english)) for key, title, english in duties}
    lists: Titles = {
        (Extract.Subject.MISSED, key): gettext("What was missed: %(duty)s") % {"duty": title}
        for key, title in said.items()
    }
    return {**papers, **lists}


def _lines(request: DeskRequest, titles: Titles) -> list[Line]:
    found = list(Extract.objects.of(request.post).defer("papers")[:MOST_SHOWN])
    jobs = {job.key: job for job in Job.objects.filter(key__in=[extract.job_key for extract in found])}
    return [_line(extract, titles, jobs.get(extract.job_key)) for extract in found]


def _line(extract: Extract, titles: Titles, job: Job | None) -> Line:
    title = titles.get((extract.subject, extract.form_key), extract.form_key)
    if job is None:
        return Line(extract, title, 0, 0)
    return Line(extract, title, job.progress, job.total, failed=job.state == Job.State.DEAD)
