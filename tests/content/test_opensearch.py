"""With an OpenSearch the same is found as without one, in the same order; without an answer from it too."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from content.importing.pages import import_document
from content.indexing import opensearch
from content.job_handlers import tell_opensearch
from content.models.search import TELLING
from content.policytext.parse import parse
from content.search import search
from content.search.sending import send_all
from content.setup import ensure_site
from portal.jobs.models import Job
from tests.content.opensearch_standin import standing_in
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
QUERIES = ("督导", "儿童主任 妇联", "禾政发〔2026〕12号", "12345", "火星", "er tong")


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(opensearch, "_rests_until", 0.0)
    with standing_in() as server:
        settings.SEARCH_URL = server.url
        yield server


def found(query):
    return [found.address for found in search(query).found]


def do_jobs():
    for job in Job.objects.filter(kind=TELLING):
        tell_opensearch(**job.arguments)
        job.delete()


def searches(server):
    return [path for path in server.asked if path.endswith("_search")]


def test_the_same_is_found_in_the_same_order(policy, server, settings):
    call_command("update_index", verbosity=0)
    with_it = [found(query) for query in QUERIES]
    assert len(searches(server)) >= len(QUERIES)
    settings.SEARCH_URL = ""
    assert with_it == [found(query) for query in QUERIES]
    assert any(with_it)


def test_what_is_published_and_taken_down_is_told_by_a_job(policy, server):
    send_all()
    (index,) = server.indexes.values()
    policy.unpublish()
    assert str(policy.pk) in index
    do_jobs()
    assert str(policy.pk) not in index
    Page.objects.get(pk=policy.pk).specific.save_revision().publish()
    do_jobs()
    assert index[str(policy.pk)]["place"] == policy.search_entry.place
    assert found("督导")


def test_a_page_that_is_deleted_is_told_of_too(policy, server):
    send_all()
    (index,) = server.indexes.values()
    key = str(policy.pk)
    policy.delete()
    do_jobs()
    assert key not in index


def test_no_answer_leaves_the_search_to_the_database_and_the_server_alone(policy, server):
    send_all()
    server.broken = True
    asked = len(searches(server))
    assert found("督导")
    assert found("儿童主任")
    assert len(searches(server)) == asked + 1


def test_a_job_that_meets_no_answer_fails_and_is_tried_again(policy, server):
    send_all()
    server.broken = True
    with pytest.raises(opensearch.Unavailable):
        tell_opensearch([policy.pk])


def test_until_it_has_everything_the_database_is_asked(policy, server):
    assert found("督导")
    assert not server.indexes


def test_what_changes_while_a_new_index_is_filled_is_in_it(policy, server):
    old = opensearch.fill([])
    assert old == 0

    def batches():
        yield {}
        page = Page.objects.get(pk=policy.pk).specific
        page.issued_on = page.issued_on.replace(year=2030)
        before = {policy.pk: row()}
        page.save_revision().publish()
        do_jobs()
        yield before

    def row():
        from content.models.search import SearchEntry, row_of

        return row_of(SearchEntry.objects.get(pk=policy.pk))

    opensearch.fill(batches())
    (index,) = server.indexes.values()
    assert index[str(policy.pk)]["place"] == row().place


def test_where_there_is_none_nobody_is_told(policy):
    assert not Job.objects.filter(kind=TELLING).exists()
    assert ensure_site().home
