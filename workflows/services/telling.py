"""Who is told of a deadline: whoever has the task, the leader there, the level above. Never what the case is about."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from portal.directory.models import Organisation, Post, User
from portal.directory.roles import LEADER_ROLES
from portal.notices.services import notify
from workflows import relations
from workflows.models import Case, Task
from workflows.policies import is_shut_out
from workflows.schema import SUPERVISOR, Rung
from workflows.services.applying import take_part


def tell(case: Case, task: Task, rung: Rung, *, key: str) -> int:
    """Tell everybody the rung names, each person once; returns how many people that are."""
    told: set[int] = set()
    for who in rung.tell:
        people = [user for user in _PEOPLE[who](case, task) if user.pk not in told]
        path = reverse("desk:case", args=[case.pk]) if who == "above" else reverse("desk:task", args=[task.pk])
        notify(
            people,
            key=key,
            template=_template(who, rung),
            words={"number": case.number},
            path=path,
            organisations=[task.organisation_id] if task.organisation_id and who != "above" else None,
        )
        told |= {user.pk for user in people}
    return len(told)


def tell_of_danger(case: Case, task: Task, *, key: str) -> None:
    """Tell whoever has the task, the leader there and the level above that a child may be in danger, each once."""
    people = {user.pk: user for who in _PEOPLE.values() for user in who(case, task)}
    path = reverse("desk:case", args=[case.pk])
    notify(people.values(), key=key, template="urgent_task", words={"number": case.number}, path=path)


def _template(who: str, rung: Rung) -> str:
    if who == "above":
        return "late_below"
    if rung.side == "before":
        return "due_soon"
    return "late_here" if who == "leader" else "due_now"


def _holder(case: Case, task: Task) -> list[User]:
    """Who accepted it and stands in for them; before that everybody who could; of nobody's task the portal office."""
    if task.organisation is None:
        return _users(case, _of_portal_offices(case))
    if task.assignee is None:
        posts = list(Post.objects.working_for(task.organisation))
        able = [post for post in posts if any(task.type.is_for(hat.role) for hat in post.hats())]
        return _users(case, able or posts)
    return _users(case, [task.assignee, *Post.objects.standing_in_for(task.assignee)])


def _leader(case: Case, task: Task) -> list[User]:
    return leaders_of(case, task.organisation) if task.organisation else _holder(case, task)


def _above(case: Case, task: Task) -> list[User]:
    """It becomes part of the case, so that it can see how far that is. No reader row names it: it reads no papers."""
    if task.organisation is None:
        return []
    upper = relations.above(case, task.organisation, case.version.schema.relation(task.relation))
    if upper is None:
        return []
    take_part(case, upper, SUPERVISOR.key)
    return leaders_of(case, upper)


_PEOPLE: dict[str, Callable[[Case, Task], list[User]]] = {"holder": _holder, "leader": _leader, "above": _above}


def leaders_of(case: Case, organisation: Organisation) -> list[User]:
    """Everybody there, where nobody is a leader: somebody has to hear of it."""
    posts = list(Post.objects.working_for(organisation).select_related("user"))
    return _users(case, [post for post in posts if post.role in LEADER_ROLES]) or _users(case, posts)


def _of_portal_offices(case: Case) -> Iterable[Post]:
    return Post.objects.current().filter(organisation__in=relations.portal_offices(case.area_code))


def _users(case: Case, posts: Iterable[Post]) -> list[User]:
    return [post.user for post in posts if post.is_current() and post.user.is_active and not is_shut_out(post, case)]
