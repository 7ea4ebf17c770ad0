"""What was still open to everybody though no page shows it: files taken out of documents, pictures with their place."""

from typing import Any

from django.db import migrations

ATTACHED = "files.item.document"


def close(apps: Any, schema_editor: Any) -> None:
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects.filter(model_path=ATTACHED)
    attached = apps.get_model("content", "PolicyAttachment").objects.values_list("page_id", "document_id")
    kept = {(str(page), str(document)) for page, document in attached}
    for pk, *pair in references.values_list("pk", "object_id", "to_object_id"):
        if tuple(pair) not in kept:
            references.filter(pk=pk).delete()
    # As they came from the camera. Their pages draw others.
    apps.get_model("wagtailimages", "Rendition").objects.filter(filter_spec="original").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0020_questions_and_cases"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
