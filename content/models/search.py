"""What the search of the site looks through: one row for each live page."""

from django.db import models
from wagtail.models import Page

from content.models.base import BasePage
from content.text import fold


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def matching(self, terms: list[str]) -> "SearchEntryQuerySet":
        """Entries that hold every term (already folded). Two Chinese characters are enough; no term finds nothing."""
        found = self if terms else self.none()
        for term in terms:
            found = found.filter(folded__contains=term)
        return found

    def readable_by_all(self) -> "SearchEntryQuerySet":
        return self.filter(page__in=Page.objects.live().public())

    def best_first(self, terms: list[str]) -> "SearchEntryQuerySet":
        """Pages with every term in the title come first, then by the newest."""
        in_title = models.Q(pk__isnull=False)
        for term in terms:
            in_title &= models.Q(folded_title__contains=term)
        rank = models.Case(models.When(in_title, then=0), default=1, output_field=models.SmallIntegerField())
        return self.order_by(rank, "-page__first_published_at", "-page_id")


class SearchEntry(models.Model):
    """The words of a page, as they are shown and as they are compared (`folded` has the same length as `text`)."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    text = models.TextField()
    folded = models.TextField()
    folded_title = models.CharField(max_length=600)

    objects = SearchEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"search entry of page {self.pk}"


def remember(page: BasePage) -> None:
    """Brings the entry of a page up to date; a page that is not live has none."""
    if not page.live:
        SearchEntry.objects.filter(page_id=page.pk).delete()
        return
    text = "\n".join(words for words in [page.title, *page.search_words()] if words)
    SearchEntry.objects.update_or_create(
        page_id=page.pk,
        defaults={"text": text, "folded": fold(text), "folded_title": fold(f"{page.title} {page.title_en}")},
    )
