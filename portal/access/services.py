"""Writing the access log."""

from django.db import models

from portal.access.models import Access
from portal.directory.models import Post


def record_reading(target: models.Model, *, by: Post, action: str, purpose: str) -> None:
    """Log that sealed data of `target` is about to be shown. `purpose` names the open task, never a person."""
    _record(target, by=by, action=action, purpose=purpose, allowed=True)


def record_refusal(target: models.Model, *, by: Post | None, action: str, purpose: str = "") -> None:
    _record(target, by=by, action=action, purpose=purpose, allowed=False)


def _record(target: models.Model, *, by: Post | None, action: str, purpose: str, allowed: bool) -> None:
    Access.objects.create(
        user=by.user if by else None,
        post=by,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        purpose=purpose,
        allowed=allowed,
    )
