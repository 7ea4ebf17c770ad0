"""Is there a record of this already? Answers are compared by keyed digests, so that nothing lies in clear."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from forms.fieldtypes.normalising import compact
from forms.models import Record, RecordMark
from forms.schema import FormSchema, is_empty
from portal.privacy.masterkeys import keyed_digest

Kind = RecordMark.Kind


def digests(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, str]:
    """By kind of mark, the digest of the answers that such records are told apart by; none where one is missing."""
    if schema.records is None:
        return {}
    wanted = {str(Kind.IDENTITY): schema.records.identity, str(Kind.ALIKE): schema.records.alike}
    return {
        kind: keyed_digest(_said(schema, kind, keys, answers), "record mark")
        for kind, keys in wanted.items()
        if keys and not any(is_empty(answers.get(key)) for key in keys)
    }


def marks(record: Record, answers: Mapping[str, Any]) -> list[RecordMark]:
    """Not yet written."""
    return [
        RecordMark(record=record, kind=kind, digest=digest) for kind, digest in digests(record.schema, answers).items()
    ]


def same(schema: FormSchema, answers: Mapping[str, Any], *, but: Record | None = None) -> Record | None:
    """The record that these answers would be a second one of."""
    return next(iter(_marked(Kind.IDENTITY, digests(schema, answers), but)), None)


def alike(schema: FormSchema, answers: Mapping[str, Any]) -> list[Record]:
    """Records that may be of the same; at most ten."""
    return list(_marked(Kind.ALIKE, digests(schema, answers), None))[:10]


def _marked(kind: Kind, found: Mapping[str, str], but: Record | None) -> Iterable[Record]:
    if (digest := found.get(str(kind))) is None:
        return []
    records = Record.objects.filter(marks__kind=kind, marks__digest=digest)
    return records.exclude(pk=but.pk) if but else records


def _said(schema: FormSchema, kind: str, keys: Iterable[str], answers: Mapping[str, Any]) -> str:
    """The same text for what people write in different ways: wide digits, spaces, small letters."""
    plain = [compact(json.dumps(answers[key], ensure_ascii=False, sort_keys=True)).upper() for key in keys]
    return json.dumps([schema.key, kind, plain], ensure_ascii=False)
