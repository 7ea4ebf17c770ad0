"""One record: what it says now, what was handed in about it, and what can be begun there."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forms import files, reading
from forms.models import StoredFile
from forms.presentation import present
from forms.records import policies
from forms.records import reading as records
from forms.records.naming import shown_name
from portal.access.services import record_reading, record_refusal
from portal.words import readers_language
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.documents import is_attachment, with_files
from workflows.desk.duties.strips import strips
from workflows.desk.places import place_name
from workflows.desk.records.filling import begun_at
from workflows.desk.records.finding import find_paper, find_record, purpose, timeline


@at_desk
@require_safe
def record_page(request: DeskRequest, record_id: UUID) -> HttpResponse:
    record = find_record(request, record_id)
    allowed = policies.readable(request.post, record)
    answers = records.read(record, by=request.post, sensitivities=allowed, purpose=purpose(record))
    writes = policies.may_write(request.post, record)
    context = {
        "record": record,
        "schema": record.schema,
        "name": shown_name(record, answers),
        "place": place_name(record.area_code),
        "sections": present(record.schema, answers, language=readers_language()),
        "begun_here": [version.schema for version in begun_at(record)] if writes else [],
        "timeline": timeline(request, record),
        "duties": strips(record),
    }
    return render(request, "workflows/desk/record.html", context)


@at_desk
@require_safe
def record_paper(request: DeskRequest, record_id: UUID, paper_id: UUID) -> HttpResponse:
    """What was handed in at the record, on record as read."""
    record = find_record(request, record_id)
    paper, allowed = find_paper(request, record, paper_id)
    opened = reading.opened(paper, by=request.post, sensitivities=allowed, purpose=purpose(record))
    sections = present(opened.schema, opened.answers, language=readers_language(), corrections=opened.corrections)
    context = {
        "record": record,
        "paper": paper,
        "schema": opened.schema,
        "sections": with_files(sections, paper),
    }
    return render(request, "workflows/desk/record_paper.html", context)


@at_desk
@require_safe
def record_file(request: DeskRequest, record_id: UUID, paper_id: UUID, file_id: UUID) -> HttpResponseBase:
    record = find_record(request, record_id)
    paper, allowed = find_paper(request, record, paper_id)
    file = StoredFile.objects.filter(pk=file_id, submission=paper).select_related("data_key").first()
    if file is None:
        raise Http404
    if not is_attachment(file, paper, allowed):
        record_refusal(file, by=request.post, action="open_file", purpose=purpose(record))
        raise Http404
    record_reading(file, by=request.post, action="open_file", purpose=purpose(record))
    return files.served(request, file, base_template="desk_base.html")
