"""What a person asked for about their data: a record of its own, with who asks sealed."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Post
from portal.directory.services import lies_in
from portal.privacy import sealing
from portal.privacy.models import DataKey
from workflows.rights.models.proposal import Proposal, ProposalQuerySet


class DataRequestQuerySet(ProposalQuerySet):
    def unanswered(self) -> Self:
        """The most pressing first."""
        return self.filter(answered_at=None).order_by("due_on", "proposed_at")

    def overdue(self) -> Self:
        return self.unanswered().filter(due_on__lt=timezone.localdate())

    def answered(self) -> Self:
        return self.exclude(answered_at=None).order_by("-answered_at")

    def in_area_of(self, post: Post) -> Self:
        return self.filter(lies_in(post.organisation.area_id, "proposed_by__organisation__area"))


class DataRequest(Proposal):
    """Taken by one officer and decided by another (docs/decisions/0018)."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("see or get a copy")
        CORRECTION = "correction", _("correct")
        ERASURE = "erasure", _("erase")
        OBJECTION = "objection", _("object or restrict")

    class Checked(models.TextChoices):
        ID_CARD = "id_card", _("ID card seen")
        GUARDIAN = "guardian", _("guardian: ID card and proof of guardianship seen")
        AUTHORISED = "authorised", _("written authorisation and both ID cards seen")
        AUTHORITY = "authority", _("official letter of a court, procuratorate or authority")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("asks to"), max_length=12, choices=Kind)
    # Who asks, and the name, ID and telephone number of the person it is about; empty when that is erased.
    sealed_person = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    identity_checked = models.CharField(_("how the identity was checked"), max_length=12, choices=Checked)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    # The day it came in, on paper perhaps; the time to answer is counted from it.
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    decision = models.CharField(_("why"), max_length=300, blank=True)
    # When the answer was given to the person who asked.
    answered_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")

    def __str__(self) -> str:
        return self.number

    @property
    def is_erased(self) -> bool:
        """Who asked and whom it was about is gone for good (workflows.rights.forgetting)."""
        return not self.sealed_person

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < timezone.localdate()

    def seal(self, person: dict[str, str]) -> None:
        self.sealed_person = sealing.seal(person, self.data_key, place=f"rights.person:{self.id}")

    def unsealed(self) -> dict[str, str]:
        """Who asks (`asker`) and whom it is about (`name`, `id_number`, `phone`, as far as given).

        Raises sealing.Unreadable when it is erased.
        """
        person: dict[str, Any] = sealing.unseal(self.sealed_person, self.data_key, place=f"rights.person:{self.id}")
        return person


class Match(models.Model):
    """A submission that an officer has confirmed to be about the person."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="matches")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "submission"], name="one_match_per_submission")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.submission_id}"


class Export(models.Model):
    """What is held about the person, sealed under the request's key. It goes when anything in it is erased."""

    request = models.OneToOneField(DataRequest, on_delete=models.CASCADE, primary_key=True, related_name="export")
    sealed_json = models.BinaryField()
    sealed_pdf = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.request_id)

    def fill(self, *, json: bytes, pdf: bytes) -> None:
        key = self.request.data_key
        self.sealed_json = sealing.seal_bytes(json, key, place=f"rights.json:{self.pk}")
        self.sealed_pdf = sealing.seal_bytes(pdf, key, place=f"rights.pdf:{self.pk}")

    def opened(self, kind: str) -> bytes:
        """`kind` is json or pdf."""
        sealed = self.sealed_pdf if kind == "pdf" else self.sealed_json
        return sealing.unseal_bytes(sealed, self.request.data_key, place=f"rights.{kind}:{self.pk}")
