"""Records of registers: one child one file, volunteers, stations. A form makes them, other forms look them up."""

import uuid
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forms.compartments import Compartments
from forms.models.definition import Form, FormVersion
from forms.models.submission import Submission
from forms.schema import FormSchema, RegisterReader
from portal.directory import codes
from portal.directory.models import Organisation, Post, User
from portal.directory.services import lies_in
from portal.privacy import sealing
from portal.privacy.models import DataKey
from portal.writtenonce import WrittenOnce


def registers() -> dict[int, FormSchema]:
    """Every form that is a register, by its number, as it was published last."""
    ever = FormVersion.objects.filter(is_register=True).values("form")
    versions = FormVersion.objects.filter(form__in=ever).defer("definition").order_by("number")
    newest = {version.form_id: version for version in versions}
    return {form: version.schema for form, version in newest.items() if version.is_register}


def rows_for(post: Post, schema: FormSchema) -> Iterator[RegisterReader]:
    """The rows of the register that the post, by itself, reads by: its role, and how high its office stands."""
    level = codes.level_of(post.organisation.area_id)
    for row in schema.records.readers if schema.records else ():
        if post.role in row.roles and level >= codes.Level[row.highest.upper()]:
            yield row


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Records that the acting post, or one it stands in for, may read anything of."""
        post = user.acting_post if user.is_authenticated else None
        return self.none() if post is None else self.visible_as(post)

    def visible_as(self, post: Post) -> Self:
        known = registers()
        seen = [
            Q(form=form) & _through(row, hat) & (Q() if row.writes else Q(restricted=False))
            for hat in post.hats()
            for form, schema in known.items()
            for row in rows_for(hat, schema)
        ]
        return self.filter(reduce(or_, seen)) if seen else self.none()

    def of_children(self) -> Self:
        known = registers().items()
        return self.filter(form__in=[form for form, schema in known if schema.records and schema.records.of_children])


def _through(row: RegisterReader, post: Post) -> Q:
    if row.through is None:
        return lies_in(post.organisation.area_id, "area_code")
    named = RecordParty.objects.filter(
        record=OuterRef("pk"), field=row.through, organisation__in=post.own_organisation_ids()
    )
    return Q(Exists(named))


class Record(models.Model):
    """`open_answers` holds open and countable answers in clear; all others are sealed. Both are as they are now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="kept_records", db_index=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="records")
    # That of the submission that opened it.
    number = models.CharField(_("number"), max_length=80, unique=True)
    area_code = models.CharField(_("place"), max_length=12, blank=True)
    open_answers = models.JSONField(default=dict)
    sealed_answers = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    # Somebody objected to what is done with it: only those who keep it up to date read it (docs/decisions/0019).
    restricted = models.BooleanField(default=False, editable=False)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["form", "-opened_at", "-pk"]
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = [
            models.Index(fields=["form", "area_code", "-opened_at", "-id"], name="record_form_area_time"),
            models.Index(fields=["form", "-opened_at", "-id"], name="record_form_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_erased(self) -> bool:
        return self.data_key.wrapped is None

    @property
    def schema(self) -> FormSchema:
        return self.version.schema

    def keep(self, parts: Compartments) -> None:
        """Hold these answers from now on; not yet written."""
        self.open_answers = parts.open
        self.sealed_answers = sealing.seal(parts.sealed, self.data_key, place=f"record.answers:{self.id}")

    def unsealed(self) -> dict[str, Any]:
        """All answers. Only forms.records opens them, after logging."""
        sealed = sealing.unseal(self.sealed_answers, self.data_key, place=f"record.answers:{self.id}")
        return {**self.open_answers, **sealed}


class RecordMark(models.Model):
    """What a record is recognised by: a keyed digest of its answers to the fields that tell one from another."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("no two are the same")
        ALIKE = "alike", _("two may be the same")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(kind="identity"), name="one_record_per_identity")
        ]
        indexes = [models.Index(fields=["kind", "digest"], name="record_mark_digest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.record_id}"


class RecordParty(models.Model):
    """An organisation that a record names in a field through which it is read, such as the school of a child."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "field"], name="one_party_per_record_and_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.organisation_id}"


class RecordEntry(WrittenOnce):
    """A submission about a record: its timeline, in order."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened the record")
        REVISED = "revised", _("revised the record")
        ABOUT = "about", _("is about the record")

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="entries", db_index=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="record_entries")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "submission", "kind"], name="one_entry_per_record_and_submission")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.submission_id}"
