"""Finding sealed records by name, ID number or telephone number, without any of them lying in the database in clear.

What is found are candidates: digests of names are short on purpose, so a few of them do not fit. Whoever searches
unseals the candidates that the person may see and compares. What the index gives away is written in docs/decisions.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from portal.privacy.blindtokens import Kind, tokens_of
from portal.privacy.digests import mac
from portal.privacy.models import BlindToken, DataKey

__all__ = ["Kind", "fits", "forget", "index", "keep", "search", "tokens"]

# Bytes of a digest that are kept. Two, for names: many pairs share a digest, so none of them is told for certain.
BYTES = {Kind.NAME: 2, Kind.ID_NUMBER: 8, Kind.PHONE: 8}


def tokens(key: DataKey, scope: str, values: Iterable[tuple[Kind, str]]) -> list[BlindToken]:
    """The rows by which what `key` seals can be found in that scope, not yet written."""
    found = {(_field(scope, kind), digest) for kind, value in values for digest in _digests(scope, kind, value)}
    return [BlindToken(field=field, digest=digest, data_key=key) for field, digest in sorted(found)]


def keep(rows: Iterable[BlindToken]) -> None:
    """Write tokens, of one record or of many, in one query; what is there already stays."""
    if rows := list(rows):
        BlindToken.objects.bulk_create(rows, ignore_conflicts=True)


def forget(key: DataKey, scope: str) -> None:
    """Take away the tokens by which what `key` seals is found in that scope, before others are kept."""
    BlindToken.objects.filter(data_key=key, field__in=[_field(scope, kind) for kind in Kind]).delete()


def index(key: DataKey, scope: str, kind: Kind, value: str) -> None:
    """Have what `key` seals found by that value. Erasing the key takes its tokens with it."""
    keep(tokens(key, scope, [(kind, value)]))


def search(scope: str, kind: Kind, typed: str) -> QuerySet[BlindToken, UUID]:
    """Ids of the data keys of candidates, for use inside a query: `filter(data_key__in=search(…))`.

    None for what cannot be searched for. A single Chinese character finds only names that consist of it.
    """
    digests = _digests(scope, kind, typed)
    found = BlindToken.objects.filter(field=_field(scope, kind), digest__in=digests)
    if len(digests) < 2:
        return found.values_list("data_key", flat=True)
    together = found.values("data_key").annotate(met=Count("digest")).filter(met=len(digests))
    return together.values_list("data_key", flat=True)


def fits(kind: Kind, typed: str, value: str) -> bool:
    """Whether a value that was unsealed is what was searched for. Names may have the characters in another order."""
    wanted = tokens_of(kind, typed)
    return bool(wanted) and wanted <= tokens_of(kind, value)


def _digests(scope: str, kind: Kind, value: str) -> set[int]:
    field, length = _field(scope, kind), BYTES[kind]
    macs = (mac(token, f"blind:{field}") for token in tokens_of(kind, value))
    return {int.from_bytes(made[:length], signed=True) for made in macs}


def _field(scope: str, kind: Kind) -> str:
    return f"{scope}.{kind}"
