"""A number is verified by who keeps the list, once a day, with a history; editors hear each quarter what is due."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from content.job_handlers import hotlines_due
from content.models import Hotline, HotlinePage
from content.setup import ensure_groups, ensure_site
from content.verifying import verify
from portal.access.refusal import Refused
from portal.notices.models import Notice

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/content/hotline/"


@pytest.fixture
def editor(cast):
    ensure_site()
    ensure_groups()
    cast.east_teacher.groups.set([Group.objects.get(name="Editors")])
    return cast.east_teacher


@pytest.fixture
def line(editor):
    return Hotline.objects.get(number="12355")


def press(client, line):
    return client.post(reverse("wagtailsnippets_content_hotline:verify", args=[line.pk]), follow=True)


def test_one_press_says_still_right_twice_says_it_once_and_editors_see_who_and_when(client, editor, line):
    client.force_login(editor)
    assert f'action="{LIST}verify/{line.pk}/"' in client.get(LIST).content.decode()
    first, second = press(client, line), press(client, line)
    line.refresh_from_db()
    assert line.verified_on == timezone.localdate()
    assert "已记为今天核实" in first.content.decode()
    assert "今天已经核实过" in second.content.decode()
    entry = ModelLogEntry.objects.for_instance(line).get()
    assert (entry.user, entry.action) == (editor, "content.hotline.verify")
    history = client.get(f"{LIST}history/{line.pk}/").content.decode()
    assert "已拨打，号码正确" in history
    assert editor.name in history


def test_who_does_not_keep_the_hotlines_verifies_none_and_a_link_alone_does_not(client, cast, editor, line):
    entering = Group.objects.get(name="Form administrators")
    cast.form_administrator.groups.set([entering])
    client.force_login(cast.form_administrator)
    # Wagtail answers a refusal in its admin with the way back to its first page.
    assert press(client, line).redirect_chain[0][0] == "/admin/"
    with pytest.raises(Refused):
        verify(line.pk, by=cast.form_administrator)
    client.force_login(editor)
    assert client.get(f"{LIST}verify/{line.pk}/").status_code == 405
    assert client.post(f"{LIST}verify/x/").status_code == 404
    line.refresh_from_db()
    assert line.verified_on is None
    assert not ModelLogEntry.objects.for_instance(line).exists()


def test_editors_hear_once_a_quarter_how_many_are_due_and_nothing_when_none_is(editor, monkeypatch):
    Hotline.objects.update(verified_on=date(2026, 8, 20))
    days = {"now": date(2026, 11, 15)}
    for place in ("content.models.hotline", "content.verifying"):
        monkeypatch.setattr(f"{place}.timezone.localdate", lambda *_, **__: days["now"])
    hotlines_due()
    assert not Notice.objects.exists()

    days["now"] = date(2026, 11, 23)
    Hotline.objects.filter(number="110").update(verified_on=days["now"])
    hotlines_due()
    hotlines_due()
    told = Notice.objects.get()
    assert told.user == editor
    assert told.words == {"n": str(Hotline.objects.count() - 1)}
    assert told.path == LIST

    days["now"] = date(2027, 1, 2)
    hotlines_due()
    assert Notice.objects.count() == 2


def test_the_first_page_of_the_admin_says_what_is_due_to_who_keeps_the_hotlines(client, editor):
    client.force_login(editor)
    assert "到了核实的时候" in client.get("/admin/").content.decode()
    Hotline.objects.update(verified_on=timezone.localdate())
    assert "到了核实的时候" not in client.get("/admin/").content.decode()


def test_a_day_to_come_is_no_day_of_verifying(client, editor, line):
    client.force_login(editor)
    fields = {"number": line.number, "kind": line.kind, "name": line.name, "order": 1, "verified_on": "2999-01-01"}
    assert "这一天还没有到" in client.post(f"{LIST}edit/{line.pk}/", fields).content.decode()
    assert client.post(f"{LIST}edit/{line.pk}/", fields | {"verified_on": "2026-01-01"}).status_code == 302


@pytest.fixture
def local():
    ensure_site()
    return Hotline.objects.create(number="0999-0123401", name="东溪县求助站", kind="children", area="东溪县")


def page(client, query=""):
    caches["pages"].clear()
    html = client.get(f"/hotlines/{query}").content.decode()
    main = html[html.index("<main") :]
    return main[: main.index("</main>")]


def test_110_comes_first_then_each_group_and_a_place_leaves_what_answers_there(client, local):
    Hotline.objects.create(number="0999-0123402", name="西岭县求助站", kind="law", area="西岭县")
    html = page(client)
    order = [html.index(word) for word in ("tel:110", "保护儿童", "倾诉", "妇女与家庭", "法律与权利", "其他帮助")]
    assert order == sorted(order)
    assert html.count("tel:110") == 1
    east = page(client, "?area=东溪县")
    assert "tel:09990123401" in east
    assert "tel:12355" in east
    assert "tel:110" in east
    assert "tel:09990123402" not in east


def test_what_is_no_place_leaves_everything_and_is_not_repeated(client, local):
    html = page(client, "?area=<b>nowhere")
    assert "nowhere" not in html
    assert "tel:09990123401" in html


def test_110_stands_there_also_when_nobody_keeps_it(client, local):
    Hotline.objects.all().delete()
    assert HotlinePage.objects.exists()
    assert page(client).count("tel:110") == 1
