"""Requests that nobody had decided wait for a second person."""

from django.db import migrations


def rename(old, new):
    def run(apps, schema_editor):
        apps.get_model("rights", "DataRequest").objects.filter(state=old).update(state=new)

    return run


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_taken_by_one_decided_by_another")]

    operations = [migrations.RunPython(rename("open", "waiting"), rename("waiting", "open"))]
