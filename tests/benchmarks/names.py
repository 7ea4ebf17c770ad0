"""A blind index of the size it would have: every report of the load names somebody.

The load's papers say the same few things over and over. So nearly all are indexed under invented names, which is what
makes the index large and its short digests meet by accident, and some under the names that are really in them.
"""

from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any

SURNAMES = 60
GIVEN = 900
# One report in so many can be found by the names in it.
TRUE_EVERY = 5000
AT_ONCE = 50_000
# In a third of the papers under their true names: somebody of two characters, and nobody.
FOUND, NOT_FOUND = "小石", "欧阳无此人"


def index_names() -> None:
    """For every report that has no name yet. In its own transaction: broken off, it leaves nothing."""
    from django.db import transaction

    from portal.privacy.models import BlindToken
    from workflows.load.sheets import Sheet

    with transaction.atomic():
        sheet = Sheet(BlindToken, "field", "digest", "data_key_id")
        for place, row in enumerate(_rows(), start=1):
            sheet.add(*row)
            if place % AT_ONCE == 0:
                sheet.write()
        sheet.write()


def _rows() -> Iterator[tuple[str, int, Any]]:
    from forms.models import Submission

    reports = Submission.objects.filter(version__form__key="mandatory_report", in_case__isnull=False)
    unnamed = reports.filter(data_key__blind_tokens__isnull=True).order_by()
    chance = Random("names")  # noqa: S311 -- invented names, no secret
    for place, (paper, key) in enumerate(unnamed.values_list("pk", "data_key").iterator(chunk_size=10_000)):
        name = _true_name(paper) if place % TRUE_EVERY == 0 else _invented(chance)
        for field, digest in _tokens(name):
            yield field, digest, key


def _true_name(paper: Any) -> str:
    from forms.models import Submission

    return str(Submission.objects.select_related("data_key").get(pk=paper).unsealed()["child_name"])


def _invented(chance: Random) -> str:
    """Of three characters, as most names are; a few surnames are very frequent."""
    surname = min(chance.randrange(SURNAMES), chance.randrange(SURNAMES))
    return "".join(chr(0x4E00 + 7 * part) for part in (surname, *(100 + chance.randrange(GIVEN) for _ in range(2))))


@lru_cache(maxsize=200_000)
def _tokens(name: str) -> list[tuple[str, int]]:
    from forms.indexing import RECORD
    from portal.privacy import blindindex
    from portal.privacy.models import DataKey

    made = blindindex.tokens(DataKey(), RECORD, [(blindindex.Kind.NAME, name)])
    return [(token.field, token.digest) for token in made]
