"""The sample form on a page of the site, and a program that fills it in."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.forms.wizard.conftest import page  # noqa: F401 -- a fixture


class Program:
    """Sends JSON and remembers the draft that it has begun."""

    def __init__(self) -> None:
        self.client = Client()
        self.draft: dict[str, Any] = {}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        text = body if isinstance(body, str) else json.dumps(body or {})
        send = getattr(self.client, method)
        return send(f"/api/v1{path}", text, content_type="application/json", headers={**self.headers, **headers})

    def begin(self) -> dict[str, Any]:
        self.draft = self.send("post", "/forms/sample_report/drafts/").json()
        return self.draft

    def answer(self, step: str, answers: dict[str, Any], **more: Any) -> Any:
        return self.send("put", f"/drafts/{self.draft['id']}/steps/{step}/", {"answers": answers, **more})

    def submit(self) -> Any:
        return self.send("post", f"/drafts/{self.draft['id']}/submission/")

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.draft['token']}"} if self.draft else {}


@pytest.fixture
def program(page) -> Program:  # noqa: F811 -- the fixture of that name
    return Program()
