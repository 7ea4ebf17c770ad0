"""The events of a case in words, for one reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Organisation, Post
from portal.templatetags.portal_tags import said_moment
from portal.words import spoken
from workflows.desk.dialogue import concerns
from workflows.models import Case, Event, ExtensionReason, PauseReason, RestReason
from workflows.services import DANGER

# That whoever reported can still be reached is for those only who may be in charge.
OF_DIALOGUE = frozenset({"asked_reporter", "reporter_wrote"})


@dataclass(frozen=True)
class Entry:
    when: str
    title: str
    who: str
    current: bool = False


def history(case: Case) -> list[Event]:
    """Newest first, each with who did it."""
    return list(case.events.select_related("post__organisation", "post__user").order_by("-sequence"))


def timeline(case: Case, events: Sequence[Event], *, reader: Post, knows_reporter: bool) -> list[Entry]:
    """Events in words. Who may not know the reporter reads the day of the report only, and not who handed it in."""
    absent, others = _absent(events), _numbers(events, reader)
    shown = [event for event in events if event.kind not in OF_DIALOGUE or concerns(case, reader)]
    return [
        Entry(
            when=_when(event, exactly=_is_exact(event, events[-1], knows_reporter=knows_reporter)),
            title=_title(case, event, others),
            who=_who(event, reader, absent, knows_reporter=knows_reporter),
            current=position == 0,
        )
        for position, event in enumerate(shown)
    ]


def _is_exact(event: Event, opening: Event, *, knows_reporter: bool) -> bool:
    return not _is_of_reporter(event) and (knows_reporter or not _tells_the_report(event, opening=opening))


def _tells_the_report(event: Event, *, opening: Event) -> bool:
    """What the opening caused carries the very moment of it, and what a deadline causes comes a known time after."""
    return event.at == opening.at or event.kind == "escalated"


def _is_of_reporter(event: Event) -> bool:
    """When somebody was at a telephone is nobody's business: of what they did the day is told, to everybody."""
    return event.kind == "reporter_wrote"


def _when(event: Event, *, exactly: bool) -> str:
    return said_moment(event.at) if exactly else day(event)


def day(event: Event) -> str:
    return date(timezone.localtime(event.at), "DATE_FORMAT")


def _who(event: Event, reader: Post, absent: Mapping[str, Post], *, knows_reporter: bool) -> str:
    if event.post is None or (event.kind == "opened" and not knows_reporter):
        return ""
    doer = _named(event.post, reader)
    stood_in_for = absent.get(event.detail.get("standing_for", ""))
    if stood_in_for is None:
        return doer
    return _("%(doer)s, standing in for %(absent)s") % {"doer": doer, "absent": _named(stood_in_for, reader)}


def _named(post: Post, reader: Post) -> str:
    """With the person's name for colleagues only."""
    if post.organisation_id in reader.organisation_ids():
        return f"{post.organisation} · {post.user}"
    return str(post.organisation)


def _absent(events: Iterable[Event]) -> dict[str, Post]:
    """The posts that others stood in for, as events name them."""
    named = {event.detail["standing_for"] for event in events if event.detail.get("standing_for")}
    found = Post.objects.select_related("organisation", "user").filter(pk__in=named)
    return {str(post.pk): post for post in found}


def _numbers(events: Iterable[Event], reader: Post) -> dict[str, str]:
    """Of the cases that this one was merged with, those that the reader may see too."""
    named = {case for event in events for case in [_other(event)] if case}
    return {str(pk): number for pk, number in visible_numbers(named, reader).items()} if named else {}


def visible_numbers(cases: Iterable[Any], reader: Post) -> dict[UUID, str]:
    seen = Case.objects.visible_to_post(reader).filter(pk__in=list(cases))
    return dict(seen.values_list("pk", "number"))


def _other(event: Event) -> str:
    return str(event.detail["into" if event.kind == "merged" else "case"]) if event.kind in _WITH_ANOTHER else ""


def _title(case: Case, event: Event, others: Mapping[str, str]) -> str:
    if event.kind in _WITH_ANOTHER:
        known, unknown = _WITH_ANOTHER[event.kind]
        number = others.get(_other(event))
        return str(known) % {"number": number} if number else str(unknown)
    return _TITLES[event.kind](case, event)


def _opened(case: Case, event: Event) -> str:
    return _("The report came in")


def _accepted(case: Case, event: Event) -> str:
    return _("“%(task)s” accepted") % {"task": _task(case, event)}


