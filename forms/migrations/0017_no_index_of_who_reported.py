from django.db import migrations


def forget(apps, schema_editor):
    tokens = apps.get_model("privacy", "BlindToken").objects
    tokens.filter(field__in=["reporter.name", "reporter.id_number", "reporter.phone"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('portal_forms', '0016_who_hands_it_in'),
        ('privacy', '0004_blind_tokens'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
