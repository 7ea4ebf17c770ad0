"""What the picture says of tasks that come together: how many of how many, who may stop it, and how far it is."""

from django.utils.translation import gettext as _

from portal.words import say
from workflows.schema import Join, State, Transition


def joining(state: State, done: int | None = None) -> str:
    """In the language that is active; nothing for a state whose tasks stand alone. `done`: how many are done."""
    if state.join is None:
        return ""
    said = _rule(state.join, len(state.needed))
    if done is None:
        return said
    return f"{said} · " + _("%(done)s of %(tasks)s done") % {"done": done, "tasks": len(state.needed)}


def called(way: Transition, language: str) -> str:
    """The title of a way; of one that is taken when too few were in favour it says so."""
    title = say(way.title, language)
    return _("%(way)s (too few in favour)") % {"way": title} if way.missed else title


def _rule(join: Join, tasks: int) -> str:
    words = {"count": join.number(tasks), "tasks": tasks}
    if join.number(tasks) >= tasks:
        said = _("All %(tasks)s have to be in favour") if join.favour else _("All %(tasks)s have to be done")
    elif join.favour:
        said = _("%(count)s of %(tasks)s have to be in favour")
    else:
        said = _("%(count)s of %(tasks)s have to be done")
    return said % words + (_("; one against ends it") if join.veto else "")
