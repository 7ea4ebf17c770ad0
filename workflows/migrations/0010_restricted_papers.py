from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_lifted_exclusions")]

    operations = [
        migrations.AddField(
            model_name="casesubmission", name="restricted", field=models.BooleanField(default=False, editable=False)
        )
    ]
