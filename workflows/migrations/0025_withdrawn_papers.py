from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0024_merged_cases")]

    operations = [
        migrations.AddField(
            model_name="casesubmission", name="withdrawn", field=models.BooleanField(default=False, editable=False)
        )
    ]
