"""Letters, receipts and rebuilt pictures that were there before need no scanner."""

from django.db import migrations
from django.db.models import Q

RECEIPT = Q(field_key="receipt", submission=None, draft__submission__isnull=False)


def mark(apps, schema_editor):
    files = apps.get_model("portal_forms", "StoredFile").objects
    made_here = files.filter(Q(media_type__startswith="image/") | Q(field_key__startswith="letter:") | RECEIPT)
    # By id, because an UPDATE cannot look at the draft by itself.
    files.filter(pk__in=made_here.values("pk")).update(scan="ours")


class Migration(migrations.Migration):
    dependencies = [("portal_forms", "0004_scanned_and_missing_files")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
