"""What many forms share: lists of options, and groups of fields. Published forms keep a copy, so they never change."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index

from forms.blocks import LeavesBlock, OptionsBlock
from forms.keys import is_key
from forms.schema import SharedGroupSchema
from forms.versions.models import Edited, Version
from portal.namedviews import named_view
from portal.streams import UnlistedStreamField


class OptionList(RevisionMixin, index.Indexed, models.Model):
    """The options of a jurisdiction, each with the days and the areas in which it is on offer."""

    key = models.SlugField(_("key"), max_length=60, unique=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    options = UnlistedStreamField(OptionsBlock(), verbose_name=_("options"), blank=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("option list")
        verbose_name_plural = _("option lists")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not is_key(self.key):
            raise ValidationError({"key": _("A key has small letters, digits and _ and begins with a letter.")})


class SharedGroup(Edited, index.Indexed):
    """Fields that stand in several forms. Its rules name only what is in the group."""

    hint = models.TextField(_("hint"), blank=True)
    hint_en = models.TextField(_("hint in English"), blank=True)
    items = UnlistedStreamField(LeavesBlock(), verbose_name=_("what is asked"), blank=True)

    serve_preview = named_view("forms.preview.preview_group")
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta(Edited.Meta):
        verbose_name = _("shared group of fields")
        verbose_name_plural = _("shared groups of fields")

    @property
    def current_version(self) -> "SharedGroupVersion | None":
        return self.versions.order_by("-number").first()


class SharedGroupVersion(Version):
    """A published group; forms are published with the newest."""

    group = models.ForeignKey(SharedGroup, on_delete=models.PROTECT, related_name="versions", verbose_name=_("group"))

    class Meta:
        ordering = ["group", "-number"]
        verbose_name = _("version of a shared group")
        verbose_name_plural = _("versions of shared groups")
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="one_group_version_per_number")]

    def __str__(self) -> str:
        return f"{self.group} {self.number}"

    @property
    def schema(self) -> SharedGroupSchema:
        return self.read_as(SharedGroupSchema)
