"""A form as it is edited, and the versions it is published as."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowMixin
from wagtail.search import index

from forms import layouts
from forms.blocks import ExamplesBlock, RecordsBlock, SectionsBlock, StepsBlock
from forms.schema import FormSchema
from forms.versions.models import Edited, Version
from portal.namedviews import named_view
from portal.streams import UnlistedStreamField


class Form(WorkflowMixin, Edited, index.Indexed):
    place = models.CharField(_("field that gives the place"), max_length=60, blank=True)
    numbering = models.CharField(_("numbering"), max_length=80, default="{year}-{serial:05d}")
    receipt = models.BooleanField(_("give a receipt and a code to follow"), default=False)
    retention_months = models.PositiveSmallIntegerField(_("keep for (months)"), default=60)
    purpose = models.TextField(_("what the answers are for"), blank=True)
    purpose_en = models.TextField(_("what the answers are for, in English"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    legal_basis_en = models.TextField(_("legal basis in English"), blank=True)
    layout = models.CharField(_("on paper"), max_length=60, choices=layouts.choices, default=layouts.PLAIN)
    steps = UnlistedStreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    sections = UnlistedStreamField(SectionsBlock(), verbose_name=_("sections"), blank=True)
    records = UnlistedStreamField(RecordsBlock(), verbose_name=_("records"), blank=True)
    at_records = models.BooleanField(_("begin it at a record"), default=False)
    tests = UnlistedStreamField(ExamplesBlock(), verbose_name=_("tests"), blank=True)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="form")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="form",
        for_concrete_model=False,
    )

    serve_preview = named_view("forms.preview.preview")
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta(Edited.Meta):
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    @property
    def current_version(self) -> "FormVersion | None":
        return self.versions.order_by("-number").first()


class FormVersion(Version):
    """A published form, which drafts and submissions stay on."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions", verbose_name=_("form"))
    # Whether its definition makes records, so that the registers are found without reading all forms.
    is_register = models.BooleanField(default=False, editable=False, db_index=True)

    class Meta:
        ordering = ["form", "-number"]
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="one_form_version_per_number")]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_register = bool(self.definition.get("records"))
        super().save(*args, **kwargs)

    @property
    def schema(self) -> FormSchema:
        return self.read_as(FormSchema)
