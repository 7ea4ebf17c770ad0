"""kill -9 while a page is published: the page is out and found, or it is neither."""

import os
import signal

import pytest
from django.db import connections
from wagtail.models import Page

from content.indexing import tables
from content.models import SearchEntry, StandardPage
from content.search.finding import best
from content.setup import ensure_site
from tests.roots import ensure_root

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home():
    ensure_root()
    return ensure_site().home


@pytest.mark.parametrize("moment", ["take", "put"])
def test_who_is_killed_while_publishing_leaves_what_was_there(home, moment):
    page = home.add_child(instance=StandardPage(title="原来的某标题", body=""))
    page.title = "后来的某标题"
    revision = page.save_revision()
    connections.close_all()
    process = os.fork()
    if not process:
        setattr(tables, moment, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        try:
            revision.publish()
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL
    assert Page.objects.get(pk=page.pk).title == "原来的某标题"
    assert best(["原来的某标题"], 2) == [page.pk]
    assert best(["后来的某标题"], 2) == []
    revision.publish()
    assert best(["后来的某标题"], 2) == [page.pk]
    assert best(["原来的某标题"], 2) == []
    assert SearchEntry.objects.filter(pk=page.pk).count() == 1
