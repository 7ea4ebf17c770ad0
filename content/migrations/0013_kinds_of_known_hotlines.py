from django.db import migrations

KINDS = {"12345": "children", "12355": "children", "12356": "mind", "12338": "women", "12348": "law", "12309": "law"}


def sort(apps, schema_editor):
    hotlines = apps.get_model("content", "Hotline").objects.using(schema_editor.connection.alias)
    for number, kind in KINDS.items():
        hotlines.filter(number=number).update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("content", "0012_hotline_kinds")]

    operations = [migrations.RunPython(sort, migrations.RunPython.noop)]
