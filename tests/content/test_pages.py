import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.importing.pages import import_document
from content.models import Hotline, PolicyPage, Validity
from content.policytext.parse import parse
from content.setup import ensure_site
from tests.content.policytext.samples import SAMPLE

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def policy():
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


@pytest.fixture
def shelf(policy):
    """Thirty more documents, two of them repealed."""
    site = ensure_site()
    for number in range(30):
        validity = Validity.REPEALED if number < 2 else Validity.IN_FORCE
        site.policies.add_child(
            instance=PolicyPage(
                title=f"关于第{number}件事的通知", document_number=f"禾政发〔2024〕{number}号", validity=validity,
                issued_on=date(2024, 1, number + 1),
            )
        )  # fmt: skip
    return site


@pytest.mark.parametrize("path", ["/", "/policy/", "/policy/he-zheng-fa-2026-12/", "/hotlines/", "/search/?q=报告"])
def test_a_page_costs_few_queries_however_much_there_is(client, shelf, path, django_assert_max_num_queries):
    client.get(path)
    caches["pages"].clear()
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(path).status_code == 200


def test_the_home_page_leads_to_reporting_and_names_110_before_anything_else(client, policy):
    html = client.get("/").content.decode()
    main = html[html.index("<main") :]
    assert main.index('href="tel:110"') < main.index('href="/report/"') < main.index('href="/follow/"')
    assert policy.title in main


def test_every_clause_has_an_address(client, policy):
    html = client.get(policy.url).content.decode()
    for clause in policy.outline["clauses"]:
        assert f'id="{clause["id"]}"' in html
    assert 'href="#%E4%BA%8C%EF%BC%88%E4%BA%8C%EF%BC%893"' in html


def test_text_of_a_document_is_never_markup(client):
    page = import_document(parse(SAMPLE.replace("主要任务", "<script>alert(1)</script>")), publish=True).page
    html = client.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_change_shows_at_once_although_the_text_is_kept_rendered(client, policy):
    client.get(policy.url)
    import_document(parse(SAMPLE.replace("主要任务", "重点任务"), "sample.txt"), publish=True)
    caches["pages"].clear()
    assert "重点任务" in client.get(policy.url).content.decode()


def test_a_draft_for_comment_says_that_it_is_not_in_force(client):
    page = import_document(parse(SAMPLE.replace("禾政发〔2026〕12号", "（征求意见稿）")), publish=True).page
    assert "notice--warning" in client.get(page.url).content.decode()


def test_a_cited_document_is_a_link_when_it_is_on_this_site(client, policy):
    assert 'href="../yun-zheng-fa-2026-5/"' not in client.get(policy.url).content.decode()
    cited = SAMPLE.replace("禾政发〔2026〕12号", "云政发〔2026〕5号").replace("（云政发〔2026〕5号）", "")
    import_document(parse(cited), publish=True)
    caches["pages"].clear()
    assert 'href="../yun-zheng-fa-2026-5/"' in client.get(policy.url).content.decode()


def test_the_list_is_filtered_by_year_validity_and_words(client, shelf):
    found = lambda query: client.get(f"/policy/{query}").context["found"].paginator.count  # noqa: E731 -- one line says it
    assert found("") == 31
    assert found("?year=2024") == 30
    assert found("?validity=repealed") == 2
    assert found("?q=儿童主任") == 1
    assert found("?year=2026&q=不存在的词") == 0


@pytest.mark.parametrize("query", ["?year=abc", "?year=²", "?year=99999", "?validity=x", "?page=999", "?page=x"])
def test_nonsense_in_the_address_of_the_list_does_no_harm(client, shelf, query):
    assert client.get(f"/policy/{query}").status_code == 200


def test_public_pages_offer_themselves_to_the_page_cache_and_restricted_ones_do_not(client, policy):
    assert client.get(policy.url).is_public_page
    policy.view_restrictions.create(restriction_type="login")
    caches["pages"].clear()
    assert not getattr(Client().get(policy.url), "is_public_page", False)


def test_hotlines_stand_with_110_first_whatever_order_an_editor_gives(client):
    ensure_site()
    Hotline.objects.filter(number="110").update(order=999)
    assert [hotline.number for hotline in Hotline.objects.all()][:2] == ["110", "12345"]
    html = client.get("/hotlines/").content.decode()
    assert html.index("tel:110") < html.index("tel:12345")
    assert "tel:12356" in html


@pytest.mark.parametrize(
    ("verified_on", "due", "told"),
    [
        (None, True, False),
        (date(2026, 8, 15), False, False),
        (date(2026, 8, 14), True, False),
        (date(2026, 5, 15), True, False),
        (date(2026, 5, 14), True, True),
    ],
)
def test_a_number_is_due_after_a_quarter_and_after_two_the_public_is_told(client, monkeypatch, verified_on, due, told):
    monkeypatch.setattr("content.models.hotline.timezone.localdate", lambda *_, **__: date(2026, 11, 15))
    ensure_site()
    Hotline.objects.exclude(number="12355").delete()
    Hotline.objects.update(verified_on=verified_on)
    caches["pages"].clear()
    assert Hotline.objects.get().is_due is due
    assert ("一段时间没有核实" in client.get("/hotlines/").content.decode()) is told


def test_editors_see_in_the_list_which_numbers_are_due(admin_client):
    ensure_site()
    Hotline.objects.exclude(number__in=["110", "12355"]).delete()
    Hotline.objects.filter(number="110").update(verified_on=timezone.localdate())
    html = admin_client.get(reverse(Hotline.snippet_viewset.get_url_name("list"))).content.decode()
    assert "需要核实" in html
    column = [column for column in Hotline.snippet_viewset.list_display if getattr(column, "name", "") == "is_due"]
    assert [column[0].get_value(hotline) for hotline in Hotline.objects.all()] == [False, True]


def test_english_readers_get_english_words_around_a_chinese_document(client, policy, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get("/hotlines/").content.decode()
    assert "Youth service line" in html
    assert "青少年服务台" not in html


def test_a_correction_by_hand_gives_the_clauses_their_ids_anew(policy):
    body = [(block.block_type, block.value) for block in policy.body if block.value != policy.body[2].value]
    policy.body = body
    policy.save()
    assert [clause["id"] for clause in policy.outline["clauses"]][:3] == ["一", "一（二）", "二"]


@pytest.mark.parametrize("path", ["/", "/policy/", "/hotlines/"])
def test_who_reads_english_finds_no_chinese_sentence_on_the_first_pages(client, settings, path):
    ensure_site()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get(path).content.decode()
    the_way_back = "简体中文"
    assert set(re.findall(r"[\u3400-\u9fff]+", html)) == {the_way_back}
