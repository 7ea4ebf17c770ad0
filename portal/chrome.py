"""What surrounds every page: languages, text size, navigation, the person at work, the hotlines at the foot.

Templates see it as `chrome`. Everything is looked up only when a template asks, so a page that shows no foot and no
posts costs no query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import pagestamp
from portal.directory.models import Post, User
from portal.language import direction, language_tag

LARGE_PRINT_COOKIE = "large_print"
# Where the quick exit leads: a page that anybody might have open.
QUICK_EXIT_URL = "https://www.weather.com.cn/"
_PLACES_OF_SHARING = {"zh-Hans": "zh_CN", "en": "en_GB"}


@dataclass(frozen=True)
class Hotline:
    """One line at the foot of public pages."""

    number: str
    name: str | Promise
    note: str | Promise = ""


@dataclass(frozen=True)
class Link:
    """One entry of a navigation. `path` is the address its whole section lives under."""

    label: str | Promise
    path: str
    icon: str
    urgent: bool = False


EMERGENCY = Hotline("110", _("Police: a child in danger now"))
PUBLIC_LINKS = (
    Link(_("Home"), "/", "home"),
    Link(_("Policy"), "/policy/", "document"),
    Link(_("Guides"), "/guides/", "check"),
    Link(_("Hotlines"), "/hotlines/", "phone"),
    Link(_("Report"), "/report/", "megaphone", urgent=True),
    Link(_("Follow up"), "/follow/", "search"),
)
DESK_LINKS = (
    Link(_("Inbox"), "/desk/", "inbox"),
    Link(_("Cases"), "/desk/cases/", "folder"),
    Link(_("Find"), "/desk/search/", "search"),
    Link(_("Notices"), "/desk/notices/", "bell"),
)

_foot: list[Callable[[], Iterable[Hotline]]] = []
# Entries of the desk's navigation that only some posts have.
_links_for_some: list[tuple[Link, Callable[[Post], bool]]] = []
# Counts beside entries of the navigation stop here: counting on would take the longer the more there are.
MANY = 100
_counts: dict[str, Callable[[User], int]] = {}


def register_foot(provide: Callable[[], Iterable[Hotline]]) -> None:
    """Have these hotlines stand at the foot of public pages, after 110. Called once per page that is not cached."""
    if provide not in _foot:
        _foot.append(provide)


def register_count(path: str, count: Callable[[User], int]) -> None:
    """Have the entry of the desk's navigation with this path say how many things wait there, `MANY` for more.

    Called once per page.
    """
    _counts[path] = count


def register_desk_link(link: Link, may: Callable[[Post], bool]) -> None:
    """Have an entry in the menu beside the desk's navigation for the posts that may go there."""
    _links_for_some.append((link, may))


class Chrome:
    """What one page needs to know about its surroundings."""

    emergency = EMERGENCY
    many = MANY
    quick_exit_url = QUICK_EXIT_URL

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def page_language(self) -> str:
        """Of what there is to read; the portal's own words around it may be in another (see `own_tag`)."""
        return getattr(self._request, "page_language", None) or get_language() or settings.LANGUAGE_CODE

    @property
    def language_tag(self) -> str:
        return language_tag(self.page_language)

    @property
    def own_tag(self) -> str:
        return language_tag(get_language() or settings.LANGUAGE_CODE)

    @property
    def place_of_sharing(self) -> str:
        """Language and country, as pages are announced to other sites."""
        return _PLACES_OF_SHARING.get(self.language_tag, f"{self.language_tag}_CN")

    @property
    def direction(self) -> str:
        return direction(self.page_language)

    @property
    def other_languages(self) -> list[dict[str, Any]]:
        """What a visitor may have the portal speak here. A translated page that it can speak to, it does speak to."""
        now = get_language()
        if getattr(self._request, "page_language", None) == now:
            return []
        return [
            {"code": code, "tag": language_tag(code), "name_local": settings.OWN_NAMES[code]}
            for code, _name in settings.INTERFACE_LANGUAGES
            if code != now
        ]

    @property
    def here(self) -> str:
        """The address that a switch comes back to."""
        return self._request.get_full_path()

    @property
    def idle_seconds(self) -> int:
        """After so long without any work the person is signed out; what a page warns of."""
        return int(settings.IDLE_SECONDS)

    @property
    def idle_warning_seconds(self) -> int:
        return int(settings.IDLE_WARNING_SECONDS)

    @property
    def idle_warning_minutes(self) -> int:
        return max(1, self.idle_warning_seconds // 60)

    @property
    def large_print(self) -> bool:
        return is_large_print(self._request)

    @property
    def public_links(self) -> list[tuple[Link, bool]]:
        return self._marked(PUBLIC_LINKS, home="/")

    @property
    def desk_links(self) -> list[tuple[Link, bool, int]]:
        """Each with whether it is here and how much waits there."""
        user = self._request.user
        counts = {path: count(user) for path, count in _counts.items()} if isinstance(user, User) else {}
        return [(link, here, counts.get(link.path, 0)) for link, here in self._marked(DESK_LINKS, home="/desk/")]

    @cached_property
    def more_desk_links(self) -> list[tuple[Link, bool]]:
        """What only some posts have, and rarely need: in a menu, so that the navigation stays one line."""
        post = self.post
        links = [link for link, may in _links_for_some if may(post)] if post else []
        return self._marked(links, home="/desk/")

    @property
    def is_under_more(self) -> bool:
        """Is this page behind the menu?"""
        return any(here for _link, here in self.more_desk_links)

    def _marked(self, links: Iterable[Link], *, home: str) -> list[tuple[Link, bool]]:
        path = self._request.path
        return [(link, path == home if link.path == home else path.startswith(link.path)) for link in links]

    @property
    def stamp(self) -> str:
        """What the foot is kept under: another one as soon as a hotline, or anything else, has changed."""
        return pagestamp.now()

    @cached_property
    def hotlines(self) -> list[Hotline]:
        lines = [line for provide in _foot for line in provide()]
        return [EMERGENCY, *(line for line in lines if line.number != EMERGENCY.number)]

    @cached_property
    def post(self) -> Post | None:
        user = getattr(self._request, "user", None)
        return user.acting_post if user is not None and user.is_authenticated else None

    @cached_property
    def posts(self) -> list[Post]:
        """Every post the person may act in, for the switcher."""
        user = getattr(self._request, "user", None)
        return user.current_posts() if isinstance(user, User) else []


def is_large_print(request: HttpRequest) -> bool:
    return request.COOKIES.get(LARGE_PRINT_COOKIE) == "1"


def page_chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"chrome": Chrome(request)}
