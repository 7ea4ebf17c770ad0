"""Who may do and read what in a case. Everything is denied unless a rule here allows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.schema import Sensitivity
from portal.access.refusal import Refused
from portal.directory.models import Post
from workflows.models import Case, Task

# They answer for what their organisation does, so they may take over and look closer.
LEADER_ROLES = frozenset(
    {"police_leader", "township_leader", "civil_affairs_leader", "school_leader", "signing_leader"}
)


@dataclass(frozen=True)
class Answer:
    """Whether, and if not, why: `code` for programs, `sentence` for the person."""

    allowed: bool
    code: str = ""
    sentence: str | Promise = ""


YES = Answer(allowed=True)


def no(code: str, sentence: str | Promise) -> Answer:
    return Answer(False, code, sentence)


def may(post: Post | None, action: str, target: Case | Task) -> Answer:
    """May the post do that? Actions: see, accept, complete, route (tasks); see, retry (cases)."""
    if post is None:
        return no("no_post", _("You hold no post at present. Ask your administrator."))
    return _RULES[action, type(target)](post, target)


def demand(post: Post, action: str, target: Case | Task) -> None:
    """Raises Refused when the policy says no."""
    answer = may(post, action, target)
    if not answer.allowed:
        raise Refused(answer.code, answer.sentence)


def readable(post: Post, case: Case, form_key: str) -> set[Sensitivity]:
    """The sensitivities that the post may read in the case's submissions of that form.

    They come from the workflow's reader rows for the relations that the post's organisation has in the case. Who
    reported is for the officers in charge and their leaders only (domain rule: need to know).
    """
    held = relations_of(post, case)
    granted: set[Sensitivity] = set()
    for row in case.version.schema.readers:
        if row.relation in held and form_key in row.forms:
            kept_back = set() if _in_charge(post, case, row.relation) else {"reporter"}
            granted |= set(row.sensitivities) - kept_back
    return granted


def may_know_reporter(post: Post, case: Case) -> bool:
    return "reporter" in readable(post, case, case.version.schema.opened_by)


def relations_of(post: Post, case: Case) -> set[str]:
    """The relations through which the post's organisation is part of the case."""
    return {party.relation for party in case.parties.all() if party.organisation_id == post.organisation_id}


def _in_charge(post: Post, case: Case, relation: str) -> bool:
    if post.role in LEADER_ROLES:
        return True
    return any(task.relation == relation and task.assignee_id == post.pk for task in case.tasks.all())


def _see_case(post: Post, case: Case) -> Answer:
    if relations_of(post, case):
        return YES
    return no("not_a_party", _("Your organisation has no part in this case."))


def _see_task(post: Post, task: Task) -> Answer:
    if Task.objects.visible_to_post(post).filter(pk=task.pk).exists():
        return YES
    return no("not_yours", _("This task belongs to another organisation."))


def _work_on(post: Post, task: Task) -> Answer:
    if task.organisation_id == post.organisation_id:
        return YES
    return no("not_yours", _("This task belongs to another organisation."))


def _complete(post: Post, task: Task) -> Answer:
    answer = _work_on(post, task)
    if not answer.allowed:
        return answer
    if task.assignee_id in (None, post.pk) or post.role in LEADER_ROLES:
        return YES
    return no("accepted_by_another", _("A colleague has accepted this task; only they or your leader can finish it."))


def _route(post: Post, task: Task) -> Answer:
    if task.organisation_id is None and Task.objects.unrouted().visible_to_post(post).filter(pk=task.pk).exists():
        return YES
    return no("not_routable", _("Only the portal office passes on tasks that nobody answers for."))


_RULES: dict[tuple[str, type[Case] | type[Task]], Callable[..., Answer]] = {
    ("see", Case): _see_case,
    ("retry", Case): _see_case,
    ("see", Task): _see_task,
    ("accept", Task): _work_on,
    ("complete", Task): _complete,
    ("route", Task): _route,
}
