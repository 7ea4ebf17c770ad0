"""The pages of the public site that a case can publish, and what of an answer fits into which of their fields.

A page is read by everybody: only answers that are open to everybody who works on a case go into it, and only of kinds
that name no person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Kinds of questions, by what their answers are on a page.
WRITTEN = frozenset({"text", "long_text"})
CHOSEN = frozenset({"choice", "multiple_choice", "organisation", "area"})
COUNTED = frozenset({"integer", "decimal", "computed"})


@dataclass(frozen=True)
class PageField:
    """`types` of questions that fit; `sessions`: a table with a date and two times in each row.

    `translated`: the page has a field of that name with `_en`, for what is chosen from a list. `linked`: the field is a
    foreign key, and the answer its key.
    """

    label: Promise
    types: frozenset[str] = WRITTEN
    sessions: bool = False
    translated: bool = False
    # The page points to what was chosen, and does not only write it out.
    linked: bool = False
    # The key of what was chosen, for a page that knows these keys.
    is_key: bool = False


@dataclass(frozen=True)
class PageKind:
    """`model` and `parent` as Django names them. `fields` and `statuses` by what the page calls them."""

    label: Promise
    model: str
    parent: str
    fields: Mapping[str, PageField]
    statuses: Mapping[str, Promise]


_ACTIVITY = PageKind(
    label=_("Activity"),
    model="content.ActivityPage",
    parent="content.ActivityIndexPage",
    fields={
        "title": PageField(_("title")),
        "summary": PageField(_("summary")),
        "organiser": PageField(_("organiser"), WRITTEN | {"organisation"}),
        "partners": PageField(_("together with"), WRITTEN | {"organisation"}),
        "kind": PageField(_("kind"), CHOSEN | WRITTEN, translated=True),
        "sessions": PageField(_("dates"), frozenset(), sessions=True),
        "venue": PageField(_("venue"), CHOSEN | WRITTEN, translated=True),
        "place": PageField(_("place"), CHOSEN | WRITTEN),
        "address": PageField(_("address")),
        "age_from": PageField(_("age from"), COUNTED),
        "age_to": PageField(_("age to"), COUNTED),
        "children": PageField(_("how many children"), COUNTED),
        "volunteers": PageField(_("volunteers needed"), COUNTED),
        "sign_up": PageField(_("signing up"), CHOSEN | WRITTEN, translated=True),
        "sign_up_by": PageField(_("who may sign up on this site"), frozenset({"choice"}), is_key=True),
        "outcome": PageField(_("what came of it")),
        "children_served": PageField(_("children who took part"), COUNTED),
        "volunteer_count": PageField(_("volunteers who helped"), COUNTED),
        "service_hours": PageField(_("hours of service"), COUNTED),
    },
    statuses={
        "planned": _("planned"),
        "changing": _("being changed"),
        "paused": _("stopped for now"),
        "running": _("going on now"),
        "over": _("over"),
        "cancelled": _("cancelled"),
    },
)
_STATION = PageKind(
    label=_("Work station"),
    model="content.StationPage",
    parent="content.StationIndexPage",
    fields={
        "title": PageField(_("title")),
        "summary": PageField(_("summary")),
        "kind": PageField(_("kind"), CHOSEN | WRITTEN, translated=True),
        "area": PageField(_("place"), frozenset({"area"}), linked=True),
        "address": PageField(_("address")),
        "operator": PageField(_("run by"), WRITTEN | {"organisation"}),
        "hours": PageField(_("opening hours")),
        "rooms": PageField(_("rooms"), CHOSEN | WRITTEN, translated=True),
        "telephone": PageField(_("telephone of the station"), WRITTEN | {"phone"}),
    },
    statuses={"open": _("open to visitors"), "closed": _("closed for the time being")},
)
# Stored keys are permanent.
PAGE_KINDS: dict[str, PageKind] = {"activity": _ACTIVITY, "station": _STATION}


def kind_choices() -> list[tuple[str, Promise]]:
    return [(key, kind.label) for key, kind in PAGE_KINDS.items()]


def field_choices() -> list[tuple[str, Promise]]:
    """Those that several kinds of pages have stand there once."""
    labels = {name: field.label for kind in PAGE_KINDS.values() for name, field in kind.fields.items()}
    return list(labels.items())


def status_choices() -> list[tuple[str, Promise]]:
    return [(name, label) for kind in PAGE_KINDS.values() for name, label in kind.statuses.items()]
