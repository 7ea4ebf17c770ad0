"""Somebody of the cast with a browser: what an address shows, what it writes, and every word that was shown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from tests.adversary.everybody import Somebody
from tests.lasting import rolled_back

# What every request may write: that it came, who is there, and that it was refused.
OWN_TRACES = {"access_access", "access_logend", "django_session", "accounts_signedin"}
WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    address: str
    status: int
    text: str
    # Tables, without the traces that every request leaves.
    written: frozenset[str]


class Asker:
    """What is asked is undone afterwards; what was shown stays in `heard`."""

    def __init__(self, person: Somebody) -> None:
        self.person = person
        self.client = Client(headers={"accept-language": "zh"})
        if person.user is not None:
            self.client.force_login(person.user)
        self.heard: list[Answer] = []
        self._looked: dict[str, Answer] = {}

    def get(self, address: str) -> Answer:
        if address not in self._looked:
            self._looked[address] = self.ask("get", address)
        return self._looked[address]

    def post(self, address: str, **data: Any) -> Answer:
        return self.ask("post", address, data)

    def ask(self, method: str, address: str, data: Any = None) -> Answer:
        with rolled_back(), writes() as written:
            answer = getattr(self.client, method)(address, data)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace") + str(answer.headers)
        self.heard.append(Answer(address, answer.status_code, text, frozenset(written - OWN_TRACES)))
        return self.heard[-1]

    def shows(self, address: str, *words: str) -> bool:
        answer = self.get(address)
        return answer.status == 200 and all(word in answer.text for word in words)

    def does(self, address: str, table: str, **data: Any) -> bool:
        """Does a POST write to that table? A refused one may write to none."""
        return table in self.post(address, **data).written


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, whether anything is different afterwards or not."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if written := WRITING.match(sql):
            tables.add(written[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables
