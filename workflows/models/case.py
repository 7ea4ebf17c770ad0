"""Cases: what happens after a report, who is part of it, and what was done."""

import re
import unicodedata
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.access.models import EmergencyAccess
from portal.directory import codes
from portal.directory.models import Organisation, Post, User
from portal.directory.services import came_after, organisations_answering
from portal.writtenonce import WrittenOnce
from workflows.models.conflict import shut_out
from workflows.models.definition import WorkflowVersion
from workflows.schema import State, WorkflowSchema

# So many digits fit into every database's integer.
LONGEST_SERIAL = 9

Part = TypeVar("Part")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Cases of the acting post's organisation, and of those it stands in for. Nobody else sees that they exist.

        An organisation that took over from another, or came after it in a place that was merged, has its cases too.
        Whom the conflict rule shuts out sees nothing, whatever else holds; who opened a case in an emergency sees it as
        long as that lasts.
        """
        post = user.acting_post if user.is_authenticated else None
        return self.none() if post is None else self.visible_to_post(post)

    def visible_to_post(self, post: Post) -> Self:
        own = models.Q(_has_part(post))
        if opened := opened_in_emergency(post):
            own |= models.Q(pk__in=opened)
        lent = [_has_part(absent) & ~shut_out(absent, case="pk") for absent in post.stands_for()]
        return self.filter(reduce(or_, map(models.Q, lent), own), ~shut_out(post, case="pk"))


def _has_part(post: Post) -> models.Exists:
    own = post.own_organisation_ids()
    return models.Exists(CaseParty.objects.filter(organisation__in=own, case=models.OuterRef("pk")))


def opened_in_emergency(post: Post) -> list[uuid.UUID]:
    """Cases that the post opened in an emergency that lasts. A handful, and looked up: as part of a query they would
    have the database read all parties of the organisation.
    """
    if post.role not in settings.BREAK_GLASS_ROLES:
        return []
    return list(EmergencyAccess.objects.live().of(post).order_by().values_list("matter", flat=True))


def serial_of(number: str) -> int | None:
    """The running number: the last digits of a number, or of what somebody typed of it; None where there are none."""
    digits = re.findall(r"\d+", unicodedata.normalize("NFKC", number))
    return int(digits[-1][-LONGEST_SERIAL:]) if digits else None


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(_("number"), max_length=80, unique=True)
    # What the number ends in: what people type who look for a case.
    serial = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=60)
    area_code = models.CharField(_("place"), max_length=12, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    # Digest of the newest event: the end of the chain.
    chain_end = models.CharField(max_length=64, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["area_code", "state"], name="case_area_state"),
            models.Index(fields=["state"], name="case_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.serial = serial_of(self.number)
        super().save(*args, **kwargs)

    @cached_property
    def opening_paper(self) -> "CaseSubmission":
        """The first, which stays the first. Raises IndexError while there is none."""
        return self.case_submissions.select_related("submission__post__organisation")[0]

    @property
    def papers(self) -> "models.QuerySet[CaseSubmission]":
        """Its own, the first one first, then those of cases that have become part of it."""
        own = models.Case(models.When(case=self, then=0), default=1)
        return CaseSubmission.objects.filter(case__in=self.one_with).annotate(foreign=own).order_by("foreign", "pk")

    @cached_property
    def one_with(self) -> list[uuid.UUID]:
        """Itself and the cases that have become part of it."""
        return [self.pk, *self.merged.order_by("at").values_list("case", flat=True)]

    @property
    def opening_submission(self) -> Submission:
        return self.opening_paper.submission

    @cached_property
    def shut_out_organisations(self) -> set[int]:
        """Whom the conflict rule keeps out, and who came after those. Read once: who adds one says so here too."""
        named = {exclusion.organisation_id for exclusion in self.exclusions.all()}
        return came_after(named) if named else named

    @cached_property
    def answering(self) -> dict[str, Organisation | None]:
        """By duty, who answers for it at the place of the case: for all duties of its workflow, asked once."""
        duties = {relation.duty for relation in self.version.schema.relations if relation.duty}
        return dict(organisations_answering(duties, self.area_code)) if codes.is_code(self.area_code) else {}

    @property
    def current_state(self) -> State:
        return self.version.schema.state(self.state)

    def find(self, look: Callable[[WorkflowSchema], Part]) -> Part:
        """What `look` finds in the case's version, or in one that it was on before: done tasks and events of a case
        that was taken over to a newer version speak of that. Raises KeyError.
        """
        try:
            return look(self.version.schema)
        except KeyError:
            for schema in self.earlier_schemas:
                with suppress(KeyError):
                    return look(schema)
            raise

    @cached_property
    def earlier_schemas(self) -> list[WorkflowSchema]:
        """Of the versions it was on before, the latest first."""
        moves = self.moves.filter(refused="").select_related("move__source", "move__target").order_by("-pk")
        versions = [version for moved in moves for version in (moved.move.target, moved.move.source)]
        return [version.schema for version in versions if version.pk != self.version_id]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class CaseParty(models.Model):
    """An organisation that is part of a case through a relation of the workflow."""

    # What has no index of its own here is the first column of one below.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    relation = models.CharField(max_length=60)
    since = models.DateTimeField(auto_now_add=True)
    # The case's own, kept here too: so the list of an organisation, of ten cases or of a million, is one range of one
    # index. `joining` and workflows.services see to it.
    is_open = models.BooleanField(default=True)
    case_opened_at = models.DateTimeField()
    area_code = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation", "relation"], name="one_party_per_case_and_relation")
        ]
        indexes = [
            models.Index(fields=["organisation", "case"], name="party_organisation_case"),
            models.Index(fields=["organisation", "is_open", "-case_opened_at", "-case"], name="party_list"),
            # A village's cases in order; those of a larger place are few, or else `party_list` soon has a page of them.
            models.Index(
                fields=["organisation", "is_open", "area_code", "-case_opened_at", "-case"], name="party_place_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation}: {self.organisation_id}"

    @classmethod
    def joining(cls, case: Case, organisation: Organisation, relation: str) -> Self:
        """A new party, not yet written."""
        party = cls(case=case, organisation=organisation, relation=relation)
        party._follow(case)
        return party

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.case_opened_at is None:
            self._follow(self.case)
        super().save(*args, **kwargs)

    def _follow(self, case: Case) -> None:
        self.is_open, self.case_opened_at, self.area_code = not case.is_closed, case.opened_at, case.area_code


class CaseSubmissionQuerySet(models.QuerySet["CaseSubmission"]):
    def standing(self) -> Self:
        """What counts: rules, letters, pages and later forms take nothing from a paper that was withdrawn."""
        return self.filter(withdrawn=False)


class CaseSubmission(models.Model):
    """A submission that belongs to a case; the first one opened it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_submissions")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="in_case")
    # The person it is about objected to what is done with it: see workflows.policies.readable_paper.
    restricted = models.BooleanField(default=False, editable=False)
    # The step that it was handed in with was taken back: see workflows.services.taking_back.
    withdrawn = models.BooleanField(default=False, editable=False)

    objects = CaseSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.submission_id)


class Event(WrittenOnce):
    """What happened, in order. Each row carries the digest of the row before it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    # Keys and ids only: state, transition, task.
    detail = models.JSONField(default=dict)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["case", "sequence"]
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="one_event_per_place_in_chain")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class ReporterMessage(models.Model):
    """A stage the reporter is told of when following the report. `words` is from the workflow, without case data."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reporter_messages")
    key = models.CharField(max_length=60)
    words = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_message_per_case_and_key")]

    def __str__(self) -> str:
        return self.key
