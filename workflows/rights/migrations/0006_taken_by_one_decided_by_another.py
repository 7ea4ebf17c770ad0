"""A request has the shape of everything that two people decide."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_posts_and_absences"), ("rights", "0005_every_request_has_a_number")]

    operations = [
        migrations.RenameField(model_name="datarequest", old_name="made_by", new_name="proposed_by"),
        migrations.RenameField(model_name="datarequest", old_name="made_at", new_name="proposed_at"),
        migrations.AlterModelOptions(
            name="datarequest",
            options={
                "ordering": ["-proposed_at", "-pk"],
                "verbose_name": "request of a person",
                "verbose_name_plural": "requests of persons",
            },
        ),
        migrations.AlterField(
            model_name="datarequest",
            name="proposed_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="proposed at"),
        ),
        migrations.AlterField(
            model_name="datarequest",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.post",
                verbose_name="proposed by",
            ),
        ),
        migrations.AlterField(
            model_name="datarequest",
            name="state",
            field=models.CharField(
                choices=[("waiting", "waits for a second person"), ("granted", "granted"), ("refused", "refused")],
                default="waiting",
                max_length=8,
                verbose_name="state",
            ),
        ),
    ]
