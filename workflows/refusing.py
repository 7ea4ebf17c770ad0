"""Who was refused stays known, although what the person began is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from forms.models import Record
from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post
from workflows.engine import NotPossible
from workflows.models import Case, Task


@contextmanager
def refusals_kept(about: Case | Task | Record, by: Post, action: str) -> Iterator[None]:
    """Log a refusal after the transaction it undid. That somebody was quicker is no attempt to be logged."""
    try:
        yield
    except NotPossible:
        raise
    except Refused:
        matter = about.case_id if isinstance(about, Task) else about.pk
        record_refusal(about, by=by, action=action, purpose=Purpose("", matter=matter))
        raise
