"""The editor of obligations in Wagtail's admin: choices for what is named, problems beside their field, publishing."""

import pytest
from django.urls import reverse

from tests.workflows.obligations.conftest import send, take_out
from workflows.obligations.models import Obligation, Round

pytestmark = pytest.mark.django_db


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
    take_out(admin, obligation)
    obligation.refresh_from_db()
    assert (obligation.live, obligation.next_first) == (False, None)
    assert not Round.objects.exists()


def test_a_problem_stands_beside_its_field_and_nothing_is_published(admin, registry):
    answer = send(admin, duty="police", roles=[], when="${record.child_file.child_name} = 'x'")
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) == {"roles", "when"}
    assert not Obligation.objects.exclude(versions=None).exists()
