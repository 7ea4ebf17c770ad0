"""From the papers to a sealed file, row by row."""

import gc
import io
import secrets
from collections.abc import Callable
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forms import reading
from forms.columns import Tables, rows_of
from portal.access.services import record_reading
from portal.directory.models import User
from portal.jobs.progress import progress
from portal.notices.services import notify
from portal.privacy import sealing
from portal.privacy.streams import SealingStream
from portal.spool import Spool
from portal.tablefile import Cell, TableFile, table_file
from portal.words import say
from workflows.extracts import choosing, missed
from workflows.extracts.choosing import Paper
from workflows.lists import CaseFilter
from workflows.models import Extract

# More than this is no question any more but a copy of the portal.
MOST = 50_000
# Of the time that a job has, so many seconds are for packing and sealing: a file that says what it lacks is of more use
# than a job that is ended three times.
FOR_PACKING = 20
PROGRESS_EACH = 100
# What so many papers leave behind is taken away at once: by itself the worker does that much later, see
# portal.supervisor.memory.
TIDY_EACH = 1_000


def make(extract: Extract) -> Callable[[], None]:
    """Read and write without a lock; what it returns says that it is ready, in a transaction.

    The rights are those of now, not those of when it was asked for: without a post any more there is no file.
    """
    user = User.objects.get(pk=extract.post.user_id)
    if not (user.is_active and user.act_in(extract.post_id)):
        return lambda: _end(extract, Extract.State.REFUSED)
    with translation.override(extract.language):
        whole, held = _written(extract, user)
    key = sealing.new_key()
    sealed = SealingStream(whole, key, place=extract.place)
    name = secrets.token_hex(16)
    path = storages["sealed"].save(f"{name[:2]}/{name}", File(io.BufferedReader(sealed)))
    whole.close()

    def ready() -> None:
        extract.hold(held)
        extract.path, extract.size, extract.data_key = path, sealed.size, key
        _end(extract, Extract.State.READY)

    return ready


def _end(extract: Extract, state: Extract.State) -> None:
    with transaction.atomic():
        Extract.objects.select_for_update().get(pk=extract.pk)
        extract.state = state
        extract.save()
        if state == Extract.State.READY:
            purpose = f"{extract.form_key}, {extract.count}: {extract.purpose}"
            record_reading(extract, by=extract.post, action="extract", purpose=purpose)
            words = {"count": str(extract.count)}
            path = reverse("desk:extracts")
            notify([extract.post.user], key=f"extract.{extract.pk}", template="extract_ready", words=words, path=path)


def _written(extract: Extract, user: User) -> tuple[Spool, list[UUID]]:
    return WRITTEN[Extract.Subject(extract.subject)](extract, user)


def _papers(extract: Extract, user: User) -> tuple[Spool, list[UUID]]:
    which = CaseFilter(**extract.which)
    schemas = choosing.versions_of(extract.form_key)
    tables = Tables.of(schemas, language=extract.language)
    file = table_file(extract.kind, [(sheet.title, [*_heads(), *sheet.labels.values()]) for sheet in tables.sheets])
    total = choosing.count(user, which, MOST)
    held: list[UUID] = []
    ends = monotonic() + settings.Q_CLUSTER["timeout"] - FOR_PACKING
    for paper in choosing.papers(user, extract.form_key, which):
        if len(held) >= MOST or monotonic() > ends:
            file.row(0, [_("There are more. Choose fewer, for example one place or one state.")])
            break
        _write(file, tables, paper, extract.language)
        held.append(paper.submission.pk)
        if len(held) % PROGRESS_EACH == 0:
            progress(min(len(held), total), max(total, len(held)))
        if len(held) % TIDY_EACH == 0:
            gc.collect()
    return file.finish(), held


def _missed(extract: Extract, user: User) -> tuple[Spool, list[UUID]]:
    owed = missed.found(user, extract.form_key, extract.which)
    file = table_file(extract.kind, [(_("What was missed"), missed.heads())])
    total, held = min(owed.count(), MOST), list[UUID]()
    ends = monotonic() + settings.Q_CLUSTER["timeout"] - FOR_PACKING
    for row, cells in missed.rows(extract.post, owed, most=MOST + 1):
        if len(held) >= MOST or monotonic() > ends:
            file.row(0, [_("There are more. Choose fewer, for example one place or one state.")])
            break
        file.row(0, cells)
        held.append(row.record_id)
        if len(held) % PROGRESS_EACH == 0:
            progress(len(held), max(total, len(held)))
    return file.finish(), held


WRITTEN = {Extract.Subject.PAPERS: _papers, Extract.Subject.MISSED: _missed}


def _heads() -> list[str]:
    return [_("Number"), _("Case"), _("Handed in on"), _("Place"), _("State"), _("Version")]


def _write(file: TableFile, tables: Tables, paper: Paper, language: str) -> None:
    submission, case = paper.submission, paper.case
    # The day and not the minute: that is for those in charge (the desk rounds it for all others too).
    day = timezone.localdate(submission.submitted_at)
    state = say(case.current_state.title, language)
    before: list[Cell] = [submission.number, case.number, day, submission.area_code, state, submission.version.number]
    answers = reading.for_table(submission, sensitivities=paper.allowed)
    for number, sheet in enumerate(tables.sheets):
        for row in rows_of(tables, sheet, submission.version.schema, answers, paper.allowed, language):
            file.row(number, [*before, *row])
