"""Signing up for an activity: begun at its page, confirmed by its organiser, and open only while one may come."""

import pytest
from lxml import html

from content.models import ActivityPage
from content.models.activity import SIGN_UP
from forms import builder as form_builder
from forms import services as forms
from forms.models import Draft, Form, FormPage
from forms.public import occasion_of
from tests.activities.conftest import ORGANISER
from workflows import builder, packing, services
from workflows.models import Case, Task

pytestmark = pytest.mark.django_db
CHILD = {
    "as_child": True, "child_name": "苗苗", "child_age": 9, "guardian_name": "田秋", "guardian_phone": "13900000009",
    "to_know": "花生过敏", "guardian_agrees": True,
}  # fmt: skip


@pytest.fixture
def activity(register, run_jobs):
    def make(**changes):
        made = register(**changes)
        made.agree()
        run_jobs()
        return made

    return make


@pytest.fixture
def sign_up(published):
    """The form's page beside the activities, with the workflow that it opens."""
    pack = packing.read(packing.find("child-protection"))
    [form] = [one for one in pack.forms if one.key == "activity_sign_up"]
    forms.publish(form_builder.save_definition(form, by=None), by=None)
    [workflow] = [one for one in pack.workflows if one.key == "sign_ups"]
    services.publish(builder.save_definition(workflow, by=None), by=None)

    def below(page):
        made = FormPage(slug=SIGN_UP, title="活动报名", form=Form.objects.get(key="activity_sign_up"))
        return page.get_parent().add_child(instance=made)

    return below


def link(client, page):
    shown = html.fromstring(client.get(page.url).content.decode())
    return next(iter(shown.xpath(f"//main//a[contains(@href, '/{SIGN_UP}/')]/@href")), "")


def begun(client, address, form_page):
    client.post(client.get(address).context["start_url"])
    return Draft.objects.get(occasion=occasion_of(form_page))


def test_it_is_begun_at_the_activity_and_goes_to_its_organiser_alone(activity, sign_up, client, cast):
    page = activity().page
    form_page = sign_up(page)
    draft = begun(client, link(client, page), form_page)
    organiser = cast.post(ORGANISER).organisation
    known = {"activity": page.title, "activity_address": page.url, "organiser": str(organiser.pk)}
    assert known.items() <= draft.answers.items()
    assert "volunteers_only" not in draft.answers
    version = form_page.form.current_version
    full, _token = forms.start_draft(version, occasion=draft.occasion, initial={**draft.answers, **CHILD})
    receipt = forms.submit(full, by=None, idempotency_key="once")
    case = Case.objects.get(case_submissions__submission=receipt.submission)
    assert case.tasks.open().get().organisation == organiser
    assert case in Case.objects.visible_to(cast.post(ORGANISER).user)
    assert case not in Case.objects.visible_to(cast.east_police)
    assert not Task.objects.visible_to(cast.east_police).filter(case=case).exists()
    assert "苗苗" not in client.get(page.url).content.decode()


def test_an_activity_for_volunteers_asks_for_no_child(activity, sign_up, client):
    page = activity(sign_up="volunteers").page
    form_page = sign_up(page)
    assert "报名当志愿者" in client.get(page.url).content.decode()
    assert begun(client, link(client, page), form_page).answers["volunteers_only"] == "是"


@pytest.mark.parametrize("way", ["pause", "cancel", "none", "over", "no form", "unpublished"])
def test_nobody_signs_up_for_what_does_not_take_them(activity, sign_up, client, run_jobs, it_is, way):
    made = activity(sign_up="none" if way == "none" else "public")
    form_page = sign_up(made.page)
    if way in ("pause", "cancel"):
        made.finish("prepare", way, by=ORGANISER)
        run_jobs()
    elif way == "over":
        it_is(17, "11:01")
    elif way == "no form":
        form_page.unpublish()
    elif way == "unpublished":
        made.page.unpublish()
    assert (way == "unpublished") or not link(client, made.page)
    if way != "no form":
        asked = client.get(form_page.url, {"activity": made.page.pk})
        assert asked.context["about"] is None


@pytest.mark.parametrize("written", ["x", "0", "-1", "99999999999999", "1 OR 1"])
def test_an_address_that_names_no_activity_begins_an_empty_form(activity, sign_up, client, written):
    form_page = sign_up(activity().page)
    client.post(f"{form_page.url}start/?activity={written}")
    assert "activity" not in Draft.objects.get(occasion=occasion_of(form_page)).answers


def test_a_page_that_an_editor_closes_takes_nobody_any_more(activity, sign_up, client):
    page = activity().page
    sign_up(page)
    assert link(client, page)
    ActivityPage.objects.filter(pk=page.pk).update(sign_up_by="none")
    assert not link(client, page)
