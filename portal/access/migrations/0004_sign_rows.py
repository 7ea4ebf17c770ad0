"""Rows that were written before the log was chained are signed as they stand."""

from typing import Any

from django.db import migrations


def sign(apps: Any, schema_editor: Any) -> None:
    from portal.access.chain import digest_of
    from portal.privacy.indexkeys import MissingIndexKey

    Access = apps.get_model("access", "Access")
    for row in Access.objects.filter(digest="").iterator(chunk_size=1000):
        try:
            Access.objects.filter(pk=row.pk).update(digest=digest_of(row))
        except MissingIndexKey:
            raise RuntimeError("Rows of the access log cannot be signed: the index key is missing.") from None


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_emergency_and_chain"),
        ("privacy", "0003_make_index_keys"),
    ]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
