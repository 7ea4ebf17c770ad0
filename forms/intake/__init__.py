"""What people upload: its kind found by its content, images rebuilt from their pixels, documents looked at."""

from collections.abc import Collection

from forms.intake.images import rebuilt, thumbnail
from forms.intake.kinds import ALLOWED, DEFAULT, Kind, NotAccepted, kind_of
from forms.intake.nameless import nameless
from forms.intake.papers import check

__all__ = ["ALLOWED", "DEFAULT", "Kind", "NotAccepted", "admitted", "thumbnail"]


def admitted(data: bytes, allowed: Collection[str] = DEFAULT) -> tuple[bytes, Kind]:
    """What is kept of a file that somebody sent, and what it is. Raises NotAccepted."""
    kind = kind_of(data, allowed=allowed)
    if kind.is_image:
        return rebuilt(data)
    check(data, kind)
    return (nameless(data) if kind is ALLOWED["pdf"] else data), kind
