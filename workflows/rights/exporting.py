"""The export about one person, as data and as paper."""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone

from forms import presentation, reading
from forms.models import Submission
from portal import pdf
from portal.access.models import Access
from portal.directory.models import Post
from portal.words import say
from workflows.models.dialogue import FILES_OF
from workflows.rights.contents import About, Person, about
from workflows.rights.models import DataRequest, Export
from workflows.rights.models.target import case_of
from workflows.rights.recording import purpose_of
from workflows.rights.requests import SEARCHED, TYPED, demand_kept, demand_no_conflict

LANGUAGE = settings.LANGUAGE_CODE
# In which answers were seen, whatever for.
READINGS = ("read", "print", "compare", "read_proposal")


def held_about(request: DataRequest, *, by: Post) -> dict[str, Any]:
    """All that is held in the confirmed submissions, as plain data. Each reading is logged. Raises Refused."""
    demand_no_conflict(request, by, "export_person")
    demand_kept(request)
    typed = request.unsealed()
    person = {kind: typed[name] for name, kind in TYPED.items() if typed.get(name)}
    matches = request.matches.select_related("submission__version__form", "submission__data_key")
    made = timezone.localtime().isoformat(timespec="seconds")
    held = [_held(match.submission, person, request, by) for match in matches if not match.submission.is_erased]
    return {"request": request.number, "made_at": made, "submissions": held}


def make(request: DataRequest, *, by: Post) -> Export:
    """Not yet saved."""
    held = held_about(request, by=by)
    context = {"held": held, "made_at": timezone.localtime(), "language": LANGUAGE}
    paper = pdf.render("rights/export_pdf.html", context, language=LANGUAGE)
    export = Export(request=request)
    export.fill(json=json.dumps(held, ensure_ascii=False, indent=2).encode(), pdf=paper)
    return export


def _held(submission: Submission, person: Person, request: DataRequest, by: Post) -> dict[str, Any]:
    schema = submission.version.schema
    what_for = purpose_of(submission, request.number)
    opened = reading.opened(submission, by=by, sensitivities=SEARCHED, purpose=what_for)
    found = about(schema, opened.answers, person, opened.corrected())
    return {
        "number": submission.number,
        "form": say(schema.title, LANGUAGE),
        "handed_in_on": timezone.localdate(submission.submitted_at).isoformat(),
        "case": _case(submission),
        "sections": _sections(opened, found),
        "withheld": [say(label, LANGUAGE) for label in found.withheld],
        "files": submission.files.here().exclude(field_key__startswith=FILES_OF).count(),
        # Said of every report that could have one: whether somebody wrote would tell that they can be reached.
        "dialogue_kept_back": schema.receipt,
        "read_by": _readers(submission),
    }


def _sections(opened: reading.Opened, found: About) -> list[dict[str, Any]]:
    """With the corrections of what is given. Who asked for one is about them and is left out."""
    corrections = [kept for one in opened.corrections if (kept := _kept(one, found)) is not None]
    parts = presentation.present(opened.schema, found.given, language=LANGUAGE, corrections=corrections)
    return [
        {"title": part.title, "rows": [_row(row) for row in part.rows if row.text or row.corrections]} for part in parts
    ]


def _kept(correction: reading.Corrected, found: About) -> reading.Corrected | None:
    """It is in the export when its answer is; in a table it stands in the row that the answer has there."""
    place = correction.place
    if not place.row:
        return correction if place.field in found.given else None
    rows = found.rows.get(place.field, [])
    return replace(correction, place=replace(place, row=rows.index(place.row) + 1)) if place.row in rows else None


def _row(row: presentation.Row) -> dict[str, Any]:
    said: dict[str, Any] = {"label": row.label, "text": row.text}
    if row.corrections:
        said["corrections"] = [
            {"should_read": one.text, "ground": one.ground, "on": timezone.localdate(one.at).isoformat()}
            for one in row.corrections
        ]
    return said


def _case(submission: Submission) -> dict[str, Any] | None:
    case = case_of(submission)
    if case is None:
        return None
    closed = timezone.localdate(case.closed_at).isoformat() if case.closed_at else None
    return {"number": case.number, "state": say(case.current_state.title, LANGUAGE), "closed_on": closed}


def _readers(submission: Submission) -> list[dict[str, Any]]:
    """Organisations, not people; openings of the reporter's compartment are another row and are left out."""
    readings = Access.objects.filter(
        object_id=str(submission.pk), object_type=submission._meta.label_lower, action__in=READINGS, allowed=True
    )
    by_place = readings.order_by().values("post__organisation__name").annotate(times=Count("pk"), last=Max("at"))
    return [
        {
            "organisation": row["post__organisation__name"],
            "times": row["times"],
            "last": timezone.localdate(row["last"]).isoformat(),
        }
        for row in by_place.order_by("post__organisation__name")
    ]
