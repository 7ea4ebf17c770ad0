"""Publish a page of the public site from what a case says, and keep it as the case goes on.

The page is the case's own: published once, and what is published again is the same page. What an editor has taken down
stays down, and what an editor has written beside the mapped fields stays. Effects of one case on its pages are done in
the order of its events: a later one waits for an earlier one that has not been managed yet.
"""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, PageLogEntry

from content.models import BasePage, HomePage
from forms import reading
from forms.models import Submission
from forms.schema import FormSchema
from portal.locking import locked
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.filling import cut, field_problems, values
from workflows.effects.registering import register
from workflows.models import Case, CasePage, CaseSubmission, EffectRun
from workflows.pagekinds import PAGE_KINDS, PageKind
from workflows.schema import Later

PUBLISH, UPDATE = "publish_page", "update_page"


class NoParent(Exception):
    """The page that it is to be put under is not there."""


class NothingToPublish(Exception):
    """The case has no submission of the form, or the submission has no title for the page."""


class Restricted(Exception):
    """A person objected to what is done with the paper: no page is made of it."""


class AnEarlierOneWaits(Exception):
    """Another effect on a page of this case comes first, and is not done."""


class PageSettings(Settings):
    """`page` is the kind of page, `form` whose newest submission in the case fills it; `fields` by field of the page
    the key of the question.
    """

    page: str
    form: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    status: str = ""


class PublishPageSettings(PageSettings):
    # Slugs below the home page, such as `activities`.
    parent: str


@register
class PublishPage(Effect[PublishPageSettings]):
    key = PUBLISH
    title = _("Publish a page")
    settings_model = PublishPageSettings

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        settings = self.settings(given)
        found = _problem(settings, forms)
        if found or settings.page not in PAGE_KINDS:
            return found
        if "title" not in settings.fields:
            return gettext("Say which answer is the title of the page.")
        if HomePage.objects.exists() and _parent(settings) is None:
            kind = apps.get_model(PAGE_KINDS[settings.page].parent)._meta.verbose_name
            sentence = gettext(
                "There is no page “%(parent)s” of the kind “%(kind)s” below the home page. Make it first."
            )
            return sentence % {"parent": settings.parent, "kind": kind}
        return ""

    def problem_later(self, later: Later) -> str:
        return _problem_later(later)

    def run(self, run: EffectRun, settings: PublishPageSettings) -> Ending:
        _demand_turn(run)

        def publish() -> None:
            kept, is_new = CasePage.objects.select_for_update().get_or_create(case=run.case, kind=settings.page)
            if is_new:
                kept.page = _made(run, settings)
                kept.save(update_fields=["page"])
            else:
                _bring_up_to_date(run, kept, settings)

        return publish


@register
class UpdatePage(Effect[PageSettings]):
    """What the case has not published, or somebody has deleted since, is left as it is."""

    key = UPDATE
    title = _("Change the page")
    settings_model = PageSettings

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        return _problem(self.settings(given), forms)

    def problem_later(self, later: Later) -> str:
        return _problem_later(later)

    def run(self, run: EffectRun, settings: PageSettings) -> Ending:
        _demand_turn(run)

        def update() -> None:
            kept = CasePage.objects.select_for_update().filter(case=run.case, kind=settings.page).first()
            if kept is not None:
                _bring_up_to_date(run, kept, settings)

        return update


def correct_pages(submission: Submission) -> None:
    """What was corrected in the paper is so on the pages of its case, too; of a restricted one nothing comes there."""
    if CaseSubmission.objects.filter(submission=submission, restricted=True).exists():
        return
    for kept in _pages_of(submission):
        fields = _filled_from(submission, kept)
        if fields:
            _put(kept, _values(PAGE_KINDS[kept.kind], fields, submission))


def take_down_pages(submission: Submission) -> None:
    """A person objected to what is done with the paper: pages filled from it are not shown any more.

    Showing one again is for an editor to decide.
    """
    for kept in _pages_of(submission):
        if _filled_from(submission, kept) and kept.page is not None and kept.page.live:
            kept.page.specific.unpublish()


def unmake_pages(case: Case) -> None:
    """Delete what the case has published, in every language, with its earlier revisions, and its titles in the log.

    For when what somebody handed in is erased: then it stands on no page either.
    """
    for kept in locked(case.pages.exclude(page=None).select_related("page")):
        assert kept.page is not None  # noqa: S101  # nosec B101 -- just asked for
        # The Chinese page last: what is taken down with it is gone by then.
        for page in [*kept.page.get_translations(), kept.page]:
            number = page.pk
            page.specific.delete()
            PageLogEntry.objects.filter(page_id=number).update(label="", data={})


