"""Who may do something with a case as a whole, beside the tasks that are open in it."""

from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.directory.roles import LEADER_ROLES
from portal.words import spoken
from workflows.models import Case, Event, Task
from workflows.policies import NO_PART, YES, Answer, is_shut_out, may, no, relations_as, roles_said
from workflows.schema import Transition

NO_POST = no("no_post", _("You hold no post at present. Ask your administrator."))


def may_take(post: Post | None, case: Case, way: Transition) -> Answer:
    """May the post take that way beside the tasks? Its relation, and its roles there, say who does."""
    return _as_any_hat(post, case, lambda hat: _take(hat, case, way))


def may_suspend(post: Post | None, case: Case) -> Answer:
    """A leader of an office that has work to do in the case; never where a child may be in danger."""
    return _as_any_hat(post, case, lambda hat: _suspend(hat, case))


def may_go_on(post: Post | None, case: Case) -> Answer:
    """Everybody of an office that has work to do in the case."""
    return _as_any_hat(post, case, lambda hat: _has_work(hat, case))


def may_take_back(post: Post | None, case: Case, step: Event | None) -> Answer:
    """Who took the step; `None` is nobody's. That it is possible now is not asked here."""
    return _as_any_hat(post, case, lambda hat: _took(hat, case, step))


def may_merge(post: Post | None, *cases: Case) -> Answer:
    """The officer in charge of all of them, or their leader: who may learn who reported in the one and in the other.

    Of one case alone: whether there could be another to merge it with.
    """
    if post is None:
        return NO_POST
    answers = [may(post, "talk", one) for one in cases]
    if all(answer.allowed for answer in answers):
        return answers[0]
    if any(answer.code == "not_a_party" for answer in answers):
        return NO_PART
    return no("not_in_charge_of_both", _("Only the officer in charge of both cases and their leader make them one."))


def may_link(post: Post | None, *cases: Case) -> Answer:
    """Everybody who takes part in all of them."""
    answers = [_as_any_hat(post, one, partial(_takes_part, case=one)) for one in cases]
    return next((answer for answer in answers if not answer.allowed), answers[0])


def _took(post: Post, case: Case, step: Event | None) -> Answer:
    if not relations_as(post, case):
        return NO_PART
    if step is None or step.post_id != post.pk:
        return no("not_your_step", _("A step can be taken back only by the person who took it."))
    return YES


def _takes_part(post: Post, case: Case) -> Answer:
    return YES if relations_as(post, case) else NO_PART


def _suspend(post: Post, case: Case) -> Answer:
    answer = _has_work(post, case)
    if not answer.allowed:
        return answer
    if post.role not in LEADER_ROLES:
        return no("leader_suspends", _("Only the leader of an office that has work to do here suspends the case."))
    if case.urgent:
        return no("urgent_goes_on", _("A child may be in danger: this case is not suspended."))
    return YES


def _has_work(post: Post, case: Case) -> Answer:
    if not relations_as(post, case):
        return NO_PART
    own = post.own_organisation_ids()
    tasks = (task for task in case.tasks.all() if task.state == Task.State.OPEN and task.supervises_id is None)
    if any(task.organisation_id in own for task in tasks):
        return YES
    return no("no_work_here", _("Your organisation has nothing to do in this case now."))


def _take(post: Post, case: Case, way: Transition) -> Answer:
    held = relations_as(post, case)
    if not held:
        return NO_PART
    if way.relation not in held:
        who = spoken(case.version.schema.relation(way.relation).title)
        return no("not_your_relation", _("Only %(who)s does this.") % {"who": who})
    if not way.is_for(post.role):
        sentence = _("In your organisation this is only for: %(roles)s.")
        return no("not_your_role", sentence % {"roles": roles_said(way.roles)})
    return YES


def _as_any_hat(post: Post | None, case: Case, rule: Callable[[Post], Answer]) -> Answer:
    """By a right of its own, else by that of somebody it stands in for."""
    if post is None:
        return NO_POST
    if is_shut_out(post, case):
        return NO_PART
    own = rule(post)
    if own.allowed:
        return own
    lending = (absent for absent in post.stands_for() if not is_shut_out(absent, case))
    absent = next((absent for absent in lending if rule(absent).allowed), None)
    return Answer(allowed=True, standing_for=absent) if absent else own
