"""What is edited, and what it is published as."""

from collections import OrderedDict
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin

from forms.keys import is_key
from forms.schema import Definition
from portal.directory.models import User
from portal.writtenonce import WrittenOnce

SCHEMAS_KEPT = 300
_schemas: OrderedDict[str, Definition] = OrderedDict()

Schema = TypeVar("Schema", bound=Definition)


class Edited(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """What an administrator edits; nothing that runs reads this row.

    Its versions point to it as `versions`; `current_version` of each kind is the newest, on which all begins from now
    on, None before anything is published.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not is_key(self.key):
            problem = _("A key has small letters, digits and _ and begins with a letter.")
            raise ValidationError({"key": problem})

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Live row and numbered version together: when compiling fails, nothing was published."""
        super().publish(revision, *args, **kwargs)


class Version(WrittenOnce):
    """What was published. All that runs points here, never to what is edited."""

    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("definition"))
    checksum = models.CharField(_("checksum"), max_length=64)
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def read_as(self, kind: type[Schema]) -> Schema:
        """The definition as data, read once per process: it is known by its checksum and never changes."""
        schema = _schemas.get(self.checksum)
        if schema is None:
            schema = _schemas[self.checksum] = kind.model_validate(self.definition)
            while len(_schemas) > SCHEMAS_KEPT:
                _schemas.popitem(last=False)
        return cast(Schema, schema)
