"""Who may do and read what in a case. Everything is denied unless a rule here allows it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.schema import Sensitivity
from portal.access.models import EmergencyAccess
from portal.access.refusal import Refused
from portal.directory.models import Absence, Organisation, Post
from portal.directory.roles import LEADER_ROLES, ROLES
from portal.directory.services import holds
from workflows.models import Case, CaseSubmission, Task
from workflows.schema import LEADER, TaskType


@dataclass(frozen=True)
class Answer:
    """Whether, and if not, why: `code` for programs, `sentence` for the person.

    `standing_for` is the absent post whose right it is, when the one who asks has none of its own.
    """

    allowed: bool
    code: str = ""
    sentence: str | Promise = ""
    standing_for: Post | None = None


YES = Answer(allowed=True)


def no(code: str, sentence: str | Promise) -> Answer:
    return Answer(False, code, sentence)


NOT_YOURS = no("not_yours", _("This task belongs to another organisation."))
NO_PART = no("not_a_party", _("Your organisation has no part in this case."))


def may(post: Post | None, action: str, target: Case | Task) -> Answer:
    """May the post do that?

    Actions: see, accept, complete, route, reassign, pause, extend, pass_up (tasks); see, retry, exclude, talk (cases).
    """
    if post is None:
        return no("no_post", _("You hold no post at present. Ask your administrator."))
    if is_shut_out(post, _case_of(target)):
        return NO_PART
    rule = _RULES[action, type(target)]
    own = rule(post, target)
    if own.allowed:
        return own
    lending = (absent for absent in post.stands_for() if not is_shut_out(absent, _case_of(target)))
    lent = (absent for absent in lending if rule(absent, target).allowed)
    absent = next(lent, None)
    return Answer(allowed=True, standing_for=absent) if absent else own


def demand(post: Post, action: str, target: Case | Task) -> Post | None:
    """The absent post in whose stead it is done, or None. Raises Refused when the policy says no."""
    answer = may(post, action, target)
    if not answer.allowed:
        answer = was_allowed(post, action, target) or answer
        raise Refused(answer.code, answer.sentence)
    return answer.standing_for


def was_allowed(post: Post, action: str, target: Case | Task) -> Answer | None:
    """The refusal of somebody who could do it as a substitute until lately: it says that this time is over."""
    if is_shut_out(post, _case_of(target)):
        return None
    rule = _RULES[action, type(target)]
    for absence in Absence.objects.filter(substitute=post).lately_over().select_related("post__organisation"):
        if rule(absence.post, target).allowed and not is_shut_out(absence.post, _case_of(target)):
            words = {"who": absence.post.user, "day": formats.date_format(absence.last_day)}
            sentence = _("You stood in for %(who)s until %(day)s. That time is over, and with it what you could do.")
            return no("substitution_over", sentence % words)
    return None


def readable(post: Post, case: Case, form_key: str) -> set[Sensitivity]:
    """The sensitivities that the post may read in the case's submissions of that form.

    They come from the workflow's reader rows for the relations that the post's organisation has in the case. Who
    reported is for the officers in charge and their leaders only (domain rule: need to know). A substitute reads what
    the absent post may; who opened the case in an emergency reads all but who reported.
    """
    if is_shut_out(post, case):
        return set()
    in_emergency: set[Sensitivity] = {"open", "personal", "sensitive"} if is_emergency(post, case) else set()
    return in_emergency.union(*(_readable_as(hat, case, form_key) for hat in post.hats()))


def readable_paper(post: Post, case: Case, paper: CaseSubmission) -> set[Sensitivity]:
    """As `readable`, of one paper of the case.

    What somebody had restricted is read only by those whose open work in the case needs it, and in an emergency: see
    docs/decisions/0019.
    """
    if paper.restricted and not has_open_work(post, case) and not is_emergency(post, case):
        return set()
    return readable(post, case, paper.submission.version.schema.key)


def has_open_work(post: Post, case: Case) -> bool:
    """Is there a task in the case now that the post can finish, by itself or as a substitute?

    To see that others do their work is none: it needs no papers.
    """
    tasks = (task for task in case.tasks.all() if task.state == Task.State.OPEN and task.supervises_id is None)
    return any(may(post, "complete", task).allowed for task in tasks)


def lender_of(post: Post, case: Case, form_key: str, wanted: Collection[Sensitivity]) -> Post | None:
    """The absent post whose rights the reader needs to read all that; None when the reader's own are enough."""
    if set(wanted) <= _readable_as(post, case, form_key):
        return None
    lending = (absent for absent in post.stands_for() if set(wanted) & _readable_as(absent, case, form_key))
    return next(lending, None)


