"""Forms that are begun at a register or at one of its records, filled in at the desk."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms import prefilling
from forms.models import Draft, Form, FormVersion, Record
from forms.models.record import registers
from forms.prefilling import Asking, Known
from forms.records import linking, policies
from forms.schema import FormSchema
from forms.services import Receipt, start_draft
from forms.wizard import FormWizard
from portal.directory.models import Post
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.records.finding import find_record

OCCASION = "record:"


def occasion_in(version: FormVersion, record: Record | None) -> str:
    """One draft of a post for each record and form."""
    return f"{OCCASION}{record.pk.hex if record else 'new'}:{version.form_id}"


def begun_at(record: Record) -> list[FormVersion]:
    """The forms that are begun at records of this register, as published last."""
    register = registers().get(record.form_id)
    forms = Form.objects.filter(at_records=True, live=True).order_by("title")
    versions = (form.current_version for form in forms)
    return [
        version
        for version in versions
        if version and register and version.schema.at_records and linking.link_to(version.schema, register)
    ]


def known_of(schema: FormSchema, record: Record | None, *, by: Post) -> Known:
    """What the form begins with: the record it is about, what stands there, and the profile."""
    known = prefilling.registry.known(Asking(schema, by, record))
    register = registers().get(record.form_id) if record else None
    question = linking.link_to(schema, register) if register else None
    pointing = {question.key: record.number} if question and record else {}
    return Known({**known.answers, **pointing}, known.carried)


def begin(version: FormVersion, record: Record | None, *, by: Post) -> HttpResponse:
    """To a new draft of the post, or to the one that it has begun already."""
    known = known_of(version.schema, record, by=by)
    draft, _token = start_draft(
        version,
        occasion=occasion_in(version, record),
        post=by,
        initial=known.answers,
        carried=known.carried,
        followed=linking.numbers(version.schema, known.answers),
    )
    return redirect("desk:record_form", draft.pk)


@at_desk
@require_POST
def begin_at_record(request: DeskRequest, record_id: UUID, form_key: str) -> HttpResponse:
    record = find_record(request, record_id)
    version = next((one for one in begun_at(record) if one.schema.key == form_key), None)
    if version is None or not policies.may_write(request.post, record):
        raise Http404
    return begin(version, record, by=request.post)


@at_desk
def record_form(request: DeskRequest, draft_id: UUID, place: str = "") -> HttpResponseBase:
    """Everything below `/desk/records/forms/<draft>/`."""
    response: HttpResponseBase = RecordForm.as_view()(request, draft_id=draft_id, place=place)
    return response


class RecordForm(FormWizard):
    base_template = "desk_base.html"
    request: DeskRequest

    def get_draft(self) -> Draft:
        """Only of whoever began it, in that post."""
        drafts = Draft.objects.select_related("version__form", "data_key").defer("version__definition")
        own = drafts.filter(pk=self.kwargs["draft_id"], post=self.request.post, occasion__startswith=OCCASION)
        draft = own.first()
        if draft is None:
            raise Http404
        return draft

    @property
    def base_url(self) -> str:
        return reverse("desk:record_form", args=[self.kwargs["draft_id"]])

    @property
    def actor(self) -> Post:
        return self.request.post

    def submitted(self, receipt: Receipt) -> HttpResponse:
        done = _("Handed in: %(title)s %(number)s.") % {"title": self.heading, "number": receipt.submission.number}
        messages.success(self.request, done)
        return HttpResponseRedirect(self._after(receipt.submission.pk))

    def closed(self) -> HttpResponse:
        if self.draft.submission_id is None:
            return super().closed()
        return HttpResponseRedirect(self._after(self.draft.submission_id))

    def _after(self, submission_id: Any) -> str:
        """To the record that it opened or is about."""
        seen = Record.objects.visible_to(self.request.user)
        record = seen.filter(entries__submission=submission_id).first()
        return reverse("desk:record", args=[record.pk]) if record else reverse("desk:records")