def _moved(case: Case, event: Event) -> str:
    step = case.find(lambda schema: schema.transition(event.detail["transition"]))
    words = {"step": spoken(step.title), "state": _state(case, event.detail["state"])}
    if why := step.reason(event.detail.get("reason", "")):
        return _("%(step)s: %(why)s – now: %(state)s") % {**words, "why": spoken(why.title)}
    return _("%(step)s – now: %(state)s") % words


def _unanswered(case: Case, event: Event) -> str:
    return _("Nobody answers for “%(task)s” here; the portal office sees it") % {"task": _task(case, event)}


def _routed(case: Case, event: Event) -> str:
    organisation = Organisation.objects.filter(pk=event.detail["organisation"]).first()
    words = {"task": _task(case, event), "organisation": organisation}
    return _("“%(task)s” passed to %(organisation)s") % words


def _handed_over(case: Case, event: Event) -> str:
    if event.detail["to"]:
        return _("“%(task)s” handed over to a colleague") % {"task": _task(case, event)}
    return _("“%(task)s” handed back to the organisation") % {"task": _task(case, event)}


def _finished(case: Case, event: Event) -> str:
    return _("“%(task)s” finished") % {"task": _task(case, event)}


def _supervision_opened(case: Case, event: Event) -> str:
    organisation = Organisation.objects.filter(pk=event.detail["organisation"]).first()
    words = {"task": _task(case, event), "organisation": organisation}
    return _("“%(task)s” is late; %(organisation)s has to see to it") % words


def _reassigned(case: Case, event: Event) -> str:
    if event.detail.get("reason") == "late":
        if event.detail["to"]:
            return _("“%(task)s” was late; the leader has it now") % {"task": _task(case, event)}
        return _("“%(task)s” was late; everybody there can take it again") % {"task": _task(case, event)}
    if event.detail["to"]:
        return _("“%(task)s” was given to somebody by the leader") % {"task": _task(case, event)}
    return _("“%(task)s” was put back for everybody by the leader") % {"task": _task(case, event)}


def _excluded(case: Case, event: Event) -> str:
    return _("An organisation was shut out: conflict of interest")


def _exclusion_lifted(case: Case, event: Event) -> str:
    return _("An organisation that was shut out has its part in the case again")


def _erased(case: Case, event: Event) -> str:
    return _("What was handed in was erased")


def _corrected(case: Case, event: Event) -> str:
    return _("An answer was corrected at the request of a person; what was handed in stays")


def _restricted(case: Case, event: Event) -> str:
    return _("A person objected: what was handed in is read only for work that is open")


def _restriction_lifted(case: Case, event: Event) -> str:
    return _("What was handed in is read again as before the objection")


def _asked_reporter(case: Case, event: Event) -> str:
    return _("The office wrote to who reported")


def _reporter_wrote(case: Case, event: Event) -> str:
    return _("Who reported wrote to the office")


def _signed(case: Case, event: Event) -> str:
    return _("“%(task)s” signed") % {"task": _task(case, event)}


def _reopened(case: Case, event: Event) -> str:
    return _("“%(task)s” opened again") % {"task": _task(case, event)}


def _paused(case: Case, event: Event) -> str:
    words = {"task": _task(case, event), "reason": PauseReason(event.detail["reason"]).label}
    words["day"] = date(parse_date(event.detail["until"]), "DATE_FORMAT")
    return _("The deadline of “%(task)s” waits until %(day)s: %(reason)s") % words


def _suspended(case: Case, event: Event) -> str:
    day_of_it = date(parse_date(event.detail["until"]), "DATE_FORMAT")
    words = {"reason": RestReason(event.detail["reason"]).label, "day": day_of_it}
    return _("Suspended until %(day)s: %(reason)s") % words


def _taken_back(case: Case, event: Event) -> str:
    step = case.find(lambda schema: schema.transition(event.detail["transition"]))
    words = {"step": spoken(step.title), "state": _state(case, event.detail["state"])}
    if event.detail.get("withdrawn"):
        return _("“%(step)s” taken back, and what was handed in with it withdrawn – now: %(state)s") % words
    return _("“%(step)s” taken back – now: %(state)s") % words


def _gone_on(case: Case, event: Event) -> str:
    if event.detail["reason"] == "day":
        return _("The case goes on by itself: its day has come")
    if event.detail["reason"] == "way":
        return _("The case is no longer suspended: a step was taken")
    return _("The case goes on")


def _resumed(case: Case, event: Event) -> str:
    return _("The deadline of “%(task)s” goes on: until %(day)s") % _due(case, event)


