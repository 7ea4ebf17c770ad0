"""Who a relation is: in words, and at a chosen place the organisation that answers there now."""

from functools import cached_property

from django.utils.translation import gettext as _

from portal.directory.functions import FUNCTIONS
from portal.directory.models import Area, Organisation, Post
from portal.directory.routing import organisations_answering
from portal.words import spoken
from workflows.policies import roles_said
from workflows.relations import answering_everywhere
from workflows.schema import TaskType, WorkflowSchema


class WhoIs:
    """`place` is a code or empty; `accepted_by` the relation whose task was accepted first, or empty."""

    def __init__(self, schema: WorkflowSchema, place: str, accepted_by: str) -> None:
        self.schema, self.code, self.accepted_by = schema, place, accepted_by

    @cached_property
    def place(self) -> Area | None:
        return Area.objects.filter(code=self.code).first() if self.code else None

    @cached_property
    def _answering(self) -> dict[str, Organisation | None]:
        duties = {relation.duty for relation in self.schema.relations if relation.duty}
        found = organisations_answering(duties, self.code) if self.code else {}
        return {duty: found.get(duty) or answering_everywhere(duty) for duty in duties}

    def named(self, key: str) -> str:
        """The title of the relation, with the organisation where it is known."""
        relation = self.schema.relation(key)
        title, found = spoken(relation.title), self._organisation(key)
        return _("%(title)s (%(organisation)s)") % {"title": title, "organisation": found} if found else title

    def roles(self, task: TaskType) -> str:
        """Whom there the task asks for, and whether there is anybody; empty when everybody there may do it."""
        if not task.roles:
            return ""
        words, organisation = {"roles": roles_said(task.roles)}, self._organisation(task.relation)
        posts = Post.objects.working_for(organisation) if organisation else Post.objects.none()
        if organisation is None or any(task.is_for(role) for role in posts.values_list("role", flat=True)):
            return _("There only: %(roles)s.") % words
        return _("There only: %(roles)s. Nobody has that post now, so it goes to the level above.") % words

    def how(self, key: str) -> str:
        """How it is found, and what comes of that at this place."""
        relation = self.schema.relation(key)
        words = {"duty": FUNCTIONS.get(relation.duty, relation.duty), "organisation": self._organisation(key)}
        match relation.kind:
            case "filer":
                return _("Whoever handed in the report.")
            case "above_filer":
                return _("Whoever stands above the office that handed in the report.")
            case "named":
                return _("Whoever the form that opens the case names.")
            case "acceptor":
                return _("Whoever first accepted a task of the case.")
        if not self.code:
            return _("Whoever answers for the duty “%(duty)s” at the place. Choose a place to see who that is.") % words
        if words["organisation"] is None:
            return _("Nobody answers for the duty “%(duty)s” at this place: the portal office passes it on.") % words
        return _("At this place %(organisation)s answers for the duty “%(duty)s”.") % words

    def _organisation(self, key: str) -> Organisation | None:
        relation = self.schema.relation(key)
        if relation.kind == "acceptor" and self.accepted_by:
            relation = self.schema.relation(self.accepted_by)
        return self._answering.get(relation.duty) if relation.kind == "duty_at_place" and self.code else None
