"""Publishing: what an administrator edits becomes an immutable numbered version."""

from typing import TypeVar

from django.db import models, transaction

from forms.problems import Problem
from forms.schema import Definition
from forms.versions.models import Edited, Version
from portal.access.refusal import Refused
from portal.directory.models import User

Published = TypeVar("Published", bound=Version)


class NotPublishable(Refused):
    """What is edited has problems; `problems` say where and what."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not_publishable", " ".join(str(problem) for problem in problems))
        self.problems = problems


@transaction.atomic
def write_version(
    edited: Edited, versions: models.Manager[Published], schema: Definition, *, by: User | None
) -> Published:
    """The next of its `versions`, saying what the schema says; the newest one when that says it already."""
    type(edited)._default_manager.select_for_update().only("pk").get(pk=edited.pk)
    newest, checksum = versions.order_by("-number").first(), schema.checksum()
    if newest is not None and newest.checksum == checksum:
        return newest
    return versions.create(
        number=newest.number + 1 if newest else 1,
        definition=schema.model_dump(mode="json"),
        checksum=checksum,
        published_by=by,
    )
