"""Policy documents."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PagePermissionTester, PageQuerySet, Workflow

from content.blocks import DocumentBlock
from content.models.base import BasePage
from content.models.explanation import ExplanationKind, ExplanationPage
from content.models.search import FIRST_PLACE_IN_FORCE
from content.models.translating import RowsOfOriginal
from content.models.validity import Disclosure, Level, Validity
from content.outline import outline_of, same_parts, without_duties
from content.policytext.issuers import issuers_of
from content.reading import document_for_reading, translation_for_reading
from content.related import Explained
from content.text import lines_of
from portal.namedviews import named_view


class PolicyQuerySet(PageQuerySet):
    def newest_first(self, *before: Any) -> Self:
        """By the day of issue; `before` are orders that go before it."""
        days = models.F("issued_on").desc(nulls_last=True), models.F("published_on").desc(nulls_last=True)
        ordered: Self = self.order_by(*before, *days, "-pk")
        return ordered

    def documents(self) -> Self:
        """Not what translates them."""
        originals: Self = self.filter(locale__language_code=settings.LANGUAGE_CODE)
        return originals

    def lapsed_but_ranked(self) -> Self:
        """Those whose term has ended, though the search still finds them among those in force."""
        over: Self = self.filter(
            validity=Validity.IN_FORCE,
            expires_on__lt=timezone.localdate(),
            search_entry__place__gte=FIRST_PLACE_IN_FORCE,
        )
        return over

    def for_lists(self) -> Self:
        """Without the document itself, which a list does not show."""
        lighter: Self = self.defer("body", "outline")
        return lighter


class PolicyPermissions(PagePermissionTester):
    """Nobody publishes past a workflow that a document is in: not by a click, and not with all that is in a list."""

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not self.page.workflow_in_progress

    def can_publish_subpage(self) -> bool:
        return bool(super().can_publish_subpage()) and self.page.live


class PolicyPage(RoutablePageMixin, BasePage):
    """A government document: what identifies it, and its text as clauses.

    The fields are those of government information disclosure. `body` is what an editor corrects; `outline` is the same
    as plain data, made at each saving and never edited. `attachments` are those that the text names, `files` those that
    can be had here.
    """

    document_number = models.CharField(_("document number"), max_length=60, blank=True, db_index=True)
    index_number = models.CharField(_("index number"), max_length=60, blank=True)
    issuer = models.CharField(
        _("issued by"),
        max_length=1000,
        blank=True,
        help_text=_("Several with 、 between them, in the order of signing."),
    )
    level = models.CharField(_("level of the issuer"), max_length=12, choices=Level, blank=True, db_index=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True, db_index=True)
    published_on = models.DateField(_("date of publication"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    validity = models.CharField(
        _("validity"), max_length=20, choices=Validity, default=Validity.IN_FORCE, db_index=True
    )
    validity_since = models.DateField(
        _("so since"), null=True, blank=True, help_text=_("The day on which it was amended, repealed or expired.")
    )
    disclosure = models.CharField(_("disclosure"), max_length=20, choices=Disclosure, default=Disclosure.PUBLISHED)
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    subject_words = models.CharField(_("subject words"), max_length=200, blank=True)
    addressees = models.TextField(_("addressees"), blank=True, help_text=_("One on each line."))
    cites = models.TextField(_("documents cited"), blank=True, help_text=_("One document number on each line."))
    attachments = models.TextField(_("attachments named"), blank=True, help_text=_("One on each line."))
    copied_to = models.TextField(_("copies to"), blank=True, help_text=_("As in the imprint, without “copies to”."))
    printed_by = models.CharField(_("printed by"), max_length=200, blank=True)
    printed_on = models.DateField(_("printed on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("The file or address it came from."))
    # The round of comments on it, when it was a draft.
    comments_from = models.DateField(_("comments from"), null=True, blank=True)
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    comments_at = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where to comment"),
        help_text=_("The page of the form for comments."),
    )  # fmt: skip
    comments_feedback = models.TextField(_("what became of the comments"), blank=True)
    body = StreamField(DocumentBlock(), verbose_name=pgettext_lazy("text of a policy document", "document"), blank=True)
    outline = models.JSONField(default=dict, editable=False)

    objects = PageManager.from_queryset(PolicyQuerySet)()

    share_image = path("share-image/")(named_view("content.shareimage.share_image"))
    paper = path("pdf/")(named_view("content.papers.views.paper"))
    data = path("json/")(named_view("content.papers.views.data"))
    duties = path("duties/")(named_view("content.duties.views.show"))
    duties_table = path("duties/<slug:kind>/")(named_view("content.duties.views.table"))
    compare = path("compare/")(named_view("content.comparing.views.show"))
    preview_paper = named_view("content.papers.views.preview")
    preview_modes = [("", _("Page")), ("paper", _("On paper (PDF)"))]

    left_to_original = (
        "document_number", "index_number", "issuer", "level", "issued_on", "published_on", "effective_on", "expires_on",
        "validity", "validity_since", "disclosure", "subject", "subject_words", "addressees", "cites", "attachments",
        "copied_to", "printed_by", "printed_on", "source", "comments_from", "comments_until", "comments_at",
        "comments_feedback", "relations", "files",
    )  # fmt: skip

    template = "content/policy_page.html"
    parent_page_types = ["content.PolicyIndexPage"]
    subpage_types = ["content.ExplanationPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("document_number"), FieldPanel("issuer"), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("published_on"), FieldPanel("index_number")]),
                FieldRowPanel([FieldPanel("effective_on"), FieldPanel("expires_on")]),
                FieldRowPanel([FieldPanel("validity"), FieldPanel("validity_since"), FieldPanel("disclosure")]),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("subject_words")]),
            ],
            _("about the document"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("comments_from"), FieldPanel("comments_until")]),
                FieldPanel("comments_at"),
                FieldPanel("comments_feedback"),
            ],
            _("round of comments"),
            classname="collapsed",
        ),
        RowsOfOriginal("relations", heading=_("what it does to other documents"), label=_("other document")),
        RowsOfOriginal("files", heading=_("attachments"), label=_("file")),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("addressees", "cites", "attachments", "copied_to", "source")),
                FieldRowPanel([FieldPanel("printed_by"), FieldPanel("printed_on")]),
            ],
            _("as printed"),
            classname="collapsed",
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is not to be disclosed is never live, whoever publishes it, by whatever way."""
        self.outline = outline_of(self.body)
        if self.is_translated:
            self.outline = without_duties(self.outline)
        if self.disclosure != Disclosure.PUBLISHED:
            self.live = False
        super().save(*args, **kwargs)

    @property
    def has_parts_of_original(self) -> bool:  # type: ignore[override]  # known at once for other pages
        """Whether each clause stands where the Chinese one stands."""
        return self.original is None or same_parts(self.outline, self.original.outline)

    def get_workflow(self) -> Workflow | None:
        """Also the steps of documents, which other pages do not take."""
        return Page.get_workflow(self)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return PolicyPermissions(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The document itself is asked for most of all, and needs no look at the addresses below it.

        A translation has none: paper, data and duties are those of the document.
        """
        if path_components and not self.is_translated:
            return super().route(request, path_components)
        return BasePage.route(self, request, path_components)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "content/policy_translation.html" if self.is_translated else self.template

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == "paper" and not self.is_translated:
            return self.preview_paper(request)
        response: HttpResponse = BasePage.serve_preview(self, request, mode_name)
        return response

    @property
    def issuer_names(self) -> tuple[str, ...]:
        """Each of those who issued it together."""
        return issuers_of(self.issuer)

    @property
    def addressee_list(self) -> list[str]:
        return lines_of(self.addressees)

    @property
    def cited_numbers(self) -> list[str]:
        return lines_of(self.cites)

    def standing_on(self, day: date) -> Validity:
        """Its validity; one whose term has ended has expired, though nobody wrote that down."""
        if self.original is not None:
            return self.original.standing_on(day)
        if self.validity == Validity.IN_FORCE and self.expires_on and self.expires_on < day:
            return Validity.EXPIRED
        return Validity(self.validity)

    @property
    def standing(self) -> Validity:
        return self.standing_on(timezone.localdate())

    def takes_comments_on(self, day: date) -> bool:
        """Whether its round of comments goes on; both of its days belong to it."""
        begins, ends = self.comments_from or day, self.comments_until
        return self.validity == Validity.CONSULTATION and ends is not None and begins <= day <= ends

    @property
    def is_in_force(self) -> bool:
        return self.standing == Validity.IN_FORCE

    def search_words(self) -> list[str]:
        annexes = (f"{annex['title']}\n{annex['text']}" for annex in self.outline["annexes"])
        return [
            *self.outline["preamble"], *self.outline["closing"], *annexes, *super().search_words(),
            self.issuer, self.index_number, self.subject, self.subject_words, self.addressees,
        ]  # fmt: skip

    def search_titles(self) -> list[str]:
        return [*super().search_titles(), self.document_number]

    def search_passages(self) -> list[tuple[str, str]]:
        return [
            (clause["id"], "\n".join(filter(None, [clause["title"], clause["text"]])))
            for clause in self.outline["clauses"]
        ]

    def search_standing(self) -> tuple[bool, date | None]:
        still_holds = self.standing not in (Validity.REPEALED, Validity.EXPIRED)
        return still_holds, self.issued_on or self.published_on or super().search_standing()[1]

    def explained(self) -> list[Explained]:
        """The pages below it that everybody may read."""
        if not self.numchild:
            return []
        below = ExplanationPage.objects.child_of(self).filter(self.open_to_all)
        rows = below.values_list("kind", "slug", "title", "title_en")
        return [Explained(kind, ExplanationKind(kind).label, *rest) for kind, *rest in rows]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        is_preview = getattr(request, "is_preview", False)
        outline = outline_of(self.body) if is_preview else self.outline
        if self.is_translated:
            return context | translation_for_reading(self, outline, context["address"])
        return {
            **context,
            **document_for_reading(self, outline, context["address"], is_preview=is_preview),
            "share_image": request.build_absolute_uri(f"{context['address']}{self.reverse_subpage('share_image')}"),
        }
