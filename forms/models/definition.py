"""A form as it is edited, and the immutable numbered versions it is published as."""

import re
from collections import OrderedDict
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin
from wagtail.search import index

from forms.blocks import StepsBlock
from forms.schema import FormSchema
from portal.directory.models import User
from portal.streams import UnlistedStreamField

SCHEMAS_KEPT = 200
_schemas: OrderedDict[str, FormSchema] = OrderedDict()


class Form(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, models.Model):
    """What an administrator edits. Publishing compiles it to a FormVersion; nothing that runs reads this row."""

    key = models.SlugField(_("key"), max_length=60, unique=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    place = models.CharField(_("field that gives the place"), max_length=60, blank=True)
    numbering = models.CharField(_("numbering"), max_length=80, default="{year}-{serial:05d}")
    receipt = models.BooleanField(_("give a receipt and a code to follow"), default=False)
    retention_months = models.PositiveSmallIntegerField(_("keep for (months)"), default=60)
    steps = UnlistedStreamField(StepsBlock(), verbose_name=_("steps"), blank=True)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="form")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="form",
        for_concrete_model=False,
    )

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", self.key):
            problem = _("A key has small letters, digits and _ and begins with a letter.")
            raise ValidationError({"key": problem})

    @property
    def current_version(self) -> "FormVersion | None":
        return self.versions.order_by("-number").first()

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Live row and numbered version together: when compiling fails, nothing was published."""
        super().publish(revision, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from forms.preview import preview  # here: what draws a form imports models

        return preview(request, self)


class FormVersion(models.Model):
    """A published form. Drafts and submissions point here, never to the form."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions", verbose_name=_("form"))
    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("definition"))
    checksum = models.CharField(_("checksum"), max_length=64)
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["form", "-number"]
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="one_form_version_per_number")]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"

    @property
    def schema(self) -> FormSchema:
        """Read once per process: a published definition is known by its checksum and never changes."""
        schema = _schemas.get(self.checksum)
        if schema is None:
            schema = _schemas[self.checksum] = FormSchema.model_validate(self.definition)
            while len(_schemas) > SCHEMAS_KEPT:
                _schemas.popitem(last=False)
        return schema

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A published form version is never changed; publish a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A published form version is never deleted.")
