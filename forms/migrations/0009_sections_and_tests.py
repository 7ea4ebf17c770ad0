"""What a form of several offices, and what its author's examples, are kept in."""

import portal.streams
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal_forms", "0008_corrections")]

    operations = [
        migrations.AddField("form", "sections", portal.streams.UnlistedStreamField([], blank=True, verbose_name="sections")),
        migrations.AddField("form", "tests", portal.streams.UnlistedStreamField([], blank=True, verbose_name="tests")),
    ]
