"""The pieces in an OpenSearch as well (`SEARCH_URL`), which then names the candidates. Why: docs/decisions/0041.

An index belongs to an edition of the words; the alias of the edition leads to the one that is complete. Where there is
none, or OpenSearch does not answer, `places` says nothing and the table is asked.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any
from uuid import uuid4

import requests
from django.conf import settings

from content.indexing.folding import edition
from content.indexing.tables import COLUMNS, Pieces, Row

ALIAS = "tonghu-pages"
# Who searches waits no longer for it; then it is left alone for a while.
PATIENCE, REST = 1.0, 30.0
FILLING_PATIENCE = 60.0
_MAPPINGS = {
    "dynamic": False,
    "_source": {"enabled": False},
    # A keyword, not a number: only equality is asked.
    "properties": {"place": {"type": "long"}, **{name: {"type": "keyword", "doc_values": False} for name in COLUMNS}},
}
_session = requests.Session()
_rests_until = 0.0
logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """OpenSearch did not do what it was asked to."""


def places(pieces: Pieces, column: str, *, below: int, most: int) -> list[int] | None:
    """What `tables.places` gives, or None when the table must be asked."""
    global _rests_until  # one small memory for the process
    if not settings.SEARCH_URL or monotonic() < _rests_until:
        return None
    question = {
        "query": {"bool": {"filter": [{"range": {"place": {"lt": below}}}, *_having(pieces, column)]}},
        "sort": [{"place": "desc"}],
        "size": most,
        "track_total_hits": False,
    }
    try:
        found = _ask("POST", f"{_alias()}/_search", json=question)
    except Unavailable as problem:
        _rests_until = monotonic() + REST
        logger.warning("OpenSearch is left alone for %.0f seconds: %s", REST, problem)
        return None
    return [hit["sort"][0] for hit in found["hits"]["hits"]]


def indexes() -> list[str]:
    """Those of this edition: the complete one, and one that is being filled."""
    return list(_ask("GET", f"{_alias()}-*", expect=(200, 404)) if settings.SEARCH_URL else ())


def send(index: str, rows: Mapping[int, Row | None], *, only_new: bool = False) -> None:
    """The row of each page; None takes the page out. `only_new` leaves alone what has been sent meanwhile."""
    lines = [line for page, row in rows.items() for line in _action(page, row, "create" if only_new else "index")]
    if not lines:
        return
    text = "\n".join(map(json.dumps, lines)) + "\n"
    headers = {"Content-Type": "application/x-ndjson"}
    answer = _ask("POST", f"{index}/_bulk", data=text.encode(), headers=headers, timeout=FILLING_PATIENCE)
    refused = [each for item in answer["items"] for each in item.values() if each["status"] not in (200, 201, 404, 409)]
    if refused:
        raise Unavailable(str(refused[0].get("error", refused[0]["status"])))


def fill(batches: Iterable[Mapping[int, Row]]) -> int:
    """A new index with all of that, which takes the place of the one before when it is complete. Says how many."""
    old, fresh = indexes(), f"{_alias()}-{uuid4().hex[:8]}"
    _ask("PUT", fresh, json={"mappings": _MAPPINGS})
    done = 0
    for batch in batches:
        send(fresh, batch, only_new=True)
        done += len(batch)
    _ask("POST", f"{fresh}/_refresh", timeout=FILLING_PATIENCE)
    removed = [{"remove_index": {"index": name}} for name in old]
    _ask("POST", "_aliases", json={"actions": [{"add": {"index": fresh, "alias": _alias()}}, *removed]})
    return done


def _having(pieces: Pieces, column: str) -> list[dict[str, Any]]:
    return [{"term": {column: str(piece)}} for piece in pieces]


def _action(page: int, row: Row | None, write: str) -> Iterable[dict[str, Any]]:
    if row is None:
        yield {"delete": {"_id": str(page)}}
        return
    yield {write: {"_id": str(page)}}
    yield {"place": row.place, **{name: [str(piece) for piece in getattr(row, name)] for name in COLUMNS}}


def _alias() -> str:
    return f"{ALIAS}-{edition()}".lower()


def _ask(
    method: str, path: str, *, expect: tuple[int, ...] = (200, 201), timeout: float = PATIENCE, **what: Any
) -> Any:
    try:
        answer = _session.request(method, f"{settings.SEARCH_URL}/{path}", timeout=timeout, **what)
        said = answer.json()
    except (requests.RequestException, ValueError) as problem:
        raise Unavailable(type(problem).__name__) from problem
    if answer.status_code not in expect:
        raise Unavailable(f"answered {answer.status_code}")
    return said if answer.status_code != 404 else {}
