from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0010_a_village_s_cases_in_order")]

    operations = [
        migrations.AddField(
            model_name="casesubmission", name="restricted", field=models.BooleanField(default=False, editable=False)
        )
    ]
