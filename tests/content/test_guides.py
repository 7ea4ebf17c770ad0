"""Guides: each part has its place, what they stand on leads to the clause, and lists are narrowed."""

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError

from content.blocks import BasisBlock
from content.importing.pages import import_document
from content.models import Audience, ServiceGuidePage, StandardPage, Subject
from content.policytext.parse import parse
from content.search import search
from content.setup import ensure_site
from tests.content.policytext.samples import SAMPLE

MOST_QUERIES = 16


@pytest.fixture
def document(cast):
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def main(client, path):
    caches["pages"].clear()
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def clause_of(document):
    return document.outline["clauses"][0]["id"]


def guide(slug="care", **fields):
    fields = {"title": "委托照护怎么办", "subject": Subject.CARE, "audience": Audience.FAMILIES} | fields
    page = ServiceGuidePage(
        slug=slug,
        materials=[("material", {"name": "户口簿", "paper": "both", "copies": 2, "source": "自己携带"})],
        steps=[
            ("step", {"title": "商量好", "who": "父母", "what": "听听孩子怎么说", "takes": ""}),
            ("step", {"title": "签协议", "who": "", "what": "在村委会一式三份", "takes": "当天"}),
        ],
        conditions="父母都外出\n听过孩子的意见",
        telephone="0999-0123410",
        **fields,
    )
    return ensure_site().guides.add_child(instance=page)


def test_a_guide_says_what_to_bring_each_step_and_whom_to_call(client, cast):
    html = main(client, guide().url)
    assert "<li>父母都外出</li>" in html
    assert "原件和复印件 × 2" in html
    assert 'id="第2步"' in html
    assert 'href="tel:09990123410"' in html


def test_what_it_stands_on_is_a_link_to_the_clause_while_everybody_may_read_the_document(client, document):
    clause = clause_of(document)
    page = guide(basis=[("basis", {"document": document, "clause": clause, "says": "谁来照护"})])
    [basis] = page.shown_basis()
    assert f'href="{basis.url}"' in main(client, page.url)
    assert basis.url.startswith(f"{document.url}#")

    document.unpublish()
    assert document.title not in main(client, page.url)


def test_a_clause_that_the_document_does_not_have_is_refused(document):
    block, value = BasisBlock(), {"document": document, "says": ""}
    assert block.clean(block.to_python(value | {"document": document.pk, "clause": clause_of(document)}))
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value | {"document": document.pk, "clause": "九十九"}))


def test_the_form_that_begins_it_is_offered_while_it_is_there(client, cast):
    start = ensure_site().home.add_child(instance=StandardPage(title="表单", slug="form"))
    page = guide(begin_at=start)
    assert f'href="{start.url}"' in main(client, page.url)
    start.unpublish()
    assert f'href="{start.url}"' not in main(client, page.url)


def test_a_guide_is_found_by_its_parts_at_their_places(cast):
    page = guide()
    for words, anchor in (("一式三份", "第2步"), ("户口簿", "材料"), ("听过孩子的意见", "条件")):
        [hit] = search(words).found
        assert (hit.address.partition("#")[0], hit.clause) == (page.url, anchor)


def test_the_list_is_narrowed_by_subject_and_for_whom_and_so_is_its_feed(client, cast):
    guide()
    guide("school", title="缺课怎样告知", subject=Subject.SCHOOL, audience=Audience.SCHOOLS)
    for query in ("?subject=school", "?for=schools"):
        for address in ("/guides/", "/guides/feed/rss/", "/guides/feed/atom/"):
            html = client.get(address + query).content.decode()
            assert "缺课怎样告知" in html
            assert "委托照护怎么办" not in html
    assert "委托照护怎么办" in main(client, "/guides/?subject=nothing")
    caches["pages"].clear()
    assert "/guides/school/" in client.get("/sitemap-pages.xml").content.decode()


def test_a_longer_list_asks_no_more(client, document, django_assert_max_num_queries):
    basis = [("basis", {"document": document, "clause": clause_of(document), "says": ""})]
    for number in range(12):
        guide(f"care-{number}", basis=basis * 3)
    for path in ("/guides/", "/guides/care-3/"):
        main(client, path)
        with django_assert_max_num_queries(MOST_QUERIES):
            main(client, path)


def test_the_front_page_leads_to_the_list_when_there_is_something_in_it(client, cast):
    ensure_site()
    assert 'class="ways"' not in main(client, "/")
    guide()
    assert 'href="/guides/"' in main(client, "/")
