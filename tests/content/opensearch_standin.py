"""A server of the standard library that answers the few questions the portal asks an OpenSearch, from memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class StandIn(ThreadingHTTPServer):
    """`indexes` has documents by id; `alias` says which index a name leads to; `asked` the paths, in order."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.indexes: dict[str, dict[str, dict[str, Any]]] = {}
        self.alias: dict[str, str] = {}
        self.asked: list[str] = []
        self.broken = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any]:
        self.asked.append(f"{method} {path}")
        if self.broken:
            return 503, {"error": "no master"}
        name, _, verb = path.partition("/")
        if name == "_aliases":
            return 200, self._point(json.loads(body)["actions"])
        if method == "PUT":
            return 200, {"index": name, "made": self.indexes.setdefault(name, {}) == {}}
        if method == "GET":
            return 200, {index: {} for index in self.indexes if fnmatch(index, name)}
        if verb == "_search":
            return (200, self._search(name, json.loads(body))) if name in self.alias else (404, {"error": "no index"})
        return 200, self._bulk(name, body) if verb == "_bulk" else {}

    def _point(self, actions: list[dict[str, Any]]) -> dict[str, Any]:
        for action in actions:
            if added := action.get("add"):
                self.alias[added["alias"]] = added["index"]
            else:
                del self.indexes[action["remove_index"]["index"]]
        return {"acknowledged": True}

    def _bulk(self, name: str, body: str) -> dict[str, Any]:
        lines, documents = iter(map(json.loads, body.splitlines())), self.indexes.setdefault(name, {})
        return {"items": [{verb: {"status": self._write(documents, verb, to["_id"], lines)}}
                          for action in lines for verb, to in action.items()]}  # fmt: skip

    def _write(self, documents: dict[str, Any], verb: str, key: str, lines: Iterator[Any]) -> int:
        if verb == "delete":
            return 200 if documents.pop(key, None) else 404
        document = next(lines)
        if verb == "create" and key in documents:
            return 409
        documents[key] = document
        return 201

    def _search(self, alias: str, question: dict[str, Any]) -> dict[str, Any]:
        documents = self.indexes[self.alias[alias]].values()
        found = [one["place"] for one in documents if holds(one, question["query"])]
        if question.get("sort") == [{"place": "desc"}]:
            found.sort(reverse=True)
        return {"hits": {"hits": [{"sort": [place]} for place in found[: question["size"]]]}}


def holds(document: dict[str, Any], query: dict[str, Any]) -> bool:
    """Of the language of queries, what is asked in it."""
    ((kind, said),) = query.items()
    if kind == "bool":
        return all(holds(document, one) for one in said["filter"])
    ((name, value),) = said.items()
    return value in document[name] if kind == "term" else bool(document[name] < value["lt"])


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, said = self.server.answer(self.command, self.path.strip("/"), body)
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 -- the names http.server looks for

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def standing_in() -> Iterator[StandIn]:
    with StandIn() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
