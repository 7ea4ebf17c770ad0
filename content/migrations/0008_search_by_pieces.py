import django.db.models.deletion
from django.db import migrations, models

from content.indexing import tables


def create(apps, schema_editor):
    tables.create()


def drop(apps, schema_editor):
    tables.drop()


class Migration(migrations.Migration):
    # Entries are made from the pages: `first_site`, which follows each migration, makes them anew.

    dependencies = [
        ('content', '0007_publication'),
    ]

    operations = [
        migrations.DeleteModel(name='SearchEntry'),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='wagtailcore.page')),
                ('place', models.BigIntegerField(unique=True)),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('rest', models.TextField()),
                ('passages', models.JSONField(default=list)),
                ('edition', models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
