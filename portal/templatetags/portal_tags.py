"""Template tags of the look. They are builtins: no template needs to load them."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.bidi import numbers_in_order
from portal.words import spoken

register = template.Library()

# These point along the line of reading, so they are mirrored where it runs from right to left.
DIRECTED_ICONS = frozenset({"arrow-left", "arrow-right", "exit"})
SOON = timedelta(hours=24)


@register.simple_tag
@lru_cache(maxsize=256)  # a page draws some thirty of the same few, and the sprite's address never changes
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. With a label it speaks for itself, without one it is decoration."""
    kind = "icon icon--directed" if name in DIRECTED_ICONS else "icon"
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        html = '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(html, kind, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', kind, address)


register.filter("numbers_in_order", numbers_in_order)


@register.inclusion_tag("components/listing_head.html")
def listing_head(*titles: str) -> dict[str, tuple[str, ...]]:
    """The head of a table in Wagtail's admin: `{% listing_head _("Kind") _("State") %}`."""
    return {"titles": titles}


@register.filter
def said(words: dict[str, str] | str | None) -> str:
    """A sentence kept in several languages, in the reader's, else in Chinese, else in whatever there is."""
    if not words:
        return ""
    return words if isinstance(words, str) else spoken(words)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A point in time as people say it: today 18:00, tomorrow 09:30, 3 December 09:30."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), said_moment(at))


@register.filter
def deadline(at: datetime | None) -> SafeString | str:
    """When something is due and how long that is: today 18:00 · 3 hours left, or 2 hours overdue."""
    if at is None:
        return ""
    left = at - timezone.now()
    kind = "late" if left < timedelta(0) else "soon" if left <= SOON else "later"
    return format_html(
        '<time class="deadline deadline--{}" datetime="{}">{} · {}</time>',
        kind,
        at.isoformat(timespec="minutes"),
        said_moment(at),
        said_span(left),
    )


def said_moment(at: datetime) -> str:
    here = timezone.localtime(at)
    clock = f"{here:%H:%M}"
    away = (here.date() - timezone.localdate()).days
    if away == 0:
        return _("today %(clock)s") % {"clock": clock}
    if away == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    if away == -1:
        return _("yesterday %(clock)s") % {"clock": clock}
    same_year = here.year == timezone.localdate().year
    day = formats.date_format(here, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
    return f"{day} {clock}"


def said_span(left: timedelta) -> str:
    """How much time is left, or how much it is overdue, in whole minutes, hours or days."""
    minutes = round(abs(left).total_seconds() / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days >= 2:
        span = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    elif hours >= 1:
        span = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    else:
        span = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return (_("%(span)s overdue") if left < timedelta(0) else _("%(span)s left")) % {"span": span}


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query of this address with some values changed; an empty value takes its name out. For pagers and filters."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
        if value in ("", None):
            del query[name]
    return f"?{query.urlencode()}" if query else "."
