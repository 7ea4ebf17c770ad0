"""Erasing: what somebody proposes and a second person confirms, what runs out by itself, and what is left."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.writtenonce import WrittenOnce
from workflows.rights.models.proposal import Proposal, ProposalQuerySet
from workflows.rights.models.target import Targeted, TargetedQuerySet, either_one


class Reason(models.TextChoices):
    """Personal Information Protection Law, article 47."""

    FULFILLED = "fulfilled", _("What it was for is done or cannot be done")
    WITHDRAWN = "withdrawn", _("The person withdrew consent")
    UNLAWFUL = "unlawful", _("It was collected or used against the law or an agreement")
    OTHER_LAW = "other_law", _("Another law asks for it")
    RETENTION = "retention", _("The time it is kept for is over")


class ErasureProposalQuerySet(TargetedQuerySet, ProposalQuerySet):  # type: ignore[override]  # of their managers
    pass


class ErasureProposal(Targeted, Proposal):
    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        CONFIRMED = "confirmed", _("erased")
        REFUSED = "refused", _("refused")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    # No personal data.
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Of the person who asked for it, when somebody did.
    request = models.ForeignKey("rights.DataRequest", on_delete=models.PROTECT, null=True, related_name="erasures")
    for_statistics = models.BooleanField(_("keep answers chosen from lists for statistics"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)

    objects = ErasureProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("proposal to erase")
        verbose_name_plural = _("proposals to erase")
        constraints = [
            either_one("erasure_of_one_target"),
            models.UniqueConstraint(
                fields=["submission"], name="one_waiting_erasure_per_submission", condition=Q(state="waiting")
            ),
            models.UniqueConstraint(fields=["case"], name="one_waiting_erasure_per_case", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.number


class RunningOut(models.Model):
    """Announced: it is erased on that day unless a hold or a longer retention comes first."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="running_out"
    )
    listed_at = models.DateTimeField(_("listed at"), auto_now_add=True)
    erase_on = models.DateField(_("erased on"), db_index=True)

    class Meta:
        ordering = ["erase_on", "pk"]
        verbose_name = _("submission whose time is over")
        verbose_name_plural = _("submissions whose time is over")

    def __str__(self) -> str:
        return str(self.pk)


class Tombstone(WrittenOnce):
    """What remains of an erased submission, for whoever asks where it went."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="tombstone")
    number = models.CharField(_("number"), max_length=80)
    form = models.CharField(_("form"), max_length=60)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    erased_at = models.DateTimeField(_("erased at"), auto_now_add=True)
    # Two posts stand in the proposal; without one the portal did it when the time was over.
    proposal = models.ForeignKey(ErasureProposal, on_delete=models.PROTECT, null=True, related_name="tombstones")

    class Meta:
        ordering = ["-erased_at", "-pk"]
        verbose_name = _("erased submission")
        verbose_name_plural = _("erased submissions")

    def __str__(self) -> str:
        return self.number
