"""The lists of registers: by name, searched, and begun anew by whoever may."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from forms.models import Form, Record
from forms.models.record import RecordQuerySet, registers
from forms.records import policies
from forms.records.finding import find
from forms.records.naming import name_for
from forms.schema import FormSchema
from forms.searching import rate_limit
from forms.searching.query import Wanted
from portal.access.refusal import Refused
from portal.access.services import record_reading, written_together
from portal.directory.models import Post
from portal.keyset import Order, Slice, slice_of, where_from
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.places import place_names
from workflows.desk.records.filling import begin
from workflows.desk.search import SearchForm

PAGE = 20
FOUND = 20
NEWEST_FIRST = Order(("-opened_at", "-id"))


@dataclass(frozen=True)
class Shown:
    record: Record
    name: str
    place: str


def may_open(post: Post) -> bool:
    """Whether there is a register for the post at all."""
    return bool(policies.readable_registers(post))


@at_desk
@sensitive_post_parameters("who")
def record_list(request: DeskRequest) -> HttpResponse:
    """GET shows a register page by page; a POST searches it, so that no name stands in an address."""
    registers = policies.readable_registers(request.post)
    chosen, schema = _chosen(registers, request.GET.get("register", ""))
    records = Record.objects.visible_to(request.user).filter(form=chosen)
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {
        "registers": [(one, one.key == schema.key) for one in registers.values()],
        "schema": schema,
        "form": form,
        "may_write": any(one.key == schema.key for one in policies.writable_registers(request.post)),
    }
    if form.is_bound:
        context["found"] = _searched(request, form, records)
    else:
        context["page"] = page = _page(request, records)
        context["rows"] = shown(request.post, page.rows)
    return render(request, "workflows/desk/records.html", context)


@at_desk
@require_POST
def begin_record(request: DeskRequest, form_key: str) -> HttpResponse:
    """The register's own form, from the beginning or where it was left."""
    schema = next((one for one in policies.writable_registers(request.post) if one.key == form_key), None)
    version = Form.objects.get(key=form_key).current_version if schema else None
    if version is None:
        raise Http404
    return begin(version, None, by=request.post)


def _chosen(registers: dict[int, FormSchema], key: str) -> tuple[int, FormSchema]:
    """Raises Http404 for somebody who reads no register."""
    for form, schema in registers.items():
        if not key or schema.key == key:
            return form, schema
    raise Http404


def _page(request: DeskRequest, records: QuerySet[Record]) -> Slice[Record]:
    where = where_from(request)
    among = [records] if any(where.values()) else []
    full = records.select_related("version", "data_key").defer("version__definition").prefetch_related("parties")
    return slice_of([full], NEWEST_FIRST, size=PAGE, among=among, **where)


def _searched(request: DeskRequest, form: SearchForm, records: RecordQuerySet) -> list[Shown] | None:
    if not form.is_valid():
        return None
    try:
        rate_limit.demand(request.post)
    except Refused as refused:
        form.add_error("who", str(refused.sentence))
        return None
    wanted: Wanted = form.cleaned_data["who"]
    found = find(records, wanted, by=request.post, most=FOUND)
    record_reading(request.post, by=request.post, action=rate_limit.ACTION, purpose=f"{wanted.kind}: {len(found)}")
    return shown(request.post, found)


@written_together()
def shown(post: Post, records: Iterable[Record]) -> list[Shown]:
    """With the name of each, where the post may read it; that it was seen in a list is on record."""
    records = list(records)
    places = place_names(record.area_code for record in records)
    known = registers()
    return [
        Shown(record, name_for(post, record, known, action="list"), places.get(record.area_code, ""))
        for record in records
    ]
