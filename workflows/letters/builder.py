"""Editor ⇄ schema. What the editor says becomes a LetterSchema, and back, without loss."""

import re
from typing import Any
from uuid import uuid4

from django.db import transaction

from forms.schema import Rule
from portal.directory.models import User
from portal.words import both, say
from workflows.letters.models import Letter
from workflows.letters.schema import Block, LetterSchema

# In the editor a key may stand as it was inserted: ${form.key}.
KEY = re.compile(r"[a-z][a-z0-9_]*(?=\}?$)")
KEYS = ("fields", "columns")


def schema_of(letter: Letter) -> LetterSchema:
    """The letter as data. Raises pydantic's ValidationError."""
    blocks: Any = tuple({"kind": block.block_type, **_read(block.value)} for block in letter.blocks)
    return LetterSchema(
        key=letter.key,
        title=both(letter.title, letter.title_en),
        form=letter.form,
        paper=letter.paper,
        each=letter.each,
        reveals=tuple(letter.reveals or ()),
        blocks=blocks,
    )


@transaction.atomic
def save_definition(schema: LetterSchema, *, by: User | None) -> Letter:
    """The letter of that key, made or changed to say what the schema says, with a revision. Not published yet."""
    letter = Letter.objects.select_for_update().filter(key=schema.key).first() or Letter(key=schema.key)
    letter.title, letter.title_en = say(schema.title, "zh-hans"), schema.title.get("en", "")
    letter.form, letter.paper, letter.each = schema.form, schema.paper, schema.each
    letter.reveals = list(schema.reveals)
    stream = [{"type": one.kind, "id": str(uuid4()), "value": written(one)} for one in schema.blocks]
    letter.blocks = Letter._meta.get_field("blocks").stream_block.to_python(stream)
    letter.save()
    letter.save_revision(user=by, clean=False, log_action=by is not None)
    return letter


def written(block: Block) -> dict[str, Any]:
    """A part as the editor keeps it."""
    said: dict[str, Any] = {}
    for name in type(block).model_fields:
        value = getattr(block, name)
        if name == "lines":
            said[name] = [
                {"type": "item", "id": str(uuid4()), "value": {"text": line.text, "shown_when": _formula(line)}}
                for line in value
            ]
        elif name in KEYS:
            said[name] = "\n".join(value)
        elif name != "kind":
            said[name] = _formula(block) if name == "shown_when" else value
    return said


def _formula(part: Any) -> str:
    return part.shown_when.formula if part.shown_when else ""


def _read(value: Any) -> dict[str, Any]:
    said = {name: _plain(value[name]) for name in value if name not in (*KEYS, "lines", "shown_when")}
    said["shown_when"] = _rule(value["shown_when"])
    for name in KEYS:
        if name in value:
            lines = (line.strip() for line in (value[name] or "").splitlines())
            said[name] = tuple(found[0] if (found := KEY.search(line)) else line for line in lines if line)
    if "lines" in value:
        said["lines"] = tuple(_read(line) for line in value["lines"])
    return said


def _plain(value: Any) -> Any:
    """A text as it was written, with one kind of line ends."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return "" if value is None else value


def _rule(formula: str | None) -> Rule | None:
    return Rule(formula=formula.strip()) if formula and formula.strip() else None
