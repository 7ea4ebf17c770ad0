"""Tell everybody in an organisation that there is something to see. The notice says the number only."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post, User
from portal.notices.services import notify
from workflows import relations
from workflows.effects.base import Effect, Ending, Settings
from workflows.effects.registering import register
from workflows.models import Case, EffectRun
from workflows.policies import is_shut_out
from workflows.schema import Relation


class NotifySettings(Settings):
    relation: str


@register
class Notify(Effect[NotifySettings]):
    key = "notify"
    title = _("Send a notice")
    settings_model = NotifySettings

    def relations(self, given: dict[str, Any]) -> list[str]:
        return [self.settings(given).relation]

    def run(self, run: EffectRun, settings: NotifySettings) -> Ending:
        def send() -> None:
            relation = run.case.version.schema.relation(settings.relation)
            # Who reported follows it with the code, unless there is work for them in the case.
            is_party = run.case.parties.filter(relation=relation.key).exists()
            outside = relation.kind == "filer" and not is_party
            notify(
                people_of(run.case, relation),
                key=f"effect:{run.pk}",
                template=_template(run.case, relation, outside=outside),
                words={"number": run.case.number},
                path=reverse("follow") if outside else reverse("desk:case", args=[run.case.pk]),
            )

        return send


def people_of(case: Case, relation: Relation) -> list[User]:
    """Who holds a post there today or stands in for one; only the filer, when the relation is the one who reported."""
    found = relations.registry.resolve(case, relation)
    if found.organisation is None:
        return []
    posts = Post.objects.working_for(found.organisation).select_related("user")
    if relation.kind == "filer":
        posts = posts.filter(pk=found.post.pk) if found.post else posts.none()
    return [post.user for post in posts if post.user.is_active and not is_shut_out(post, case)]


def _template(case: Case, relation: Relation, *, outside: bool) -> str:
    """What the notice says: that there is something to do, or only something to see."""
    if outside:
        return "case_moved"
    waiting = [task for task in case.tasks.open() if task.relation == relation.key]
    if any(task.urgent for task in waiting):
        return "urgent_task"
    return "new_task" if waiting else "case_shared"
