"""The list of policy documents, narrowed by plain links with counts."""

import re
from datetime import date, timedelta
from html import unescape
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from content.models import Level, PolicyPage, Validity
from content.setup import ensure_site
from content.shelf import documents
from content.text import terms_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
ISSUERS = ("禾川市民政局", "禾川市教育局", "柳湾县人民政府")


@pytest.fixture
def shelf():
    """Twelve documents: three issuers, two levels, three years, two subjects; every fourth repealed."""
    index = ensure_site().policies
    for number in range(12):
        index.add_child(
            instance=PolicyPage(
                title=f"关于第{number}件事的通知", slug=f"n{number}", document_number=f"禾发〔2023〕{number}号",
                issuer=ISSUERS[number % 3], level=Level.COUNTY if number % 3 == 2 else Level.PREFECTURE,
                subject="民政\\儿童福利" if number < 6 else "教育", issued_on=date(2023 + number % 3, 5, 1 + number),
                validity=Validity.REPEALED if number % 4 == 3 else Validity.IN_FORCE, summary="儿童主任每月走访一次。",
            )
        )  # fmt: skip
    return index


def asked(client, query=""):
    response = client.get(f"/policy/{query}")
    assert response.status_code == 200
    return response


def counts(response, key):
    facet = next((facet for facet in response.context["facets"] if facet.key == key), None)
    return {str(option.label): option.count for option in facet.options} if facet else {}


def total(response):
    return response.context["found"].paginator.count


def test_every_choice_says_how_many_documents_it_leaves(client, shelf):
    page = asked(client)
    assert total(page) == 12
    assert set(counts(page, "issuer").values()) == {4}
    assert list(counts(page, "year")) == ["2025", "2024", "2023"]
    assert sorted(counts(page, "validity").values()) == [3, 9]
    assert sorted(counts(page, "level").values()) == [4, 8]
    assert set(counts(page, "subject")) == {"民政\\儿童福利", "教育"}


def test_each_link_leads_to_as_many_documents_as_it_says(client, shelf):
    for facet in asked(client, "?issuer=禾川市民政局").context["facets"]:
        for option in facet.options:
            if not option.is_chosen:
                found = total(asked(client, unescape(option.query)))
                assert found == option.count, (facet.key, option.label)


def test_choices_are_taken_together_and_each_can_be_taken_out(client, shelf):
    page = asked(client, "?issuer=禾川市民政局&validity=in_force&q=关于&page=1")
    assert total(page) == 3
    chosen = {str(option.label): option.query for option in page.context["chosen"]}
    assert len(chosen) == 2
    assert total(asked(client, chosen["禾川市民政局"])) == 9
    assert "page=" not in "".join(chosen.values())
    html = page.content.decode()
    assert '<input type="hidden" name="issuer" value="禾川市民政局">' in html


def test_the_count_beside_another_issuer_is_of_the_other_issuer(client, shelf):
    page = asked(client, "?issuer=禾川市民政局&year=2023")
    assert counts(page, "issuer") == {"禾川市民政局": 4}
    assert counts(page, "year")["2023"] == 4


@pytest.fixture
def joint(shelf):
    """One document more, of three."""
    page = PolicyPage(
        title="联合发文", slug="joint", issuer="禾川市民政局、禾川市教育局、禾川市公安局", summary="儿童主任"
    )
    return shelf.add_child(instance=page)


@pytest.mark.parametrize("issuer", ["禾川市民政局", "禾川市教育局", "禾川市公安局"])
def test_a_document_of_several_is_found_under_each_of_them(client, joint, issuer):
    assert counts(asked(client), "issuer") == {
        "禾川市民政局": 5, "禾川市教育局": 5, "柳湾县人民政府": 4, "禾川市公安局": 1,
    }  # fmt: skip
    page = asked(client, f"?issuer={issuer}")
    assert joint in [hit.page for hit in page.context["hits"]]
    assert total(page) == len(page.context["hits"]) == counts(page, "issuer")[issuer]
    assert total(asked(client, f"?issuer={issuer}&q=联合发文")) == 1


def test_a_document_of_several_is_one_document(client, joint):
    page = asked(client)
    assert total(page) == 13
    assert [hit.page.slug for hit in page.context["hits"]].count("joint") == 1
    assert sum(counts(page, "validity").values()) == 13
    assert sum(counts(asked(client, "?issuer=禾川市民政局"), "validity").values()) == 5


def test_who_issued_it_follows_the_page_when_it_is_published(client, joint):
    joint.issuer = "禾川市公安局、禾川市司法局"
    draft = joint.save_revision()
    assert "禾川市司法局" not in counts(asked(client), "issuer")
    draft.publish()
    found = counts(asked(client), "issuer")
    assert (found["禾川市公安局"], found["禾川市司法局"], found["禾川市民政局"]) == (1, 1, 4)


