"""The task of a step that was taken back with its paper was kept as done, and counted as such."""

from typing import Any

from django.db import migrations


def end_them(apps: Any, schema_editor: Any) -> None:
    members = apps.get_model("workflows", "CaseSubmission").objects.filter(withdrawn=True)
    tasks = apps.get_model("workflows", "Task").objects.filter(state="done", submission__in=members.values("submission"))
    tasks.update(state="cancelled")


def count_them_again(apps: Any, schema_editor: Any) -> None:
    members = apps.get_model("workflows", "CaseSubmission").objects.filter(withdrawn=True)
    tasks = apps.get_model("workflows", "Task").objects
    tasks.filter(state="cancelled", submission__in=members.values("submission")).update(state="done")


class Migration(migrations.Migration):
    dependencies = [("workflows", "0029_files_of_what_was_missed")]

    operations = [migrations.RunPython(end_them, count_them_again)]
