"""Everything of the demo in order. A second load changes nothing."""

from dataclasses import dataclass

from django.db import transaction

from content.setup import ensure_site
from workflows import packing
from workflows.demo import signins
from workflows.demo.activity import ensure_activity
from workflows.demo.children import ensure_children
from workflows.demo.directory import ensure_absences, ensure_organisations, ensure_people, ensure_places
from workflows.demo.groups import ensure_groups
from workflows.demo.people import PEOPLE
from workflows.demo.reports import ensure_reports
from workflows.demo.site import ensure_pages

SIZES = ("small",)
PACKS = ("child-protection",)


@dataclass(frozen=True)
class Loaded:
    people: int
    reports: int
    # The table of who is who, as kept in the sign-in file.
    sign_ins: str


@transaction.atomic
def load() -> Loaded:
    ensure_places()
    ensure_organisations()
    users = ensure_people()
    ensure_absences()
    # Workflows put pages under those of the site.
    ensure_site()
    for name in PACKS:
        packing.apply(packing.read(packing.find(name)))
    ensure_pages()
    ensure_groups()
    reports = ensure_reports()
    ensure_activity()
    ensure_children()
    sign_ins = signins.ensure(users, usernames=[person.username for person in PEOPLE])
    return Loaded(people=len(users), reports=reports, sign_ins=sign_ins)
