"""Publishing: what an administrator edits becomes an immutable numbered version."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models, transaction

from forms.problems import Problem
from forms.schema import Definition
from forms.versions.models import Edited, Version
from portal.access.refusal import Refused
from portal.directory.models import User

Source = TypeVar("Source", bound=Edited)
Published = TypeVar("Published", bound=Version)


class NotPublishable(Refused):
    """What is edited has problems; `problems` say where and what."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("not_publishable", " ".join(str(problem) for problem in problems))
        self.problems = problems


@transaction.atomic
def publish(
    edited: Source,
    versions: models.Manager[Published],
    *,
    problems_of: Callable[[Source], list[Problem]],
    compiled: Callable[[Source], Definition],
    by: User | None,
) -> Published:
    """Compile it to a new one of its `versions`, or give the newest when nothing changed. Raises NotPublishable."""
    type(edited)._default_manager.select_for_update().only("pk").get(pk=edited.pk)
    if problems := problems_of(edited):
        raise NotPublishable(problems)
    schema = compiled(edited)
    newest = versions.order_by("-number").first()
    if newest is not None and newest.checksum == schema.checksum():
        return newest
    return versions.create(
        number=newest.number + 1 if newest else 1,
        definition=schema.model_dump(mode="json"),
        checksum=schema.checksum(),
        published_by=by,
    )
