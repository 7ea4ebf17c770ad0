"""Duties of policy documents that were made tasks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import PolicyPage
from portal.directory.models import Organisation
from workflows.models.case import Case


class AssignedDuty(models.Model):
    """What a unit has to do by a clause, given to an organisation: one row, with the newest case.

    Clause and unit are as the document names them; what it said when the task was made stands in the case's paper.
    """

    page = models.ForeignKey(PolicyPage, on_delete=models.CASCADE, related_name="+")
    clause = models.CharField(_("clause"), max_length=60)
    unit = models.CharField(_("unit"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assigned_duties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "clause", "unit", "organisation"], name="a_duty_is_assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.clause}"
