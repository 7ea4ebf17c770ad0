"""Questions, cases explained and model cases: written in parts, found by them, and nobody in them is recognised."""

import json

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.urls import reverse

from content.models import LawCasePage, ModelCasePage, QuestionPage, Subject
from content.search import search
from content.setup import ensure_groups, ensure_site
from portal.directory.models import User

pytestmark = pytest.mark.django_db
TELLS_ALL = {"nobody_named": True}


def main(client, path):
    caches["pages"].clear()
    html = client.get(path).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def question(slug="why", **fields):
    fields = {"title": "没有证据能报告吗", "reply": "<p>能，不需要<b>证据</b>。</p>"} | fields
    return ensure_site().questions.add_child(instance=QuestionPage(slug=slug, **fields))


def law_case(**fields):
    parts = {"happened": "<p>孩子独自在家。</p>", "explained": "<p>要有人看护。</p>", "laws": "甲法第一条\n乙法第二条"}
    page = LawCasePage(slug="alone", title="独自在家", **(parts | TELLS_ALL | fields))
    return ensure_site().law_cases.add_child(instance=page)


@pytest.fixture
def editor(client):
    person = User.objects.create_user("editor", is_staff=True)
    person.groups.add(ensure_groups())
    client.force_login(person)
    return client


def contentstate(text):
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block | {"data": {}}], "entityMap": {}})


def typed(index, kind, **fields):
    """What the editor's browser sends for a new page."""
    rich = {name: contentstate(fields.pop(name, "")) for name in kind.told}
    plain = {"title": "一件事", "slug": "new", "subject": Subject.LAW, "audience": "everybody"}
    address = reverse("wagtailadmin_pages:add", args=["content", kind._meta.model_name, index.pk])
    return address, plain | {"basis-count": "0"} | rich | fields


def test_an_answer_opens_in_the_list_and_has_an_address(client, cast):
    page = question()
    assert "不需要<b>证据</b>" in main(client, "/questions/")
    assert f'href="{page.url}"' in main(client, "/questions/")
    assert "不需要<b>证据</b>" in main(client, page.url)


def test_a_case_has_its_parts_each_at_its_anchor_and_is_found_there(client, cast):
    page = law_case()
    html = main(client, page.url)
    assert 'id="happened"' in html
    assert 'id="advice"' not in html
    assert "<li>乙法第二条</li>" in html
    [hit] = search("要有人看护").found
    assert (hit.address.partition("#")[0], hit.clause) == (page.url, "explained")


def test_a_model_case_says_who_does_it(client, cast):
    index = ensure_site().model_cases
    page = ModelCasePage(slug="room", title="小屋", who="某村儿童之家", done="<p>腾出房间</p>", **TELLS_ALL)
    index.add_child(instance=page)
    assert "某村儿童之家" in main(client, page.url)
    assert "某村儿童之家" in main(client, index.url)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("张某身份证 11010120150307301X。", "身份证号"),
        ("１１０１０１２０１５０３０７３０１７", "身份证号"),
        ("联系 138 0013 8000", "手机号"),
        ("<b>139</b>00139000", "手机号"),
    ],
)
def test_no_number_of_a_person_is_kept(told, kind):
    with pytest.raises(ValidationError, match=kind):
        law_case(happened=f"<p>{told}</p>")
    with pytest.raises(ValidationError, match=kind):
        question(reply=f"<p>{told}</p>")


@pytest.mark.parametrize("told", ["文号 20150307 第 1380 号", "电话 0999-0123401", "110101201513073012 不是日子"])
def test_other_numbers_stay(told):
    assert question(reply=f"<p>{told}</p>").pk


def test_a_case_is_published_only_when_somebody_says_that_nobody_is_recognised(editor):
    index = ensure_site().law_cases
    address, fields = typed(index, LawCasePage, happened="独自在家", explained="要有人看护")
    refused = editor.post(address, {**fields, "action-publish": "1"})
    assert refused.status_code == 200
    assert 'value="一件事"' in refused.content.decode()
    assert not LawCasePage.objects.exists()

    editor.post(address, fields)
    draft = LawCasePage.objects.get()
    assert not draft.live

    bulk = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={draft.pk}&next=/admin/"
    assert "没有发布" in editor.post(bulk, {}, follow=True).content.decode()
    draft.refresh_from_db()
    assert not draft.live

    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    editor.post(edit, {**fields, "nobody_named": "on", "action-publish": "1"})
    draft.refresh_from_db()
    assert draft.live


def test_lists_are_narrowed_and_have_feeds(client, cast):
    question()
    question("care", title="谁来照护", subject=Subject.CARE)
    for path in ("/questions/?subject=care", "/questions/feed/atom/?subject=care"):
        html = client.get(path).content.decode()
        assert "谁来照护" in html
        assert "没有证据能报告吗" not in html