def _readable_as(post: Post, case: Case, form_key: str) -> set[Sensitivity]:
    held = relations_as(post, case)
    granted: set[Sensitivity] = set()
    for row in case.version.schema.readers:
        if row.relation in held and form_key in row.forms:
            kept_back = set() if _in_charge(post, case, row.relation) else {"reporter"}
            granted |= set(row.sensitivities) - kept_back
    return granted


def may_know_reporter(post: Post, case: Case) -> bool:
    return "reporter" in readable(post, case, case.version.schema.opened_by)


def relations_in_charge(case: Case) -> set[str]:
    """The relations whose officers in charge may learn who reported, and so are who they write to."""
    schema = case.version.schema
    return {row.relation for row in schema.readers if "reporter" in row.sensitivities and schema.opened_by in row.forms}


def relations_of(post: Post, case: Case) -> set[str]:
    """The relations through which the post's organisation, or that of a post it stands in for, is part of the case."""
    if is_shut_out(post, case):
        return set()
    return set().union(*(relations_as(hat, case) for hat in post.hats()))


def is_shut_out(post: Post, case: Case) -> bool:
    """Does the person of the post work, in this post or another, where the conflict rule shuts people out?"""
    named = case.shut_out_organisations
    return bool(named) and not named.isdisjoint(post.places_of_work())


def is_emergency(post: Post, case: Case) -> bool:
    """Has the post no part in the case, and opened it in an emergency that lasts?"""
    if post.role not in settings.BREAK_GLASS_ROLES or relations_as(post, case):
        return False
    return EmergencyAccess.objects.live().of(post).filter(matter=case.pk).exists()


def may_open_in_emergency(post: Post, case: Case | None) -> Answer:
    """Named posts may, in their own area. That there is no such case and that it is elsewhere is one answer."""
    if post.role not in settings.BREAK_GLASS_ROLES:
        return no("not_named", _("Your post may not open cases in an emergency. Call a leader of the police."))
    if case is None or not _lies_in_area_of(post, case) or is_shut_out(post, case):
        return no("no_such_case", _("There is no case with this number in your area. Compare it letter by letter."))
    if relations_of(post, case):
        return no("has_part", _("Your organisation has a part in this case already: you find it under “Cases”."))
    return YES


def _lies_in_area_of(post: Post, case: Case) -> bool:
    return holds(post.organisation.area_id, case.area_code)


def _case_of(target: Case | Task) -> Case:
    return target.case if isinstance(target, Task) else target


def relations_as(post: Post, case: Case) -> set[str]:
    """As `relations_of`, by the post alone."""
    if is_shut_out(post, case):
        return set()
    own = post.own_organisation_ids()
    return {party.relation for party in case.parties.all() if party.organisation_id in own}


def _in_charge(post: Post, case: Case, relation: str) -> bool:
    # Who has the case that this one became part of has this one, too.
    cases = [case, case.merge.into] if case.is_closed and hasattr(case, "merge") else [case]
    tasks = (task for one in cases for task in one.tasks.all())
    accepted = any(task.relation == relation and task.assignee_id == post.pk for task in tasks)
    return accepted or post.role in LEADER_ROLES


def _see_case(post: Post, case: Case) -> Answer:
    return YES if relations_as(post, case) or is_emergency(post, case) else NO_PART


def _take_part(post: Post, case: Case) -> Answer:
    """Whom the post may shut out is a question of its own: workflows.excluding."""
    return YES if relations_as(post, case) else NO_PART


