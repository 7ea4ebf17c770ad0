"""Requests that were taken before they had numbers get one, and the day they were taken as the day they came in."""

from django.db import migrations


def number(apps, schema_editor):
    requests = apps.get_model("rights", "DataRequest").objects.filter(number=None)
    for serial, request in enumerate(requests.order_by("made_at").iterator(), start=1):
        request.number = f"权请-{request.made_at.year}-旧{serial:04d}"
        request.received_on = request.made_at.date()
        request.save(update_fields=["number", "received_on"])


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_register")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
