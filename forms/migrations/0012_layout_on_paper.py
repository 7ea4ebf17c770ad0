"""Which sheet a form is printed on."""

from django.db import migrations, models

import forms.layouts


class Migration(migrations.Migration):
    dependencies = [("portal_forms", "0011_who_may_fill_in")]

    operations = [
        migrations.AddField(
            "form",
            "layout",
            models.CharField(choices=forms.layouts.choices, default="plain", max_length=60, verbose_name="on paper"),
        ),
    ]
