"""A correction that one person proposes for a request and another decides."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Post
from portal.privacy import sealing
from portal.privacy.models import DataKey
from workflows.rights.models.proposal import Proposal, ProposalQuerySet
from workflows.rights.models.request import DataRequest
from workflows.rights.models.target import in_area_of


class CorrectionProposalQuerySet(ProposalQuerySet):
    def in_area_of(self, post: Post) -> Self:
        return self.filter(in_area_of(post, submission="submission", case=""))


class CorrectionProposal(Proposal):
    """What an answer should read is sealed under the key of that answer, and emptied when the answer is erased."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        CONFIRMED = "confirmed", _("corrected")
        REFUSED = "refused", _("refused")

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="corrections")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    # Which answer: see forms.places.
    place = models.CharField(_("answer"), max_length=140)
    sealed_note = models.BinaryField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)

    objects = CorrectionProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("proposal to correct")
        verbose_name_plural = _("proposals to correct")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "place"],
                name="one_waiting_correction_per_answer",
                condition=Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.place}"

    def seal(self, note: dict[str, Any], key: DataKey) -> None:
        """`note`: `value` as the answer would be, and `ground`."""
        self.sealed_note = sealing.seal(note, key, place=self._sealed_at)

    def unsealed(self, key: DataKey) -> dict[str, Any]:
        note: dict[str, Any] = sealing.unseal(self.sealed_note, key, place=self._sealed_at)
        return note

    @property
    def _sealed_at(self) -> str:
        return f"rights.correction:{self.submission_id}:{self.place}"
