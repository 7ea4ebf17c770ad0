"""What the access log says that something is read for: the open task, for whom one stands in, an emergency."""

from portal.access.services import Purpose
from portal.directory.models import Post
from workflows.models import Case, Task
from workflows.policies import is_emergency


def purpose_of(task: Task) -> str:
    """How the access log names the task."""
    return f"{task.case.number} {task.key}"


def purpose(case: Case, *, by: Post, task: Task | None = None, lender: Post | None = None, reason: str = "") -> Purpose:
    """The open task it is read for, else the case; what the person typed; the absent post that lends rights."""
    words = purpose_of(task) if task else case.number
    words = f"{words}: {reason}" if reason else words
    words = f"{words} for post {lender.pk}" if lender else words
    return Purpose(words, matter=case.pk, emergency=is_emergency(by, case))
