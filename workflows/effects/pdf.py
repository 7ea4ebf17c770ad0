"""Make a document of a submission and keep it sealed with it; with the setting `word` also one to go on writing in.

A letter template `workflows/letters/<key>.html` gets: `title` (Words), `case`, `number` (of the submission), `date`,
`place` (the area's full name or empty), `sender` (the organisation that took the step), `addressee` (the organisation
of the relation in the setting `to`, or None), `answers` (by field key, as handed in; never who reported) and `sections`
(the same as people read them, see forms.presentation, with the corrections beside them). A letter includes
`workflows/letters/corrections.html` before its signature, so that no answer stands there without its correction.

With the setting `each`, the key of a table, there is one document for each of its rows, such as a certificate for each
volunteer. Its letter gets `row` too, the cells by column as corrected, and a `number` of its own: that of the
submission and the row's. Nothing of other rows may stand in it.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forms import files, presentation, reading
from forms.models import Submission
from forms.schema import FormSchema, Sensitivity, Table
from portal import docx, pdf
from portal.access.services import Purpose
from portal.directory.models import Area, Organisation
from portal.locking import locked
from portal.words import Words, say
from workflows import relations
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import EffectRun, Event
from workflows.schema import Later

# A document takes half a second, and a job has ninety.
AT_ONCE, SECONDS = 50, 40.0
# A letter never says who reported.
SENSITIVITIES: set[Sensitivity] = {"open", "personal", "sensitive"}


class PdfSettings(Settings):
    template: str
    form: str = ""
    each: str = ""
    to: str = ""
    title: Words = {}
    word: bool = False


class Kind(NamedTuple):
    ending: str
    media_type: str
    render: Callable[[str, dict[str, Any]], bytes]


KINDS = (
    Kind("pdf", "application/pdf", lambda template, context: pdf.render(template, context)),
    Kind("docx", docx.MEDIA_TYPE, docx.render),
)


class NothingToPrint(Exception):
    """The case has no submission of the form that the document is made from, or nobody took the step."""


@register
class Pdf(Effect[PdfSettings]):
    key = "pdf"
    title = _("Make a document")
    settings_model = PdfSettings

    def relations(self, given: dict[str, Any]) -> list[str]:
        to = self.settings(given).to
        return [to] if to else []

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        settings = self.settings(given)
        if not settings.each:
            return ""
        if not settings.form:
            return _now("Say which form has the table that a document is made for each row of.")
        form = forms.get(settings.form)
        tables = [field.key for field in form.fields() if isinstance(field, Table)] if form else [settings.each]
        sentence = _now("The form “%(form)s” has no table “%(key)s”.")
        return "" if settings.each in tables else sentence % {"form": settings.form, "key": settings.each}

    def problem_later(self, later: Later) -> str:
        return _now("A document is made when its step is taken, by who takes it: it cannot be made later.")

    def run(self, run: EffectRun, settings: PdfSettings) -> Ending:
        return self.run_from(run, settings, 0)[0]

    def run_from(self, run: EffectRun, settings: PdfSettings, start: int) -> tuple[Ending, int | None]:
        submission = _submission(run, settings.form)
        if submission.is_erased:
            return _erased, None
        title = settings.title or submission.version.schema.title
        template = f"workflows/letters/{settings.template}.html"
        until, rest = monotonic() + SECONDS, None
        made: list[tuple[str, str, bytes]] = []
        for number, context in enumerate(islice(_contexts(run, settings, submission, title), start, None), start):
            if number > start and (number - start >= AT_ONCE or monotonic() > until):
                rest = number
                break
            name = _name(title, context["number"])
            kinds = KINDS if settings.word else KINDS[:1]
            made += [(f"{name}.{kind.ending}", kind.media_type, kind.render(template, context)) for kind in kinds]

        def keep() -> EffectRun.Skipped | None:
            if _was_erased_meanwhile(submission):
                return _erased()
            for name, media_type, data in made:
                files.store_made(submission, f"letter:{settings.template}", name, media_type, data)
            return None

        return keep, rest


def _was_erased_meanwhile(submission: Submission) -> bool:
    """Behind the lock that the eraser takes, too, after that of the case."""
    return locked(Submission.objects.select_related("data_key").filter(pk=submission.pk)).get().is_erased


def _erased() -> EffectRun.Skipped:
    """Said in the case to whoever looks for the document."""
    return EffectRun.Skipped.ERASED


def _name(title: Words, number: str) -> str:
    return f"{say(title, django_settings.LANGUAGE_CODE)} {number}"


def _submission(run: EffectRun, form: str) -> Submission:
    """The newest of that form, or the one handed in with the transition."""
    members = (
        run.case.case_submissions.standing()
        .select_related("submission__version__form", "submission__data_key")
        .order_by("-pk")
    )
    if form:
        member = members.filter(submission__version__form__key=form).first()
    else:
        member = members.filter(submission=run.event.detail.get("submission")).first()
    if member is None:
        raise NothingToPrint(run.type)
    return member.submission


def _contexts(run: EffectRun, settings: PdfSettings, submission: Submission, title: Words) -> Iterator[dict[str, Any]]:
    """What each document is made from; the submission is opened once."""
    opened = _opened(run, run.event, submission)
    whole = _context(run, settings, submission, title, opened)
    if not settings.each:
        yield whole
        return
    for number, row in enumerate(opened.corrected().get(settings.each) or [], start=1):
        yield {**whole, "row": row, "number": f"{submission.number}-{number:02d}"}


def _context(
    run: EffectRun, settings: PdfSettings, submission: Submission, title: Words, opened: reading.Opened
) -> dict[str, Any]:
    event = run.event
    schema = submission.version.schema
    area = Area.objects.filter(code=submission.area_code or run.case.area_code).first()
    return {
        "title": title,
        "case": run.case,
        "number": submission.number,
        "date": timezone.localdate(event.at),
        "place": area.full_name if area else "",
        "sender": event.post.organisation if event.post else None,
        "addressee": _addressee(run, settings.to),
        "answers": opened.answers,
        "sections": presentation.present(
            schema, opened.answers, language=django_settings.LANGUAGE_CODE, corrections=opened.corrections
        ),
    }


def _opened(run: EffectRun, event: Event, submission: Submission) -> reading.Opened:
    if event.post is None:
        raise NothingToPrint(run.type)
    what_for = Purpose(f"letter {run.case.number}", matter=run.case_id)
    return reading.opened(submission, by=event.post, sensitivities=SENSITIVITIES, purpose=what_for)


def _addressee(run: EffectRun, key: str) -> Organisation | None:
    if not key:
        return None
    return relations.registry.resolve(run.case, run.case.version.schema.relation(key)).organisation
