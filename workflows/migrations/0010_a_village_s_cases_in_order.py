from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0009_lifted_exclusions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="caseparty",
            index=models.Index(
                fields=["organisation", "is_open", "area_code", "-case_opened_at", "-case"], name="party_place_list"
            ),
        ),
        migrations.RemoveIndex(model_name="caseparty", name="party_place"),
    ]
