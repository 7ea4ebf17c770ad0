"""A workflow as it is edited, and the versions it is published as."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from forms.versions.models import Edited, Version
from portal.namedviews import named_view
from portal.streams import UnlistedStreamField
from workflows.blocks import EffectsBlock, ReadersBlock, RelationsBlock, ScenariosBlock, StatesBlock, TransitionsBlock
from workflows.schema import WorkflowSchema


class Workflow(Edited):
    opened_by = models.SlugField(_("form that opens a case"), max_length=60)
    relations = UnlistedStreamField(RelationsBlock(), verbose_name=_("who takes part"), blank=True)
    states = UnlistedStreamField(StatesBlock(), verbose_name=_("states"), blank=True)
    transitions = UnlistedStreamField(TransitionsBlock(), verbose_name=_("transitions"), blank=True)
    readers = UnlistedStreamField(ReadersBlock(), verbose_name=_("who may read what"), blank=True)
    opening_effects = UnlistedStreamField(EffectsBlock(), verbose_name=_("effects when a case opens"), blank=True)

    scenarios = UnlistedStreamField(ScenariosBlock(), verbose_name=_("scenarios"), blank=True)

    serve_preview = named_view("workflows.preview.preview")
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="workflow")

    class Meta(Edited.Meta):
        verbose_name = _("workflow")
        verbose_name_plural = _("workflows")

    @property
    def current_version(self) -> "WorkflowVersion | None":
        return self.versions.order_by("-number").first()


class WorkflowVersion(Version):
    """A published workflow, which the cases opened on it stay on."""

    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["workflow", "-number"]
        verbose_name = _("workflow version")
        verbose_name_plural = _("workflow versions")
        constraints = [models.UniqueConstraint(fields=["workflow", "number"], name="one_workflow_version_per_number")]

    def __str__(self) -> str:
        return f"{self.workflow} {self.number}"

    @property
    def schema(self) -> WorkflowSchema:
        return self.read_as(WorkflowSchema)


def versions_in_use() -> "models.QuerySet[WorkflowVersion]":
    """The current one of each workflow that is not withdrawn."""
    newest = WorkflowVersion.objects.filter(workflow=OuterRef("workflow")).order_by("-number").values("number")[:1]
    return WorkflowVersion.objects.filter(number=Subquery(newest), workflow__live=True).order_by("workflow__key")