def test_documents_from_before_are_found_under_each_issuer(client, joint, run_data_migration):
    joint.issuers.all().delete()
    assert "禾川市公安局" not in counts(asked(client), "issuer")
    for _twice in range(2):
        run_data_migration("content.migrations.0010_issuers_of_documents")
    assert counts(asked(client), "issuer")["禾川市公安局"] == 1
    assert joint.issuers.count() == 3


@pytest.fixture
def run_data_migration():
    def run(module):
        import_module(module).fill(apps, SimpleNamespace(connection=connection))

    return run


def test_a_document_whose_term_has_ended_is_counted_as_expired(client, shelf):
    PolicyPage.objects.filter(slug="n0").update(expires_on=timezone.localdate() - timedelta(days=1))
    assert total(asked(client, "?validity=expired")) == 1
    assert total(asked(client, "?validity=in_force")) == 8


@pytest.mark.parametrize("closed", ["draft", "restricted"])
def test_what_is_not_for_everybody_is_neither_listed_nor_counted(client, shelf, closed):
    page = PolicyPage.objects.get(slug="n0")
    if closed == "draft":
        page.live = False
        page.save()
    else:
        page.view_restrictions.create(restriction_type="login")
    page = asked(client)
    assert total(page) == 11
    assert counts(page, "issuer")["禾川市民政局"] == 3
    assert total(asked(client, "?q=第0件")) == 0


def test_words_are_marked_where_they_stand(client, shelf):
    html = asked(client, "?q=儿童主任").content.decode()
    assert html.count("<mark>儿童主任</mark>") == 12


def test_titles_that_hold_the_words_come_first_and_then_the_newest(client, shelf):
    PolicyPage.objects.get(slug="n2").save()
    oldest = PolicyPage.objects.get(slug="n0")
    oldest.title = "儿童主任工作规范"
    oldest.save()
    found = [hit.page.slug for hit in asked(client, "?q=儿童主任").context["hits"]]
    assert found[0] == "n0"
    assert found[1] == "n11"


@pytest.mark.parametrize(
    "query",
    ["?year=abc", "?year=²", "?year=99999", "?year=٣", "?validity=x", "?level=", "?level=<b>", "?page=999", "?page=x",
     "?issuer=%27%22%3E<script>", "?subject=" + "长" * 3000, "?issuer=a&issuer=b"],
)  # fmt: skip
def test_nonsense_in_the_address_does_no_harm(client, shelf, query):
    html = asked(client, query).content.decode()
    assert "<script>" not in re.sub(r"<script type=\"module\"", "", html)


def test_a_choice_that_no_document_has_says_so_and_can_be_taken_out(client, shelf):
    page = asked(client, "?issuer=没有这个单位")
    assert total(page) == 0
    assert counts(page, "issuer")["没有这个单位"] == 0
    assert page.context["chosen"][0].query == "./"


def test_search_engines_are_kept_out_of_what_is_narrowed(client, shelf):
    assert "noindex" in asked(client, "?year=2023").content.decode()
    assert "noindex" not in asked(client).content.decode()


@pytest.mark.parametrize("query", ["", "?issuer=禾川市民政局&year=2023", "?q=儿童主任"])
def test_the_list_costs_few_queries(client, joint, query, django_assert_max_num_queries):
    asked(client, query)
    with django_assert_max_num_queries(MOST_QUERIES):
        asked(client, query)


def test_a_facet_with_one_value_is_no_choice(client):
    ensure_site().policies.add_child(instance=PolicyPage(title="唯一的文件", slug="one", issuer="禾川市民政局"))
    assert asked(client).context["facets"] == []


def test_many_values_are_folded_and_the_chosen_one_is_seen(client):
    index = ensure_site().policies
    for number in range(14):
        index.add_child(instance=PolicyPage(title=f"第{number}件", slug=f"m{number}", issuer=f"第{number:02}局"))
    facet = next(facet for facet in asked(client, "?issuer=第13局").context["facets"] if facet.key == "issuer")
    assert len(facet.first) == 9
    assert len(facet.rest) == 5
    assert str(facet.first[-1].label) == "第13局"


def test_an_editor_previews_the_list(client, shelf):
    assert "关于第11件事的通知" in shelf.make_preview_request().render().content.decode()


def test_a_question_for_many_documents_has_no_more_values_than_one_for_few(shelf):
    few, many = documents(shelf, terms_of("第7件事")), documents(shelf, terms_of("关于"))
    assert (few.count(), many.count()) == (1, 12)
    values = [len(found.query.sql_with_params()[1]) for found in (few, many)]
    assert values[0] == values[1]


def test_what_has_the_words_in_its_title_comes_before_what_is_newer(shelf):
    late = PolicyPage(title="别的", slug="late", issued_on=date(2030, 1, 1), summary="第3件事")
    shelf.add_child(instance=late)
    assert [page.slug for page in documents(shelf, terms_of("第3件事"))] == ["n3", "late"]
