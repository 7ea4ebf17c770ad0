"""A page of plain writing: a guide, an explanation, a notice."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.models.base import BasePage
from content.text import plain


class StandardPage(BasePage):
    body = RichTextField(
        _("text"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]
    )
    body_en = RichTextField(
        _("text in English"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]
    )

    template = "content/standard_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("body_en")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @property
    def shown_body(self) -> str:
        """The text in the reader's language."""
        return self.shown("body")

    def search_words(self) -> list[str]:
        return [*super().search_words(), plain(self.body), plain(self.body_en)]
