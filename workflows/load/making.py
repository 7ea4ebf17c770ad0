"""Making the cases: batch by batch, each batch once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access.refusal import Refused
from portal.directory.models import Area
from workflows import packing
from workflows.demo.loading import PACKS
from workflows.demo.places import PROVINCE
from workflows.load import people
from workflows.load.answers import prepared
from workflows.load.course import course
from workflows.load.places import Likelihood
from workflows.load.rows import Batch, Setting
from workflows.models import Case, WorkflowVersion

BATCH = 500
SPAN = timedelta(days=3 * 365)
# Below 1: a little more happens every year.
GROWTH = 0.8
WORKFLOW = "child_protection"


class RealData(Refused):
    """The database knows places outside the demo prefecture, so it may be somebody's portal."""

    def __init__(self) -> None:
        super().__init__("real_data", _("This database knows real places, so real children may be in it."))


def make(cases: int, *, first: int = 0, beside_real_data: bool = False) -> Iterator[int]:
    """Make the cases numbered from `first` to below `cases`; yields after each batch up to where they are there.

    What is there already is left alone, so a run that was broken off goes on where it stopped, and a larger number
    adds to what a smaller one made; two runs may make two ranges at the same time. Raises RealData.
    """
    if not beside_real_data:
        _refuse_real_data()
    setting, now = _prepare(), timezone.now()
    for start in range(first, cases, BATCH):
        missing = _missing(range(start, min(start + BATCH, cases)))
        moments = {index: now - SPAN * (1 - (index / cases) ** GROWTH) for index in missing}
        _make_batch(setting, moments, now)
        yield min(start + BATCH, cases)


def _refuse_real_data() -> None:
    if Area.objects.exclude(code__startswith=PROVINCE[:2]).exists():
        raise RealData


@transaction.atomic
def _prepare() -> Setting:
    ground = people.prepare()
    versions = WorkflowVersion.objects.filter(workflow__key=WORKFLOW).order_by("-number")
    if not versions.exists():
        for name in PACKS:
            packing.apply(packing.read(packing.find(name)))
    version = versions.values_list("pk", flat=True)[0]
    return Setting(ground, Likelihood(), prepared(), version, settings.SEALING_ALGORITHM)


def _missing(indexes: range) -> list[int]:
    wanted = {_case_id(index): index for index in indexes}
    there = Case.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True)
    return sorted(set(indexes) - {wanted[pk] for pk in there})


def _case_id(index: int) -> UUID:
    return UUID(int=_chance(f"case {index}").getrandbits(128), version=4)


def _chance(words: str) -> Random:
    """The same number makes the same case, whoever made others before."""
    return Random(words)  # noqa: S311  # nosec B311 -- invented data, no secret


@transaction.atomic
def _make_batch(setting: Setting, moments: dict[int, datetime], now: datetime) -> None:
    """`moments` say when the cases of these numbers opened, a few minutes more or less."""
    if not moments:
        return
    _trust_what_is_written()
    batch = Batch(setting)
    for index, moment in moments.items():
        chance = _chance(f"life {index}")
        village = setting.likelihood.choose(chance)
        life = course(moment - timedelta(seconds=chance.random() * 3600), now=now, chance=chance)
        batch.add(_case_id(index), index, village, life, chance=chance)
    batch.write()


def _trust_what_is_written() -> None:
    """Foreign keys are right by making. Checking each costs half of the time; only a superuser may leave it."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if (row := cursor.fetchone()) and row[0]:
            cursor.execute("SET LOCAL session_replication_role = 'replica'")
