from django.db import migrations

from content.policytext.issuers import issuers_of

AT_ONCE, LONGEST_NAME = 500, 200


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    issuers = apps.get_model("content", "PolicyIssuer").objects.using(database)
    pages = apps.get_model("content", "PolicyPage").objects.using(database).exclude(issuer="")
    # A page that was saved between the two migrations has its rows.
    for page_id, issuer in list(pages.values_list("pk", "issuer")):
        names = dict.fromkeys(name[:LONGEST_NAME] for name in issuers_of(issuer))
        made = [issuers.model(page_id=page_id, name=name) for name in names]
        issuers.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("content", "0009_issuers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