def _talk(post: Post, case: Case) -> Answer:
    """Read what who reported wrote, and write to them. What they write could say who they are: so it is for those who
    may learn that, the officers in charge and their leaders; and not while what they handed in is restricted to others.
    """
    if "reporter" not in _readable_as(post, case, case.version.schema.opened_by):
        return no("not_in_charge", _("Only the officer in charge and their leader write to who reported."))
    if case.opening_paper.restricted and not has_open_work(post, case):
        return no("restricted", _("A person objected: what was handed in is read only for work that is open"))
    return YES


def _see_task(post: Post, task: Task) -> Answer:
    """As `visible_as`; only what is nobody's has to be looked up."""
    if task.organisation_id is not None:
        return _of_its_office(post, task)
    return YES if Task.objects.visible_as(post).filter(pk=task.pk).exists() else NOT_YOURS


def _of_its_office(post: Post, task: Task) -> Answer:
    return YES if task.organisation_id in post.own_organisation_ids() else NOT_YOURS


def _work_on(post: Post, task: Task) -> Answer:
    answer = _of_its_office(post, task)
    if answer.allowed and not task.type.is_for(post.role):
        sentence = _("In your organisation this is only for: %(roles)s.")
        return no("not_your_role", sentence % {"roles": roles_said(task.type.roles)})
    return answer


def somebody_can(case: Case, kind: TaskType, organisation: Organisation) -> bool:
    """Is there anybody today, in the organisation or standing in for one there, whose role the task asks for?"""
    if not kind.roles:
        return True
    posts = Post.objects.working_for(organisation).filter(user__is_active=True).select_related("user", "organisation")
    able = (post for post in posts if any(kind.is_for(hat.role) for hat in post.hats()))
    return any(not is_shut_out(post, case) for post in able)


def roles_said(roles: Collection[str]) -> str:
    """In words, for a sentence."""
    named = {**ROLES, LEADER: _("whoever leads there")}
    return str(_(", ")).join(str(named.get(role, role)) for role in roles)


def _complete(post: Post, task: Task) -> Answer:
    answer = _work_on(post, task)
    if not answer.allowed:
        return answer
    if task.assignee_id in (None, post.pk) or post.role in LEADER_ROLES:
        return YES
    return no("accepted_by_another", _("A colleague has accepted this task; only they or your leader can finish it."))


def _route(post: Post, task: Task) -> Answer:
    if task.organisation_id is None and Task.objects.unrouted().visible_as(post).filter(pk=task.pk).exists():
        return YES
    return no("not_routable", _("Only the portal office passes on tasks that nobody answers for."))


def _reassign(post: Post, task: Task) -> Answer:
    answer = _of_its_office(post, task)
    if answer.allowed and post.role not in LEADER_ROLES:
        return no("leader_reassigns", _("Only a leader of your organisation gives a task to somebody."))
    return answer


def _pause(post: Post, task: Task) -> Answer:
    """Who may finish it may let it wait, except where a child may be in danger."""
    answer = _complete(post, task)
    if answer.allowed and task.urgent:
        return no("urgent_goes_on", _("A child may be in danger: this deadline is not paused."))
    return answer


def _extend(post: Post, task: Task) -> Answer:
    """The leader of whoever has the task, so that nobody moves their own deadline alone."""
    answer = _of_its_office(post, task)
    if answer.allowed and post.role not in LEADER_ROLES:
        return no("leader_moves_it", _("Only your leader can move a deadline."))
    return answer


_RULES: dict[tuple[str, type[Case] | type[Task]], Callable[..., Answer]] = {
    ("see", Case): _see_case,
    ("retry", Case): _take_part,
    ("exclude", Case): _take_part,
    ("talk", Case): _talk,
    ("see", Task): _see_task,
    ("accept", Task): _work_on,
    ("complete", Task): _complete,
    ("route", Task): _route,
    ("reassign", Task): _reassign,
    ("pause", Task): _pause,
    ("extend", Task): _extend,
    ("pass_up", Task): _of_its_office,
}
