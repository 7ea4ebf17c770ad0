"""Who was refused stays known, although what the person began is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post
from workflows.engine import NotPossible
from workflows.models import Case, Task


@contextmanager
def refusals_kept(about: Case | Task, by: Post, action: str) -> Iterator[None]:
    """Log a refusal after the transaction it undid. That a case has moved on is no attempt to be logged."""
    try:
        yield
    except NotPossible:
        raise
    except Refused:
        case = about.pk if isinstance(about, Case) else about.case_id
        record_refusal(about, by=by, action=action, purpose=Purpose("", matter=case))
        raise
