import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_posts_and_absences"),
        ("workflows", "0003_conflict_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="serial",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="caseparty",
            name="is_open",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="caseparty",
            name="case_opened_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
