"""Somebody at a telephone who follows a report, and the officer who has it."""

import re
from functools import partial
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from workflows import dialogue

URL = "/follow/messages/"


def text_of(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


class Reporter:
    """In a browser without an account."""

    def __init__(self, code):
        self.client = Client(headers={"accept-language": "en"})
        self.client.cookies["django_language"] = "en"
        self.code = code
        self.look()

    def look(self):
        return self.client.post("/follow/", {"code": self.code}, follow=True)

    def page(self):
        return self.client.get(URL)

    def open(self):
        """By the button on the page of the status."""
        return self.client.post(URL, {"seen": "1"}, follow=True)

    def write(self, text, *, key=None, **more):
        return self.client.post(URL, {"text": text, "key": key or uuid4(), **more}, follow=True)


@pytest.fixture
def case(story):
    """A report that the police have accepted."""
    cache.clear()
    made = story.report()
    story.accept(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def reporter(case, story):
    return Reporter(story.code)


@pytest.fixture
def ask_about(cast):
    def ask_them(case, text="孩子现在在谁家？", who="east_police"):
        return dialogue.ask(case, text, by=cast.post(who), key=str(uuid4()))

    return ask_them


@pytest.fixture
def ask(case, ask_about):
    return partial(ask_about, case)
