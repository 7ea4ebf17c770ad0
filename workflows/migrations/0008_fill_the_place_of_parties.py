"""Parties learn where their case is."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    parties, cases = (apps.get_model("workflows", name).objects for name in ("CaseParty", "Case"))
    its_place = cases.filter(pk=OuterRef("case")).values("area_code")
    parties.filter(area_code="").update(area_code=Subquery(its_place))


class Migration(migrations.Migration):

    dependencies = [("workflows", "0007_parties_know_the_place")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
