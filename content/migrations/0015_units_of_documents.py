from django.db import migrations

LONGEST_NAME = 200


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    units = apps.get_model("content", "PolicyUnit").objects.using(database)
    pages = apps.get_model("content", "PolicyPage").objects.using(database)
    for page_id, outline in pages.values_list("pk", "outline").iterator():
        rows = [row for clause in outline.get("clauses", []) for row in clause["allocations"]]
        names = {name[:LONGEST_NAME] for row in rows for name in (*row["leads"], *row["cooperating"])}
        # A page that was saved between the two migrations has its rows.
        units.bulk_create([units.model(page_id=page_id, name=name) for name in sorted(names)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("content", "0014_offices_and_stations")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
