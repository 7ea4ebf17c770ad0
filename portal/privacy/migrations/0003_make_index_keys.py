"""Every database gets index keys of its own; one that is in use keeps the digests it has.

Until now digests were keyed with the oldest master key. Where there are any, what that key gave for each purpose is
kept as the secret of that purpose, so that receipts, resume links and the chains of cases stay what they are.
"""

import secrets

from django.conf import settings
from django.db import migrations

from portal.privacy.keyproviders import derive_key, provider

IN_USE = ["receipt", "draft", "idempotency", "case-event"]


def make_index_keys(apps, schema_editor):
    DataKey, IndexKey = (apps.get_model("privacy", name) for name in ("DataKey", "IndexKey"))
    if IndexKey.objects.exists():
        return
    wanted = {"": secrets.token_bytes(32)}
    if DataKey.objects.exists():
        oldest = settings.MASTER_KEYS[min(settings.MASTER_KEYS, key=int)].encode()
        wanted |= {purpose: derive_key(oldest, b"index:" + purpose.encode()) for purpose in IN_USE}
    for purpose, secret in wanted.items():
        key = DataKey(algorithm="HMAC-SHA256")
        wrapped = provider().wrap(secret, context=key.id.bytes)
        key.wrapped, key.master_version, key.wrapping = wrapped.data, wrapped.version, wrapped.method
        key.save()
        IndexKey.objects.create(purpose=purpose, data_key=key)


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_algorithms_and_index_keys'),
    ]

    # Backwards nothing is lost: the tables go with the migration before.
    operations = [migrations.RunPython(make_index_keys, migrations.RunPython.noop)]
