"""`python -m tests.benchmarks.duties [--records N]`: what the sweeper takes for one obligation on a hundred thousand
records in five hundred villages, in a throw-away SQLite; for PostgreSQL put `python -m tests.services` in front.

It prints: how long a period's first look at all records takes, and the longest of its transactions; a beat with nothing
to do; what one record that was changed costs.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import monotonic
from uuid import uuid4

import django

RECORDS = 100_000
TIMES = 20
DUTY, LEVEL = "village_committee", 5


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.benchmarks.duties", description=__doc__)
    arguments.add_argument("--records", type=int, default=RECORDS)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        django.setup()
        measure(given.records)


def measure(records: int) -> None:
    from django.core.management import call_command

    from workflows.demo.loading import load

    call_command("migrate", verbosity=0)
    load()
    make(records)
    for said in figures():
        print(said, flush=True)


def make(records: int) -> None:
    """Copies of one file of the demo: their answers cannot be read, which nobody does here."""
    from forms.models import Record

    first = Record.objects.order_by("pk")[0]
    places = villages()
    numbers = range(records)
    for some in _batches(numbers, 2000):
        copies = [_copy(first, number, places[number % len(places)]) for number in some]
        Record.objects.bulk_create(copies)
    Record.objects.update(opened_at=first.opened_at)


def villages() -> list[str]:
    """Five hundred, each with a committee that answers for it."""
    from portal.directory.models import Area, Duty, Organisation

    codes = [f"9901211{town:02d}{village:03d}" for town in range(20, 30) for village in range(301, 351)]
    Area.objects.bulk_create([Area(code=code, name=f"村{code}", level=LEVEL) for code in codes])
    committees = [Organisation(name=f"村委会{code}", function=DUTY, area_id=code) for code in codes]
    Organisation.objects.bulk_create(committees)
    made = Organisation.objects.filter(area__in=codes, function=DUTY)
    Duty.objects.bulk_create([Duty(kind=DUTY, area_id=one.area_id, organisation=one) for one in made])
    return codes


def _batches(numbers: range, size: int) -> list[range]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def _copy(first: object, number: int, place: str) -> object:
    from forms.models import Record

    plain = {field.attname: getattr(first, field.attname) for field in Record._meta.concrete_fields}
    return Record(**{**plain, "id": uuid4(), "number": f"{number:08d}", "area_code": place})


def figures() -> list[str]:
    from django.utils import timezone

    from forms.models import Record
    from workflows.obligations import sweeping
    from workflows.obligations.looking import look_again
    from workflows.obligations.models import Obligation, Owed, Round
    from workflows.obligations.publishing import in_force

    Obligation.objects.exclude(key="monthly_visit").update(live=False)
    now = timezone.now() + timedelta(days=31)
    spent = []
    began = monotonic()
    sweeping.sweep(now, until=0)
    while Round.objects.filter(done=False).exists():
        spent.append(_seconds(lambda: sweeping._batch_of_records(now)))
    whole = monotonic() - began
    owed = Owed.objects.count()
    Owed.objects.update(next_at=None)
    idle = [_seconds(lambda: sweeping.sweep(now, until=monotonic() + 1)) for _time in range(TIMES)]
    record = Record.objects.select_related("form").order_by("-pk")[0]
    one = [_seconds(lambda: look_again(record, in_force(), now=now)) for _time in range(TIMES)]
    return [
        f"{Record.objects.count():,} records, {owed:,} rows owed",
        f"a new period, all records: {whole:.1f} s in {len(spent)} transactions",
        f"the longest transaction: {1000 * max(spent):.0f} ms, the median {1000 * median(spent):.0f} ms",
        f"a beat with nothing to do: {1000 * median(idle):.2f} ms",
        f"one record that was changed: {1000 * median(one):.1f} ms",
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = monotonic()
    work()
    return monotonic() - began


if __name__ == "__main__":
    main()
