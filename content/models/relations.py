"""What a policy document has to do with others, and the files that belong to it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.documents.models import Document
from wagtail.models import Orderable


class RelationKind(models.TextChoices):
    """What the later document does to the other. It is said once, on the later one; the other shows it by itself."""

    REPLACES = "replaces", pgettext_lazy("this document", "replaces")
    REPEALS = "repeals", pgettext_lazy("this document", "repeals")
    REPEALS_PARTS = "repeals_parts", pgettext_lazy("this document", "repeals parts of")
    AMENDS = "amends", pgettext_lazy("this document", "amends")
    FINAL_OF = "final_of", pgettext_lazy("this document", "is the final text of the draft")
    IMPLEMENTS = "implements", pgettext_lazy("this document", "carries out")


class PolicyRelation(Orderable):
    page = ParentalKey("content.PolicyPage", on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("what this document does"), max_length=16, choices=RelationKind)
    other = models.ForeignKey(
        "content.PolicyPage", on_delete=models.CASCADE, related_name="related_from", verbose_name=_("other document")
    )
    passage = models.CharField(_("which clauses"), max_length=120, blank=True)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("passage")]), PageChooserPanel("other")]

    class Meta(Orderable.Meta):
        verbose_name = _("relation to another document")
        verbose_name_plural = _("relations to other documents")

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind} {self.other_id}"

    def clean(self) -> None:
        super().clean()
        if self.other_id is not None and self.other_id == self.page_id:
            raise ValidationError({"other": _("Choose another document than this one.")})


class PolicyAttachment(Orderable):
    page = ParentalKey("content.PolicyPage", on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+", verbose_name=_("file"))
    title = models.CharField(_("title"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        return self.title or str(self.document.title)
