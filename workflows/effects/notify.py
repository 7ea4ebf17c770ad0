"""Tell everybody in an organisation that there is something to see: the number, and what the author wrote of it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post, User
from portal.notices.services import notify
from portal.words import Words
from workflows import relations
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import Case, EffectRun, Task
from workflows.policies import is_shut_out
from workflows.schema import Relation

IN_OTHER_WORDS = {"new_task", "case_shared"}


class NotifySettings(Settings):
    relation: str
    # What the author says of it; left out: that there is something to do, or to see.
    words: Words = {}


@register
class Notify(Effect[NotifySettings]):
    key = "notify"
    title = _("Send a notice")
    settings_model = NotifySettings

    def relations(self, given: dict[str, Any]) -> list[str]:
        return [self.settings(given).relation]

    def run(self, run: EffectRun, settings: NotifySettings) -> Ending:
        def send() -> None:
            relation = run.case.find(lambda schema: schema.relation(settings.relation))
            # Who reported follows it with the code, unless there is work for them in the case.
            is_party = run.case.parties.filter(relation=relation.key).exists()
            outside = relation.kind == "filer" and not is_party
            waiting = [task for task in run.case.tasks.open() if task.relation == relation.key]
            for task in waiting:
                task.case = run.case
            found = relations.registry.resolve(run.case, relation)
            template, said = _template(waiting, outside=outside), {}
            # Danger is always told in the portal's own words: they are heard in quiet hours too.
            if settings.words and template in IN_OTHER_WORDS:
                template, said = "said_of_case", {"said": settings.words}
            notify(
                people_of(run.case, found, relation, waiting),
                key=f"effect:{run.pk}",
                template=template,
                words={"number": run.case.number, **said},
                path=reverse("follow") if outside else reverse("desk:case", args=[run.case.pk]),
                # Who has another office, too, is told here; the group of that office has nothing to do with it.
                organisations=[found.organisation.pk] if found.organisation and not outside else [],
            )

        return send


def people_of(case: Case, found: relations.Found, relation: Relation, waiting: Sequence[Task]) -> list[User]:
    """Who holds a post there today or stands in for one; only the filer, when the relation is the one who reported.

    When all that is `waiting` for them asks for a role, only who has it, or stands in for who has: for others there is
    nothing to do. Where nobody there has it any more, everybody, since anybody can pass it up then.
    """
    if found.organisation is None:
        return []
    posts = Post.objects.working_for(found.organisation).select_related("user")
    if relation.kind == "filer":
        posts = posts.filter(pk=found.post.pk) if found.post else posts.none()
    people = list(posts)
    if waiting and all(task.type.roles for task in waiting):
        people = [post for post in people if _is_for(post, waiting)] or people
    return [post.user for post in people if post.user.is_active and not is_shut_out(post, case)]


def _is_for(post: Post, waiting: Sequence[Task]) -> bool:
    roles = [hat.role for hat in post.hats()]
    return any(task.type.is_for(role) for task in waiting for role in roles)


def _template(waiting: Sequence[Task], *, outside: bool) -> str:
    """What the notice says: that there is something to do, or only something to see."""
    if outside:
        return "case_moved"
    if any(task.urgent for task in waiting):
        return "urgent_task"
    return "new_task" if waiting else "case_shared"
