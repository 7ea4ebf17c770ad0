"""Pages that tell people what to do, by what they are about and for whom; and the lists of them."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager, PageQuerySet

from content.blocks import BasisBlock
from content.facets import Facet, Narrowing
from content.models.base import BasePage
from content.models.listing import ListPage
from content.models.policy import PolicyPage
from content.persons import refuse_numbers_of_persons
from portal.streams import UnlistedStreamField


class Subject(models.TextChoices):
    SAFETY = "safety", _("safety and reports")
    CARE = "care", _("guardianship and care")
    SCHOOL = "school", _("school")
    LIVING = "living", _("money and living")
    HEALTH = "health", _("health and mind")
    LAW = "law", _("rights and law")
    OTHER = "other", _("other")


class Audience(models.TextChoices):
    EVERYBODY = "everybody", _("everybody")
    CHILDREN = "children", _("children")
    FAMILIES = "families", _("parents and guardians")
    SCHOOLS = "schools", _("schools and teachers")
    HELPERS = "helpers", _("volunteers and organisations")


SUBJECTS, AUDIENCES = tuple(Subject.values), tuple(Audience.values)
FACETS = (
    Facet(
        "subject", _("Subject"), lambda: models.F("subject"),
        label=lambda value: Subject(value).label,
        order=lambda option: SUBJECTS.index(option[0]), accepts=SUBJECTS.__contains__,
    ),
    Facet(
        "for", _("For whom"), lambda: models.F("audience"),
        label=lambda value: Audience(value).label,
        order=lambda option: AUDIENCES.index(option[0]), accepts=AUDIENCES.__contains__,
    ),
)  # fmt: skip


class TopicQuerySet(PageQuerySet):
    def newest_first(self) -> Self:
        ordered: Self = self.order_by(models.F("first_published_at").desc(nulls_last=True), "-pk")
        return ordered


@dataclass(frozen=True)
class Basis:
    """A document, or one clause of it, that everybody may read."""

    title: str
    clause: str
    url: str
    says: str


class TopicPage(BasePage):
    """`checked_on` is the day on which somebody last made sure that all of it is right."""

    subject = models.CharField(_("subject"), max_length=12, choices=Subject, default=Subject.OTHER, db_index=True)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience, default=Audience.EVERYBODY)
    basis = UnlistedStreamField([("basis", BasisBlock())], verbose_name=_("basis"), blank=True)
    checked_on = models.DateField(_("still right as of"), null=True, blank=True)

    objects = PageManager.from_queryset(TopicQuerySet)()

    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("subject"), FieldPanel("audience"), FieldPanel("checked_on")]),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        passages = (text for _anchor, text in self.search_passages())
        refuse_numbers_of_persons([*self.search_titles(), *passages, *self.search_words()])

    def shown_basis(self) -> list[Basis]:
        """Without what is not, or no longer, there for everybody."""
        rows = [block.value for block in self.basis if block.value["document"]]
        ids = {row["document"].pk for row in rows}
        live = PolicyPage.objects.filter(self.open_in_any_language, pk__in=ids).for_lists() if ids else ()
        documents = {document.pk: document for document in live}
        return [_basis(documents[row["document"].pk], row) for row in rows if row["document"].pk in documents]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "basis": self.shown_basis()}


def _basis(document: PolicyPage, row: Any) -> Basis:
    clause = row["clause"]
    address = f"{document.url}#{quote(clause)}" if clause else str(document.url)
    return Basis(document.shown_title, clause, address, row["says"])


class TopicIndexPage(ListPage):
    """A list of one kind, the newest first; `?subject=` and `?for=` narrow it."""

    holds: ClassVar[type[TopicPage]]
    per_page: ClassVar[int] = 20

    template = "content/topic_index_page.html"
    # One page of the list.
    card: ClassVar[str]

    class Meta:
        abstract = True

    def everything(self) -> Any:
        return self.holds.objects.child_of(self).filter(self.open_to_all).newest_first()

    def narrowed(self, request: HttpRequest) -> Any:
        return Narrowing(FACETS, request.GET).narrowed(self.everything())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        narrowing, everything = Narrowing(FACETS, request.GET), self.everything()
        pages = narrowing.narrowed(everything)
        query = request.GET.copy()
        query.pop("page", None)
        return {
            **super().get_context(request, *args, **kwargs),
            "facets": narrowing.shown(everything),
            "is_filtered": bool(narrowing.chosen),
            "pager": Paginator(pages, self.per_page).get_page(request.GET.get("page")),
            "card": self.card,
            "feed_query": f"?{query.urlencode()}" if query else "",
        }
