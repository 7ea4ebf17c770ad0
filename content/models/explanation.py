"""What explains a policy document in plain words or in one picture. It lies below the document that it explains."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import PagePermissionTester

from content.models.base import BasePage
from content.text import plain


class ExplanationKind(models.TextChoices):
    INTERPRETATION = "interpretation", _("interpretation")
    PICTURE = "picture", _("in one picture")


class PictureBlock(StructBlock):
    """A picture and all that it says, for who cannot see it and for the search."""

    image = ImageChooserBlock(label=_("picture"))
    description = TextBlock(
        label=_("what the picture says"),
        help_text=_("All of its words and numbers. Read out to who cannot see it, and found by the search."),
    )

    class Meta:
        icon = "image"
        label = _("picture")
        template = "content/blocks/picture.html"


class ExplanationBlock(StreamBlock):
    text = RichTextBlock(
        label=_("text"), features=["h2", "h3", "bold", "ol", "ul", "link", "document-link"], icon="pilcrow"
    )
    picture = PictureBlock()


class BesideItsDocument(PagePermissionTester):
    def can_publish(self) -> bool:
        return bool(super().can_publish()) and self.page.get_parent().live


class ExplanationPage(BasePage):
    """It is there for everybody only while its document is: what is withheld is not explained either."""

    kind = models.CharField(_("kind"), max_length=16, choices=ExplanationKind, default=ExplanationKind.INTERPRETATION)
    author = models.CharField(_("by whom"), max_length=200, blank=True)
    body = StreamField(ExplanationBlock(), verbose_name=_("text"))

    template = "content/explanation_page.html"
    parent_page_types = ["content.PolicyPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("kind"), FieldPanel("author"), FieldPanel("body")]

    class Meta:
        verbose_name = _("explanation of a policy document")
        verbose_name_plural = _("explanations of policy documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.depth and not self.get_parent().live:
            self.live = False
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return BesideItsDocument(user, self)

    def search_words(self) -> list[str]:
        words = [
            plain(str(block.value)) if block.block_type == "text" else block.value["description"] for block in self.body
        ]
        return [*super().search_words(), *words, self.author]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "document": self.get_parent()}