def _problem(settings: PageSettings, forms: Mapping[str, FormSchema]) -> str:
    kind = PAGE_KINDS.get(settings.page)
    if kind is None:
        return gettext("There is no kind of page “%(key)s”.") % {"key": settings.page}
    if settings.status and settings.status not in kind.statuses:
        return gettext("The page has no status “%(key)s”.") % {"key": settings.status}
    if settings.fields and not settings.form:
        return gettext("Say which form the page is filled from.")
    form = forms.get(settings.form)
    return "; ".join(field_problems(kind, settings.fields, form)) if form else ""


def _problem_later(later: Later) -> str:
    """What a newer step says of the page stands."""
    if later.unless_moved:
        return ""
    return gettext("A page follows its case: say that it is left as it is if the case has moved on by then.")


def _demand_turn(run: EffectRun) -> None:
    before = Q(event_sequence__lt=run.event_sequence) | Q(event_sequence=run.event_sequence, position__lt=run.position)
    if run.case.effect_runs.unsettled(timezone.now()).filter(before, type__in=(PUBLISH, UPDATE)).exists():
        raise AnEarlierOneWaits(run.type)


def _made(run: EffectRun, settings: PublishPageSettings) -> Page:
    """A new page below its parent, which is locked meanwhile: two pages may ask for the same address."""
    kind = PAGE_KINDS[settings.page]
    found = _found(run, settings, kind)
    if not found.get("title"):
        raise NothingToPublish(run.type)
    parent = _parent(settings)
    if parent is None:
        raise NoParent(settings.parent)
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    slug = find_available_slug(parent, "-".join(re.findall(r"[0-9]+", run.case.number)) or settings.page)
    page: BasePage = apps.get_model(kind.model)(slug=slug, live=False, **found)
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page.page_ptr


def _bring_up_to_date(run: EffectRun, kept: CasePage, settings: PageSettings) -> None:
    if kept.page is not None:
        _put(kept, _found(run, settings, PAGE_KINDS[settings.page], may_leave_out=True))


def _put(kept: CasePage, found: Mapping[str, Any]) -> None:
    """Of what readers see; what an editor has begun to write since stays among the revisions."""
    assert kept.page is not None  # noqa: S101  # nosec B101 -- who calls has looked
    page = kept.page.specific
    for name, value in found.items():
        # A title that was emptied would leave a page that cannot be found.
        if value or name != "title":
            setattr(page, name, value)
    if page.live:
        page.save_revision(clean=False).publish()
    else:
        page.save(clean=False)
        page.save_revision(clean=False)


def _found(run: EffectRun, settings: PageSettings, kind: PageKind, *, may_leave_out: bool = False) -> dict[str, Any]:
    """`may_leave_out`: what stands in a restricted paper; else Restricted is raised for one."""
    found: dict[str, Any] = {"status": settings.status} if settings.status else {}
    if not settings.fields:
        return found
    member = _member(run, settings.form)
    if member is None:
        raise NothingToPublish(run.type)
    if not member.restricted:
        return found | _values(kind, settings.fields, member.submission)
    if may_leave_out:
        return found
    raise Restricted(run.type)


def _values(kind: PageKind, fields: Mapping[str, str], submission: Submission) -> dict[str, Any]:
    answers = reading.for_everybody(submission)
    return cut(apps.get_model(kind.model), values(kind, fields, submission.version.schema, answers))


def _member(run: EffectRun, form: str) -> CaseSubmission | None:
    """The newest of that form in the case when the step was taken: what came in since may not have been reviewed."""
    standing = run.case.case_submissions.standing()
    members = standing.select_related("submission__version__form", "submission__data_key")
    then = members.filter(submission__submitted_at__lte=run.event.at).order_by("-pk")
    return then.filter(submission__version__form__key=form).first()


def _pages_of(submission: Submission) -> list[CasePage]:
    kept = CasePage.objects.filter(case__case_submissions__submission=submission).exclude(page=None)
    return list(locked(kept.select_related("case", "page")))


def _filled_from(submission: Submission, kept: CasePage) -> dict[str, str]:
    """The fields of the page that were last filled from that paper, each with the key of its question."""
    filled: dict[str, tuple[str, UUID | None]] = {}
    runs = kept.case.effect_runs.happened().filter(type__in=(PUBLISH, UPDATE))
    for run in runs.order_by("event_sequence", "position"):
        settings = PageSettings.model_validate({key: run.settings[key] for key in run.settings if key != "parent"})
        if settings.page == kept.kind and settings.fields:
            member = _member(run, settings.form)
            paper = member.submission_id if member else None
            filled |= {name: (question, paper) for name, question in settings.fields.items()}
    return {name: question for name, (question, paper) in filled.items() if paper == submission.pk}


def _parent(settings: PublishPageSettings) -> Page | None:
    home = HomePage.objects.first()
    if home is None:
        return None
    address = f"{home.url_path}{settings.parent.strip('/')}/"
    found: Page | None = apps.get_model(PAGE_KINDS[settings.page].parent).objects.filter(url_path=address).first()
    return found
