"""Make a letter (workflows.letters) of a submission and keep it sealed with it; with the setting `word` also as a file
to go on writing in.

It is written by the office that took the step, to that of the relation in the setting `to`, from the answers as they
were handed in, the corrections beside them, and never says who reported. What is printed of one effect is of one
version of its letter, however often it is tried: the one that was published when the first of it was printed.

A letter for each row of a table (`each`) has a number of its own: that of the submission and the row's.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms import files, reading
from forms.models import Submission
from forms.schema import FormSchema, Sensitivity
from portal import docx, pdf
from portal.access.services import Purpose
from portal.directory.models import Area, Organisation
from portal.locking import locked
from portal.words import Words, say
from workflows import relations
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.letters.filling import Answers, Facts
from workflows.letters.models import LetterVersion, PrintedLetter
from workflows.letters.publishing import is_withdrawn, newest, published_letter
from workflows.letters.rendering import render
from workflows.letters.schema import LetterSchema
from workflows.models import EffectRun
from workflows.schema import Later

# A document takes half a second, and a job has ninety.
AT_ONCE, SECONDS = 50, 40.0
# A letter never says who reported.
SENSITIVITIES: set[Sensitivity] = {"open", "personal", "sensitive"}


class PdfSettings(Settings):
    # The key of a letter.
    template: str
    form: str = ""
    each: str = ""
    to: str = ""
    title: Words = {}
    word: bool = False


class Kind(NamedTuple):
    ending: str
    media_type: str
    made: Callable[[str], bytes]


KINDS = (
    Kind("pdf", "application/pdf", lambda html: pdf.render_html(html)),
    Kind("docx", docx.MEDIA_TYPE, lambda html: docx.render_html(html)),
)


class NothingToPrint(Exception):
    """There is no letter of that key any more, the case has no submission of its form, or nobody took the step."""


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
        letter = published_letter(settings.template)
        if letter is None and is_withdrawn(settings.template):
            sentence = gettext("The letter “%(key)s” is withdrawn: publish it again, or choose another one.")
            return sentence % {"key": settings.template}
        if letter is None:
            return gettext("There is no published letter “%(key)s”.") % {"key": settings.template}
        if settings.form and settings.form != letter.form:
            sentence = gettext("The letter “%(letter)s” is written from the form “%(form)s”, not from this one.")
            return sentence % {"letter": letter.key, "form": letter.form}
        if settings.each != letter.each:
            sentence = gettext("The letter “%(letter)s” is made for each row of “%(table)s”: say the same here.")
            alone = gettext("The letter “%(letter)s” is made once, and not for each row of a table.")
            return (sentence if letter.each else alone) % {"letter": letter.key, "table": letter.each}
        return ""

    def problem_later(self, later: Later) -> str:
        return gettext("A document is made when its step is taken, by who takes it: it cannot be made later.")

    def obstacle(self, run: EffectRun) -> str:
        key = self.settings(run.settings).template
        if not is_withdrawn(key) or PrintedLetter.objects.filter(run=run).exists():
            return ""
        return gettext("The letter is withdrawn. Ask your administrator to publish it again, then try again.")

    def run(self, run: EffectRun, settings: PdfSettings) -> Ending:
        return self.run_from(run, settings, 0)[0]

    def run_from(self, run: EffectRun, settings: PdfSettings, start: int) -> tuple[Ending, int | None]:
        version = _version(run, settings)
        letter = version.schema
        submission = _submission(run, settings.form, letter)
        if submission.is_erased:
            return _erased, None
        title = settings.title or submission.version.schema.title
        until, rest = monotonic() + SECONDS, None
        made: list[tuple[str, str, bytes]] = []
        for number, answers in enumerate(islice(_answers(run, settings, submission, letter), start, None), start):
            if number > start and (number - start >= AT_ONCE or monotonic() > until):
                rest = number
                break
            name = f"{say(title, django_settings.LANGUAGE_CODE)} {answers.facts.number}"
            html = render(letter, answers, title=name)
            kinds = KINDS if settings.word else KINDS[:1]
            made += [(f"{name}.{kind.ending}", kind.media_type, kind.made(html)) for kind in kinds]

        def keep() -> EffectRun.Skipped | None:
            if _was_erased_meanwhile(submission):
                return _erased()
            PrintedLetter.objects.get_or_create(run=run, defaults={"version": version})
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


def _version(run: EffectRun, settings: PdfSettings) -> LetterVersion:
    """The one that the effect printed from before, or else the newest."""
    before = PrintedLetter.objects.select_related("version").filter(run=run).first()
    version = before.version if before else newest(settings.template)
    if version is None:
        raise NothingToPrint(run.type)
    return version


def _submission(run: EffectRun, form: str, letter: LetterSchema) -> Submission:
    """The newest of the letter's form, or the one of it that was handed in with the transition."""
    members = (
        run.case.case_submissions.standing()
        .filter(submission__version__form__key=letter.form)
        .select_related("submission__version__form", "submission__data_key")
        .order_by("-pk")
    )
    if not form:
        members = members.filter(submission=run.event.detail.get("submission"))
    member = members.first() if form in ("", letter.form) else None
    if member is None:
        raise NothingToPrint(run.type)
    return member.submission


def _answers(run: EffectRun, settings: PdfSettings, submission: Submission, letter: LetterSchema) -> Iterator[Answers]:
    """What each document is written from; the submission is opened once."""
    event = run.event
    if event.post is None:
        raise NothingToPrint(run.type)
    what_for = Purpose(f"letter {run.case.number}", matter=run.case_id)
    opened = reading.opened(submission, by=event.post, sensitivities=SENSITIVITIES, purpose=what_for)
    facts = _facts(run, settings, submission)
    if not letter.each:
        yield Answers(opened, facts)
        return
    for number, row in enumerate(opened.corrected().get(letter.each) or [], start=1):
        own = facts._replace(number=f"{submission.number}-{number:02d}")
        yield Answers(opened, own, row=row, each=letter.each)


def _facts(run: EffectRun, settings: PdfSettings, submission: Submission) -> Facts:
    event = run.event
    area = Area.objects.filter(code=submission.area_code or run.case.area_code).first()
    addressee = _addressee(run, settings.to)
    return Facts(
        number=submission.number,
        case_number=run.case.number,
        on=timezone.localdate(event.at),
        now=event.at,
        sender=event.post.organisation.name if event.post else "",
        addressee=addressee.name if addressee else "",
        place=area.full_name if area else "",
    )


def _addressee(run: EffectRun, key: str) -> Organisation | None:
    if not key:
        return None
    return relations.registry.resolve(run.case, run.case.version.schema.relation(key)).organisation