def _extended(case: Case, event: Event) -> str:
    words = {**_due(case, event), "reason": ExtensionReason(event.detail["reason"]).label}
    return _("The deadline of “%(task)s” was moved to %(day)s: %(reason)s") % words


def _restarted(case: Case, event: Event) -> str:
    if event.detail["reason"] == DANGER:
        return _("A child may be in danger: “%(task)s” is urgent now, until %(day)s") % _due(case, event)
    return _("“%(task)s” has somebody new, with the whole time: until %(day)s") % _due(case, event)


def _recounted(case: Case, event: Event) -> str:
    return _("New holidays were made known: “%(task)s” is due on %(day)s") % _due(case, event)


def _escalated(case: Case, event: Event) -> str:
    words = {"task": _task(case, event), "n": event.detail["told"]}
    if event.detail["reason"] == "before":
        return _("“%(task)s” is due soon; people reminded: %(n)s") % words
    if "above" in event.detail["tell"]:
        return _("“%(task)s” is late; the level above was told, people: %(n)s") % words
    if "leader" in event.detail["tell"]:
        return _("“%(task)s” is late; the leader was told, people: %(n)s") % words
    return _("“%(task)s” is due and not finished; people told: %(n)s") % words


def _deadline_began(case: Case, event: Event) -> str:
    return _("“%(task)s” has a deadline now: until %(day)s") % _due(case, event)


def _migrated(case: Case, event: Event) -> str:
    words = {"number": event.detail["to"], "state": _state(case, event.detail["state"])}
    return _("The workflow has changed: this case goes on with version %(number)s – now: %(state)s") % words


def _migration_reversed(case: Case, event: Event) -> str:
    words = {"number": event.detail["to"], "state": _state(case, event.detail["state"])}
    return _("The change was taken back: this case goes on with version %(number)s – now: %(state)s") % words


def _due(case: Case, event: Event) -> dict[str, str]:
    """The day only: the minute of a deadline can tell that of the report."""
    due = parse_datetime(event.detail["due_at"])
    return {"task": _task(case, event), "day": date(due and timezone.localtime(due), "DATE_FORMAT")}


# By kind: with the number of the other case, for who may see that, and without.
_WITH_ANOTHER: dict[str, tuple[Promise, Promise]] = {
    "merged": (
        gettext_lazy("Became part of case %(number)s"),
        gettext_lazy("Became part of another case"),
    ),
    "merged_in": (
        gettext_lazy("Case %(number)s became part of this one"),
        gettext_lazy("Another case became part of this one"),
    ),
    "started": (
        gettext_lazy("Case %(number)s was started from here"),
        gettext_lazy("Another case was started from here"),
    ),
    "started_from": (
        gettext_lazy("Started from case %(number)s"),
        gettext_lazy("Started from another case"),
    ),
    "linked": (
        gettext_lazy("Linked with case %(number)s"),
        gettext_lazy("Linked with another case"),
    ),
    "parted": (
        gettext_lazy("Parted from case %(number)s again"),
        gettext_lazy("Parted from another case again"),
    ),
}
_TITLES: dict[str, Callable[[Case, Event], str]] = {
    "opened": _opened,
    "accepted": _accepted,
    "moved": _moved,
    "unanswered": _unanswered,
    "routed": _routed,
    "handed_over": _handed_over,
    "reassigned": _reassigned,
    "erased": _erased,
    "corrected": _corrected,
    "restricted": _restricted,
    "restriction_lifted": _restriction_lifted,
    "excluded": _excluded,
    "exclusion_lifted": _exclusion_lifted,
    "asked_reporter": _asked_reporter,
    "reporter_wrote": _reporter_wrote,
    "signed": _signed,
    "finished": _finished,
    "supervision_opened": _supervision_opened,
    "reopened": _reopened,
    "deadline_paused": _paused,
    "taken_back": _taken_back,
    "suspended": _suspended,
    "gone_on": _gone_on,
    "deadline_resumed": _resumed,
    "deadline_extended": _extended,
    "deadline_restarted": _restarted,
    "deadline_recounted": _recounted,
    "escalated": _escalated,
    "deadline_began": _deadline_began,
    "migrated": _migrated,
    "migration_reversed": _migration_reversed,
}


def _task(case: Case, event: Event) -> str:
    return spoken(case.find(lambda schema: schema.task_type(event.detail["task"])).title)


def _state(case: Case, key: str) -> str:
    return spoken(case.find(lambda schema: schema.state(key)).title)
