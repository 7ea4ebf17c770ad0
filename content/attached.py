"""The files that belong to a policy document. A file in a closed collection is not even named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.models import CollectionViewRestriction

if TYPE_CHECKING:
    from content.models import PolicyPage


@dataclass(frozen=True)
class Attached:
    """`kind` is the ending of the file, `size` in bytes."""

    title: str
    url: str
    kind: str
    size: int


def attached(page: PolicyPage) -> list[Attached]:
    rows = list(page.files.all().select_related("document__collection"))
    if not rows:
        return []
    closed = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    return [
        Attached(
            row.shown_title,
            row.document.url,
            row.document.file_extension.upper(),
            row.document.get_file_size() or 0,
        )
        for row in rows
        if not row.document.collection.path.startswith(closed)
    ]
