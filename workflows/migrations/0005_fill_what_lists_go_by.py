"""Parties learn when their case opened and whether it is closed; cases learn what their number ends in."""

import re

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery

BATCH = 1000


def fill_parties(apps, schema_editor):
    parties, cases = (apps.get_model("workflows", name).objects for name in ("CaseParty", "Case"))
    its_case = cases.filter(pk=OuterRef("case"))
    opened_at, is_open = Subquery(its_case.values("opened_at")), Exists(its_case.filter(closed_at=None))
    # In one pass: each writes every row anew.
    parties.update(case_opened_at=opened_at, is_open=is_open)


def fill_serials(apps, schema_editor):
    cases = apps.get_model("workflows", "Case").objects
    some = []
    for case in cases.filter(serial=None).only("number").iterator(chunk_size=BATCH):
        digits = re.findall(r"\d+", case.number)
        case.serial = int(digits[-1][-9:]) if digits else None
        some.append(case)
        if len(some) == BATCH:
            cases.bulk_update(some, ["serial"])
            some = []
    cases.bulk_update(some, ["serial"])


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_what_lists_go_by")]

    operations = [
        migrations.RunPython(fill_parties, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(fill_serials, migrations.RunPython.noop, elidable=True),
    ]
