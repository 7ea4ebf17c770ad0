"""A workflow as it is edited, and the immutable numbered versions it is published as."""

from collections import OrderedDict
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from portal.directory.models import User
from portal.streams import UnlistedStreamField
from workflows.blocks import EffectsBlock, ReadersBlock, RelationsBlock, StatesBlock, TransitionsBlock
from workflows.schema import WorkflowSchema

SCHEMAS_KEPT = 100
_schemas: OrderedDict[str, WorkflowSchema] = OrderedDict()


class Workflow(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """What an administrator edits. Publishing compiles it to a WorkflowVersion; running cases stay on theirs."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    opened_by = models.SlugField(_("form that opens a case"), max_length=60)
    relations = UnlistedStreamField(RelationsBlock(), verbose_name=_("who takes part"), blank=True)
    states = UnlistedStreamField(StatesBlock(), verbose_name=_("states"), blank=True)
    transitions = UnlistedStreamField(TransitionsBlock(), verbose_name=_("transitions"), blank=True)
    readers = UnlistedStreamField(ReadersBlock(), verbose_name=_("who may read what"), blank=True)
    opening_effects = UnlistedStreamField(EffectsBlock(), verbose_name=_("effects when a case opens"), blank=True)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="workflow")

    class Meta:
        ordering = ["key"]
        verbose_name = _("workflow")
        verbose_name_plural = _("workflows")

    def __str__(self) -> str:
        return self.title

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "workflows/admin/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from workflows.preview import preview_of  # here: a preview looks at the checks, which look at the models

        return {**super().get_preview_context(request, mode_name), "preview": preview_of(self)}

    @property
    def current_version(self) -> "WorkflowVersion | None":
        return self.versions.order_by("-number").first()


class WorkflowVersion(models.Model):
    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("definition"))
    checksum = models.CharField(_("checksum"), max_length=64)
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["workflow", "-number"]
        verbose_name = _("workflow version")
        verbose_name_plural = _("workflow versions")
        constraints = [models.UniqueConstraint(fields=["workflow", "number"], name="one_workflow_version_per_number")]

    def __str__(self) -> str:
        return f"{self.workflow} {self.number}"

    @property
    def schema(self) -> WorkflowSchema:
        """Read once per process: a published definition is known by its checksum and never changes."""
        schema = _schemas.get(self.checksum)
        if schema is None:
            schema = _schemas[self.checksum] = WorkflowSchema.model_validate(self.definition)
            while len(_schemas) > SCHEMAS_KEPT:
                _schemas.popitem(last=False)
        return schema

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A published workflow version is never changed; publish a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A published workflow version is never deleted.")
