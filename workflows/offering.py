"""What can be done with a case as a whole, beside its tasks, and why something cannot be: for desk and programs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.words import spoken
from workflows.acting import may_go_on, may_link, may_merge, may_suspend, may_take
from workflows.engine import obstacle
from workflows.models import Case
from workflows.policies import Answer
from workflows.schema import Transition
from workflows.services import last_step, snapshot_of, why_not_parted

# No key of a definition looks like these.
SUSPEND, GO_ON, MERGE, PART, LINK = "suspend-case", "go-on", "merge-case", "part-case", "link-case"
BACK = "take-back"
TITLES: dict[str, str | Promise] = {
    SUSPEND: _("Suspend the case"),
    GO_ON: _("Go on with the case"),
    MERGE: _("Merge with another case"),
    PART: _("Take the merging back"),
    LINK: _("Link with another case"),
    BACK: _("Take your last step back"),
}


@dataclass(frozen=True)
class Offer:
    """`key` is what its address ends in. `refusal` says why it cannot be done, empty when it can. `way` is the way
    beside the tasks that it takes, if it takes one."""

    key: str
    title: str | Promise
    refusal: str | Promise = ""
    way: Transition | None = None


def offers(case: Case, post: Post) -> Iterator[Offer]:
    """All there is for a case in its state, whoever may do it."""
    if step := last_step(case, post, timezone.now()):
        yield Offer(BACK, TITLES[BACK], step.against.sentence if step.against else "")
    if hasattr(case, "merge"):
        against = why_not_parted(case.merge, timezone.now())
        yield offer(PART, may_merge(post, case, case.merge.into), against.sentence if against else "")
        return
    if not case.is_closed:
        yield offer(MERGE, may_merge(post, case))
    if hasattr(case, "rest"):
        yield offer(GO_ON, may_go_on(post, case))
    elif not case.is_closed:
        yield offer(SUSPEND, may_suspend(post, case))
    yield offer(LINK, may_link(post, case))
    for way in case.version.schema.ways_beside(case.state):
        yield taking(case, post, way)


def offer(key: str, answer: Answer, against: str | Promise = "") -> Offer:
    return Offer(key, TITLES[key], against if answer.allowed else answer.sentence)


def taking(case: Case, post: Post, way: Transition) -> Offer:
    return Offer(way.key, spoken(way.title), _against(case, post, way), way)


def _against(case: Case, post: Post, way: Transition) -> str | Promise:
    """Why it cannot be taken by the post, or not now; empty when it can."""
    schema, answer = case.version.schema, may_take(post, case, way)
    if not answer.allowed:
        return answer.sentence
    if way not in schema.ways_beside(case.state):
        return _("This step is not possible from here.")
    against = obstacle(schema, snapshot_of(case, timezone.now()), way) if way.guard else None
    return against.sentence if against else ""
