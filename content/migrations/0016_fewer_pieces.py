from django.db import migrations

from content.indexing import tables


def make_anew(apps, schema_editor):
    tables.drop()
    tables.create()


class Migration(migrations.Migration):
    # The edition of the words is another one now, so `first_site`, which follows each migration, fills the table.

    dependencies = [
        ('content', '0015_units_of_documents'),
    ]

    operations = [
        migrations.RunPython(make_anew, migrations.RunPython.noop),
    ]
