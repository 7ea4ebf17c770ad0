import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, Site

from content.models import Hotline, HotlinePage, StandardPage
from content.setup import ensure_groups, ensure_site

pytestmark = pytest.mark.django_db


def test_the_site_is_made_once(client):
    first, second = ensure_site(), ensure_site()
    assert first == second
    assert Site.objects.get(is_default_site=True).root_page_id == first.home.pk
    assert Page.objects.filter(depth=2).count() == 1
    for path in ("/", "/policy/", "/hotlines/"):
        assert client.get(path).status_code == 200


def test_a_new_installation_shows_a_home_page_of_its_own_and_the_hotlines(client):
    call_command("first_site")
    assert "tel:110" in client.get("/").content.decode()
    assert client.get("/hotlines/").status_code == 200


def test_what_an_editor_took_away_from_the_first_site_stays_away():
    call_command("first_site")
    HotlinePage.objects.get().delete()
    call_command("first_site")
    assert not HotlinePage.objects.exists()


GROUPS = {"Editors", "Form administrators", "Workflow administrators", "System administrators"}


def test_a_new_installation_has_the_groups_of_its_admin_and_an_updated_one_gets_those_it_lacks():
    call_command("first_site")
    assert set(Group.objects.values_list("name", flat=True)) >= GROUPS
    Group.objects.filter(name="Workflow administrators").delete()
    call_command("first_site")
    assert set(Group.objects.values_list("name", flat=True)) >= GROUPS


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("Form administrators", {"portal_forms.change_form", "workflows.change_workflow"}, {"directory.change_user"}),
        ("Workflow administrators", {"workflows.change_workflow"}, {"portal_forms.change_form"}),
        ("System administrators", {"directory.change_post", "jobs.change_job"}, {"portal_forms.change_form"}),
    ],
)
def test_each_group_enters_the_admin_for_its_own_work_and_none_reaches_what_people_handed_in(cast, name, may, may_not):
    call_command("first_site")
    member = cast.east_teacher
    member.groups.set([Group.objects.get(name=name)])
    member = cast.east_teacher
    assert member.has_perms({*may, "wagtailadmin.access_admin"})
    sealed = {"portal_forms.view_submission", "workflows.view_case", "access.view_access", "rights.view_datarequest"}
    for permission in may_not | sealed:
        assert not member.has_perm(permission), permission


def test_hotlines_that_an_editor_removed_do_not_come_back():
    ensure_site()
    Hotline.objects.exclude(number="110").delete()
    ensure_site()
    assert [hotline.number for hotline in Hotline.objects.all()] == ["110"]


def test_every_default_hotline_says_who_answers_and_when_it_was_verified():
    ensure_site()
    for hotline in Hotline.objects.all():
        assert hotline.operator
        assert hotline.source
        assert hotline.verified_on is None, "nobody has telephoned yet; an editor will say when"


def test_editors_may_write_and_publish_pages_and_keep_the_hotlines_and_no_more(cast):
    editors = ensure_groups()
    ensure_groups()
    assert Group.objects.count() >= 1
    editor = cast.form_administrator
    editor.groups.set([editors])
    home = ensure_site().home
    rights = home.permissions_for_user(editor)
    assert rights.can_edit()
    assert rights.can_publish()
    assert editor.has_perm("content.change_hotline")
    assert not editor.has_perm("directory.change_user")


def test_an_editor_finds_policy_and_hotlines_in_the_admin(client, cast):
    editor = cast.form_administrator
    editor.groups.set([ensure_groups()])
    client.force_login(editor)
    page = ensure_site().home.add_child(instance=StandardPage(title="说明"))
    for path in (
        "/admin/",
        "/admin/policy_documents/",
        "/admin/snippets/content/hotline/",
        f"/admin/pages/{page.pk}/edit/",
    ):
        assert client.get(path).status_code == 200, path
    hotlines = HotlinePage.objects.get()
    assert client.get(f"/admin/pages/{hotlines.pk}/edit/").status_code == 200
