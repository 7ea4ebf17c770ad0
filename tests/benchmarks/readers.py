"""Who opens what under load: people of the load who see little, much and everything, and the auditor of the log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.benchmarks import names

HELLO = "hello view, same middleware"
AUDITOR = "log_auditor"
# As long as Django's own; the form and the cookie say the same.
FORGERY_TOKEN = "a" * 32


@dataclass(frozen=True)
class Page:
    path: str
    # What is typed, where the page is the answer to a form.
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Reader:
    """Somebody at the desk, as a column of the table."""

    name: str
    cookies: dict[str, str]
    # The pages asked for, by the name of the row.
    pages: dict[str, Page]
    # How many cases that person sees, or rows of the log.
    sees: int


def readers(only: Collection[str] = ()) -> list[Reader]:
    """Seven people of the load, and the demo's auditor; or those of them that are named."""
    from workflows.load.people import username
    from workflows.load.places import county_codes

    largest, smallest = county_codes()[0], county_codes()[-1]
    town = f"{largest[:6]}101000"
    who = {
        "village, few": ("village_director", f"{smallest[:6]}116218"),
        "village, many": ("village_director", f"{town[:9]}201"),
        "township": ("township_worker", town),
        "county civil affairs": ("civil_affairs_officer", largest),
        "county police": ("police_officer", largest),
        "county police leader": ("police_leader", largest),
        "city": ("city_officer", f"{largest[:4]}00000000"),
    }
    wanted = set(only) or {*who, "auditor"}
    if unknown := wanted - {*who, "auditor"}:
        raise SystemExit(f"There is no {', '.join(sorted(unknown))} among {', '.join(who)}, auditor.")
    found = [
        _reader(name, username(role, code, _position(role)), town)
        for name, (role, code) in who.items()
        if name in wanted
    ]
    return [*found, *([_auditor()] if "auditor" in wanted else [])]


def _position(role: str) -> int:
    """Who of several in one office: leaders come first."""
    return 1 if role in {"police_officer", "civil_affairs_officer"} else 0


def _reader(name: str, username: str, town: str) -> Reader:
    from portal.directory.models import User
    from workflows.models import CaseParty

    user = User.objects.get(username=username)
    mine = CaseParty.objects.filter(organisation=user.acting_post.organisation_id)  # type: ignore[union-attr]  # everybody of the load has one
    return Reader(name, signed_in(user), _pages(user, town), mine.values("case").distinct().count())


def _auditor() -> Reader:
    from portal.access.models import Access
    from portal.directory.models import User
    from workflows.models import Case

    user, log = User.objects.get(username=AUDITOR), "/desk/log/"
    newest = Access.objects.exclude(matter=None).order_by("-at")[0]
    number = Case.objects.get(pk=newest.matter).number
    middle = Access.objects.order_by("at")[Access.objects.count() // 2]
    pages = {
        HELLO: Page("/yardstick/hello/"),
        "access log": Page(log),
        "access log, refused": Page(f"{log}?kind=refused"),
        "access log, who reported": Page(f"{log}?kind=reporter"),
        "access log, emergencies (none)": Page(f"{log}?kind=emergency"),
        "access log, one person": Page(f"{log}?person={quote(newest.user.username)}"),  # type: ignore[union-attr]  # all have
        "access log, one case": Page(f"{log}?number={quote(number)}"),
        "access log, one day": Page(f"{log}?day={middle.at:%Y-%m-%d}"),
        "access log, a far page": Page(f"{log}?after={middle.pk}"),
    }
    return Reader("auditor", signed_in(user), pages, Access.objects.count())


def signed_in(user: Any) -> dict[str, str]:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {"csrftoken": FORGERY_TOKEN, **{name: morsel.value for name, morsel in client.cookies.items()}}


def _pages(user: Any, town: str) -> dict[str, Page]:
    from workflows.models import Case

    newest = _case_ids(user) or _case_ids(user, is_open=False)
    paths = {
        HELLO: "/yardstick/hello/",
        "inbox, open": "/desk/", "inbox, accepted by me": "/desk/?show=mine", "inbox, done": "/desk/?show=done",
        "cases under way": "/desk/cases/", "cases closed": "/desk/cases/?show=closed",
        "under way, urgent": "/desk/cases/?urgent=yes", "closed, urgent": "/desk/cases/?show=closed&urgent=yes",
        "closed, a rare state": "/desk/cases/?show=closed&state=moved_on",
        "closed, a frequent state": "/desk/cases/?show=closed&state=closed", "notices": "/desk/notices/",
    }  # fmt: skip
    if newest:
        case = Case.objects.get(pk=newest[0])
        rare = Case.objects.get(pk=newest[-1]).area_code
        paths |= {
            "cases, a far page": f"/desk/cases/?after={newest[-1]}",
            "under way, one village": f"/desk/cases/?place={rare}",
            "closed, one village": f"/desk/cases/?show=closed&place={rare}",
            "closed, the largest town": f"/desk/cases/?show=closed&place={town}",
            "search by number": f"/desk/cases/?number={case.serial}",
            "search, nothing found": "/desk/cases/?number=2026-99999999",
            "one case": f"/desk/cases/{case.pk}/",
        }
    return {row: Page(path) for row, path in paths.items()} | {
        "a person, found": _search(names.FOUND), "a person, not found": _search(names.NOT_FOUND),
    }  # fmt: skip


def _search(who: str) -> Page:
    return Page("/desk/search/", {"who": who, "csrfmiddlewaretoken": FORGERY_TOKEN})


def _case_ids(user: Any, **which: Any) -> list[Any]:
    from portal.keyset import slice_of
    from workflows import lists
    from workflows.lists import CaseFilter

    found = slice_of(lists.cases(user, CaseFilter(**which)), lists.CASES, size=500, among=[])
    return [row.case_id for row in found.rows]
