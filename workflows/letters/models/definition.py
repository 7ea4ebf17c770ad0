"""A letter as it is edited, and the versions it is published as."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.versions.models import Edited, Version
from portal.namedviews import named_view
from portal.streams import UnlistedStreamField
from workflows.letters.blocks import LetterBlocks
from workflows.letters.papers import PAPERS
from workflows.letters.schema import LetterSchema

REVEALED = {"open": _("Open answers"), "personal": _("Personal answers"), "sensitive": _("Sensitive answers")}


def paper_choices() -> list[tuple[str, str | Promise]]:
    return [(key, paper.title) for key, paper in PAPERS.items()]


def standard_reveals() -> list[str]:
    return ["open", "personal"]


class Letter(Edited):
    form = models.CharField(_("written from the form"), max_length=60)
    paper = models.CharField(_("paper"), max_length=20, choices=paper_choices, default="official")
    each = models.CharField(_("one letter for each row of the table"), max_length=60, blank=True)
    reveals = models.JSONField(_("what it may reveal"), default=standard_reveals, blank=True)
    blocks = UnlistedStreamField(LetterBlocks(), verbose_name=_("what stands on the paper"), blank=True)

    serve_preview = named_view("workflows.letters.preview.preview")
    preview_modes = [("", _("On screen")), ("pdf", _("Pages (PDF)"))]
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="letter")

    class Meta(Edited.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    @property
    def current_version(self) -> "LetterVersion | None":
        return self.versions.order_by("-number").first()


class LetterVersion(Version):
    """A published letter. What was printed says from which one."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["letter", "-number"]
        verbose_name = _("letter version")
        verbose_name_plural = _("letter versions")
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="one_letter_version_per_number")]

    def __str__(self) -> str:
        return f"{self.letter} {self.number}"

    @property
    def schema(self) -> LetterSchema:
        return self.read_as(LetterSchema)
