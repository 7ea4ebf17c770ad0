"""Whether a document holds, and what to read instead, as the box at its head says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.related import Related, Relation

if TYPE_CHECKING:
    from content.models import PolicyPage

# What a document that is in force may be told by a later one that nobody has written down on it yet.
TELLS = ("replaces", "repeals", "repeals_parts", "amends")


@dataclass(frozen=True)
class Banner:
    """`kind` of the notice; `others` are the documents to read, after the words that say what they are.

    `comments` is the address where a draft is commented on, empty when there is none.
    """

    kind: str
    title: str
    text: str = ""
    lead: str = ""
    others: list[Relation] = field(default_factory=list)
    comments: str = ""


def banner(page: PolicyPage, related: Related, today: date) -> Banner | None:
    """None for a document that simply holds."""
    return _SAYS[page.standing_on(today)](page, related, today)


def _in_force(page: PolicyPage, related: Related, today: date) -> Banner | None:
    if page.effective_on and page.effective_on > today:
        title = _("This document comes into force on %(day)s.") % {"day": date_format(page.effective_on)}
        return Banner("info", title)
    told = related.changed_by(*TELLS)
    if not told:
        return None
    later = [relation for relation in told if relation.other.takes_effect and relation.other.takes_effect > today]
    if later and len(later) == len(told):
        first = min(relation.other.takes_effect for relation in later if relation.other.takes_effect)
        title = _("This document changes on %(day)s.") % {"day": date_format(first)}
        return Banner("info", title, lead=_("See:"), others=later)
    return Banner("warning", _("A later document changes this one."), lead=_("See:"), others=told)


def _consultation(page: PolicyPage, related: Related, today: date) -> Banner:
    final = related.changed_by("final_of", "replaces")
    return Banner(
        "warning", _("This is a draft for comment. It is not in force."), "" if final else _what_becomes(page, today),
        _("The final text:"), final, related.comments_url if page.takes_comments_on(today) else "",
    )  # fmt: skip


def _what_becomes(page: PolicyPage, today: date) -> str:
    if page.comments_until and page.takes_comments_on(today):
        return _("Comments are taken until %(day)s.") % {"day": date_format(page.comments_until)}
    if page.comments_feedback:
        return _("The round of comments is over; what became of it stands below the text.")
    return _("What becomes of it stands here as soon as it is decided.")


def _amended(page: PolicyPage, related: Related, today: date) -> Banner:
    since = _since(page, _("This document was amended on %(day)s."), _("This document was amended."))
    return Banner("warning", since, lead=_("Read it together with:"), others=related.changed_by("amends", "replaces"))


def _partly_expired(page: PolicyPage, related: Related, today: date) -> Banner:
    since = _since(
        page, _("Parts of this document are no longer in force since %(day)s."),
        _("Parts of this document are no longer in force."),
    )  # fmt: skip
    return Banner("warning", since, lead=_("See:"), others=related.changed_by("repeals_parts", "amends", "repeals"))


def _repealed(page: PolicyPage, related: Related, today: date) -> Banner:
    since = _since(page, _("This document was repealed on %(day)s."), _("This document was repealed."))
    return _no_longer(since, related)


def _expired(page: PolicyPage, related: Related, today: date) -> Banner:
    if page.expires_on and not page.validity_since:
        return _no_longer(
            _("This document was in force until %(day)s.") % {"day": date_format(page.expires_on)}, related
        )
    since = _since(
        page, _("This document is no longer in force since %(day)s."), _("This document is no longer in force.")
    )  # fmt: skip
    return _no_longer(since, related)


def _no_longer(title: str, related: Related) -> Banner:
    successors = related.changed_by("replaces", "repeals")
    text = "" if successors else _("It is kept here to be looked up.")
    return Banner("danger", title, text, _("Its successor:"), successors)


def _since(page: PolicyPage, with_day: str, without: str) -> str:
    return with_day % {"day": date_format(page.validity_since)} if page.validity_since else without


_SAYS: dict[str, Callable[[PolicyPage, Related, date], Banner | None]] = {
    "in_force": _in_force,
    "consultation": _consultation,
    "amended": _amended,
    "partly_expired": _partly_expired,
    "repealed": _repealed,
    "expired": _expired,
}
