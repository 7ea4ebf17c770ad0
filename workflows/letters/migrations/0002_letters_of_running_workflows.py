"""Letters were template files; published workflows name them by the keys they have kept."""

import json
from pathlib import Path

from django.db import migrations
from wagtail.blocks import StreamBlock, StreamValue

SHIPPED = Path(__file__).parent / "shipped_letters.json"


def publish_what_is_named(apps, schema_editor):
    versions = apps.get_model("workflows", "WorkflowVersion").objects.values_list("definition", flat=True)
    named = {key for definition in versions.iterator() for key in _named(definition)}
    letters, published = apps.get_model("letters", "Letter"), apps.get_model("letters", "LetterVersion")
    for said in json.loads(SHIPPED.read_text(encoding="utf-8")):
        row = said["letter"]
        if row["key"] in named and not letters.objects.filter(key=row["key"]).exists():
            blocks = StreamValue(StreamBlock(), row.pop("blocks"), is_lazy=True)
            letter = letters.objects.create(live=True, blocks=blocks, **row)
            published.objects.create(letter=letter, number=1, **said["version"])


def _named(definition):
    effects = [*definition.get("opening_effects", ())]
    for way in definition.get("transitions", ()):
        effects += way.get("effects", ())
    return {effect["settings"].get("template") for effect in effects if effect["type"] == "pdf"}


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_letters"), ("workflows", "0025_withdrawn_papers")]

    operations = [migrations.RunPython(publish_what_is_named, migrations.RunPython.noop)]
