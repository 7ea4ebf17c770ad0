"""What happens in a rehearsed case, in the reader's words. Pure."""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.templatetags.portal_tags import said_moment
from portal.words import spoken
from workflows.rehearsing.case import Happening
from workflows.schema import EffectCall, Rung, TaskType, WorkflowSchema

# Effects that have more to say than what they are called.
PEOPLE = ("relation", "to")


class Saying:
    """`named` says who a relation is; `effects` what the kinds of effect are called."""

    def __init__(
        self, schema: WorkflowSchema, *, named: Callable[[str], str], effects: Callable[[str], str | Promise]
    ) -> None:
        self.schema, self.named, self.effects = schema, named, effects

    def sentence(self, what: Happening) -> str:
        words = {"task": spoken(what.task.title) if what.task else "", "state": self.state(what.state)}
        match what.kind:
            case "opened":
                return _("The report came in – now: %(state)s") % words
            case "accepted":
                return _("“%(task)s” accepted") % words
            case "signed":
                return _("“%(task)s” signed") % words
            case "finished":
                return _("“%(task)s” finished") % words
            case "cancelled":
                return _("“%(task)s” is no longer needed") % words
            case "moved":
                step = spoken(what.way.title) if what.way else ""
                return _("%(step)s – now: %(state)s") % {"step": step, **words}
            case "task":
                return self._opened(what.task, what.due_at)
            case "effect":
                return self._effect(what.call, what.state)
            case "planned":
                when = said_moment(what.due_at) if what.due_at else ""
                return _("Planned for %(when)s: %(effect)s") % {"when": when, **self._of_effect(what)}
            case "dropped":
                return _("Not done, because the case has moved on: %(effect)s") % self._of_effect(what)
            case "rung":
                return self._climbed(what.task, what.rung)

    def state(self, key: str) -> str:
        return spoken(self.schema.state(key).title) if key else ""

    def _opened(self, task: TaskType | None, due_at: datetime | None) -> str:
        if task is None:
            return ""
        words = {"task": spoken(task.title), "who": self.named(task.relation)}
        if due_at is None:
            return _("“%(task)s” is there for %(who)s, without a deadline") % words
        return _("“%(task)s” is there for %(who)s, due %(when)s") % {**words, "when": said_moment(due_at)}

    def _of_effect(self, what: Happening) -> dict[str, str]:
        return {"effect": self._effect(what.call, what.state)}

    def _effect(self, call: EffectCall | None, state: str) -> str:
        if call is None:
            return ""
        if call.type == "tell_reporter":
            said = call.settings.get("words") or self.schema.state(state).public_status
            return _("The reporter reads: “%(words)s”") % {"words": spoken(said)}
        who = next((self.named(call.settings[name]) for name in PEOPLE if call.settings.get(name)), "")
        words = {"effect": self.effects(call.type), "who": who, "title": spoken(call.settings.get("title") or {})}
        if who and words["title"]:
            return _("%(effect)s “%(title)s”: %(who)s") % words
        return _("%(effect)s: %(who)s") % words if who else str(words["effect"])

    def _climbed(self, task: TaskType | None, rung: Rung | None) -> str:
        if task is None or rung is None:
            return ""
        words = {"task": spoken(task.title), "what": _(", ").join(map(str, done_by(rung)))}
        if rung.side == "before":
            return _("“%(task)s” is due soon: %(what)s") % words
        return _("“%(task)s” is not finished: %(what)s") % words


def done_by(rung: Rung) -> list[Promise]:
    """What is done on a rung, each in a few words."""
    told = [said for who, said in _TELLS.items() if who in rung.tell]
    others = [_OTHERS[what] for what in rung.does if what in _OTHERS]
    return [*told, *others, *([_MARKS[rung.mark]] if rung.mark else [])]


_TELLS: dict[str, Promise] = {
    "holder": gettext_lazy("whoever has the task is told"),
    "leader": gettext_lazy("the leader there is told"),
    "above": gettext_lazy("the level above is told"),
}
_OTHERS: dict[str, Promise] = {
    "reassign": gettext_lazy("it is taken from who has it"),
    "supervise": gettext_lazy("the level above has to see to it"),
}
_MARKS: dict[str, Promise] = {
    "yellow": gettext_lazy("it is marked yellow"),
    "red": gettext_lazy("it is marked red"),
}
