"""What every page of the public site has."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction, Workflow

from content.languages import NEED_ORIGINAL, code_of, editions, hidden_with_original
from content.models.translating import PageForm, TranslationPanel
from content.text import in_language
from portal.language import language_tag


def closed_paths() -> list[str]:
    """The paths below which not everybody may read. Two questions: for a join SQLite goes through every page."""
    closed = list(PageViewRestriction.objects.values_list("page_id", flat=True))
    return list(Page.objects.filter(pk__in=closed).values_list("path", flat=True)) if closed else []


def not_below(paths: Iterable[str], page: str = "") -> models.Q:
    """`page` leads to the page, as `page__` does."""
    places = [models.Q((f"{page}path__startswith", path)) for path in paths]
    return ~models.Q(*places, _connector=models.Q.OR) if places else models.Q()


class BasePage(Page):
    """A page with a title and summary in both languages. No personal data is ever written into a page.

    Translated into another language it is a page of its own, in the tree of that language (docs/decisions/0040): what
    stands `beside` in English, and what is `left_to_original`, is then empty.
    """

    is_translatable: ClassVar[bool] = True
    left_to_original: ClassVar[tuple[str, ...]] = ()
    # What a translation always says as its Chinese page does: whether, when and where something takes place.
    facts: ClassVar[tuple[str, ...]] = ()

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)

    base_form_class = PageForm
    content_panels = [
        TranslationPanel(),
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_translated:
            self.leave_to_original()
            self.say_facts_of_original()
        super().save(*args, **kwargs)
        # Who saves some fields only, as Wagtail does with a draft, holds what is not published in the others.
        if self.facts and not self.is_translated and kwargs.get("update_fields") is None:
            others = type(self)._default_manager.filter(translation_key=self.translation_key).exclude(pk=self.pk)
            others.update(**{name: getattr(self, name) for name in self.facts})

    def say_facts_of_original(self) -> None:
        for name in self.facts if self.original is not None else ():
            setattr(self, name, getattr(self.original, name))

    @property
    def language(self) -> str:
        """Of the tree that the page lies in."""
        return code_of(self.locale_id) if self.locale_id else settings.LANGUAGE_CODE

    @property
    def language_tag(self) -> str:
        """What its own words are marked with."""
        return language_tag(self.language)

    @property
    def localized(self) -> Self:
        """This page, whatever the language of the reader: an address, and a link in a text, leads to what it names."""
        return self

    @property
    def is_translated(self) -> bool:
        return self.language != settings.LANGUAGE_CODE

    @cached_property
    def original(self) -> Self | None:
        """The Chinese page that this one translates; a page may also be written in its language at once."""
        chinese = type(self)._default_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
        return chinese.filter(translation_key=self.translation_key).first() if self.is_translated else None

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """Of what means nothing without its Chinese page there are translations only, made from that page."""
        alone = cls._meta.model_name not in NEED_ORIGINAL or code_of(parent.locale_id) == settings.LANGUAGE_CODE
        return alone and bool(super().can_create_at(parent))

    @property
    def may_be_read(self) -> bool:
        """Whether a live page has an address: in another language never before its Chinese page has one."""
        if not self.is_translated:
            return True
        if self.original is None:
            return self.is_translatable and self._meta.model_name not in NEED_ORIGINAL
        return self.is_translatable and self.original.live

    @property
    def is_open_to_all(self) -> bool:
        """Whether everybody may read it today."""
        return self.live and self.may_be_read and not self.get_view_restrictions().exists()

    # Whether each part stands where that of the Chinese page stands; pages without parts have no other.
    has_parts_of_original = True

    @property
    def is_behind(self) -> bool:
        """Whether the Chinese page was published again since the translation was."""
        dates = (self.last_published_at, self.original and self.original.last_published_at)
        return all(dates) and dates[0] < dates[1]

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        """The fields that hold English beside the Chinese."""
        return tuple(field.name for field in cls._meta.concrete_fields if field.name.endswith("_en"))

    def leave_to_original(self) -> None:
        for name in (*self.beside(), *self.left_to_original):
            field: Any = self._meta.get_field(name)
            setattr(self, name, [] if field.one_to_many else field.get_default())

    def shown(self, name: str) -> str:
        """A text in the reader's language; a translated page is in its own."""
        text: str = getattr(self, name)
        return text if self.is_translated else in_language(text, getattr(self, f"{name}_en"))

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return self.shown("title")

    @property
    def shown_summary(self) -> str:
        """The summary in the reader's language."""
        return self.shown("summary")

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """None where the nearest has steps of documents: lists, forms and explanations below them are none."""
        nearest: Workflow | None = super().get_workflow()
        of_documents = nearest and nearest.tasks.filter(content_type__app_label=BasePage._meta.app_label).exists()
        return None if of_documents else nearest

    @property
    def description(self) -> str:
        """One or two sentences for search engines and lists."""
        return self.search_description or self.shown_summary

    def search_titles(self) -> list[str]:
        """What a search looks through first."""
        return [self.title, self.title_en]

    def search_passages(self) -> list[tuple[str, str]]:
        """Texts that have a place of their own on the page, each with the anchor of that place."""
        return []

    def search_words(self) -> list[str]:
        """The other texts this page is found by."""
        return [self.summary, self.summary_en]

    def search_standing(self) -> tuple[bool, date | None]:
        """Whether what the page says holds today, and of which day it is: such pages first, and the newest."""
        return True, timezone.localdate(self.first_published_at) if self.first_published_at else None

    def get_view_restrictions(self) -> Any:
        """Who may see the page, asked once for each request: both the gate and the page cache want to know."""
        return self._restrictions

    @cached_property
    def _restrictions(self) -> Any:
        # Most sites restrict nothing; then the ancestors need not be looked at.
        closed = tuple(self._closed)
        restrictions = PageViewRestriction.objects.none()
        if self.path.startswith(closed):
            restrictions |= super().get_view_restrictions()
        if closed and self.original is not None:
            restrictions |= self.original.get_view_restrictions()
        return restrictions

    @cached_property
    def _closed(self) -> list[str]:
        """Asked once for each page that is served."""
        return closed_paths()

    @cached_property
    def not_closed(self) -> models.Q:
        """Of other pages those that only need to be live for everybody to read them."""
        return not_below(self._closed)

    @cached_property
    def open_in_any_language(self) -> models.Q:
        """Of other pages those that everybody may read. Asks nothing more."""
        published = models.Q(live=True) & self.not_closed
        return published & ~hidden_with_original(published)

    @cached_property
    def open_to_all(self) -> models.Q:
        """The same in the language of this page."""
        chinese = models.Q(live=True) & self.not_closed
        return models.Q(locale=self.locale_id) & (self.open_in_any_language if self.is_translated else chinese)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`address`: of the page, as it can be sent to somebody. `editions`: see content/languages.py."""
        if self.is_translated:
            request.page_language = self.language  # type: ignore[attr-defined]  # read by portal.chrome
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        address = request.build_absolute_uri(self.get_url(request) or "/")
        return context | {"address": address, "editions": editions(self, request)}

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the page shows. A page that takes more than its own fields names a view here (portal/namedviews.py)."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page that everybody may read tells the page cache so (see portal/pagecache.py)."""
        response = self.answer(request, *args, **kwargs)
        if self.is_translated:
            response["Content-Language"] = self.language
        if not self.get_view_restrictions().exists():
            response.is_public_page = True  # type: ignore[attr-defined]  # our own mark
        return response
