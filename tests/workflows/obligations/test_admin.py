"""The editor of obligations in Wagtail's admin: choices for what is named, problems beside their field, publishing."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.directory import groups
from workflows.obligations.models import Obligation, Round

pytestmark = pytest.mark.django_db
RUNG = {"side": "after", "days": "0", "minutes": "0"}
SAID = {
    "title": "每月走访", "title_en": "Monthly visit", "key": "", "records": "child_file", "form": "home_visit",
    "when": "${record.child_file.risk} = 'high'", "instructions": "", "instructions_en": "", "every": "month",
    "expiry": "", "days_before": "0", "shown_days": "", "grace_days": "0", "least_days": "15", "dated_by": "visit_at",
    "who": "duty_at_place", "duty": "village_committee", "through": "", "roles": ["village_director"],
}  # fmt: skip


@pytest.fixture
def admin(client, cast):
    from django.contrib.auth.models import Group

    groups.ensure_administrators()
    cast.form_administrator.groups.add(Group.objects.get(name=groups.FORM_ADMINISTRATORS))
    client.force_login(cast.form_administrator)
    client.cookies["django_language"] = "en"
    return client


def send(client, **changed):
    said = {**SAID, **changed}
    roles = said.pop("roles")
    data = nested_form_data({**said, "ladder": streamfield([("rung", RUNG)])})
    data |= {"roles": roles, "ladder-0-value-tell": ["holder"]}
    return client.post(reverse("wagtailsnippets_obligations_obligation:add"), {**data, "action-publish": "1"})


def test_it_is_built_from_choices_and_published(admin, registry):
    html = admin.get(reverse("wagtailsnippets_obligations_obligation:add")).content.decode()
    assert '<option value="visit_at">' in html
    assert '<option value="school">' in html
    # A sealed date is no day before which something is due; of the day of birth a digest is kept.
    lists = {name: html.partition(f'<select name="{name}"')[2].partition("</select>")[0] for name in ("expiry", "born")}
    assert ["child_birth" in lists[name] for name in ("expiry", "born")] == [False, True]
    assert send(admin).status_code == 302
    obligation = Obligation.objects.get()
    assert obligation.current_version.schema.roles == ("village_director",)
    assert obligation.current_version.schema.ladder[0].tell == ("holder",)
    assert obligation.next_first is not None
    admin.post(reverse("wagtailsnippets_obligations_obligation:unpublish", args=[obligation.pk]))
    obligation.refresh_from_db()
    assert (obligation.live, obligation.next_first) == (False, None)
    assert not Round.objects.exists()


def test_a_problem_stands_beside_its_field_and_nothing_is_published(admin, registry):
    answer = send(admin, duty="police", roles=[], when="${record.child_file.child_name} = 'x'")
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) == {"roles", "when"}
    assert not Obligation.objects.exclude(versions=None).exists()
