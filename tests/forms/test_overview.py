"""What the editor says of a form as a whole: its burden, its outline, its rules, its versions."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from forms import builder, scheduling, services
from forms.admin.arcs import picture_of
from forms.burden import burden_of
from forms.dependencies import dependencies
from forms.models import Form
from tests.editing import signed_in_to_edit
from tests.forms import sample

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def author(client, cast):
    return signed_in_to_edit(client, cast, Form)


@pytest.fixture
def form(cast):
    form = builder.save_definition(sample.schema(), by=cast.form_administrator)
    form.latest_revision.publish()
    return Form.objects.get(pk=form.pk)


def test_the_burden_is_that_of_the_authors_own_examples():
    test = {"title": "t", "answers": {"danger": True, "kind": "alone"}, "expected": []}

    empty, filled = (burden_of(sample.schema(tests=tests), NOW) for tests in ([], [test]))

    assert (empty.questions, empty.samples) == (10, 0)
    assert (filled.questions, filled.samples) == (12, 1)
    assert (empty.minutes, burden_of(sample.schema(steps=[sample.REPORTER], place=None), NOW).minutes) == (4, 1)
    assert filled.all_questions == 12
    assert [(one.key, source) for one, source in filled.could_be_known] == [("reporter_phone", "profile.phone")]


def test_rows_of_a_table_count_each():
    rows = {"guardians": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}
    test = {"title": "t", "answers": rows, "expected": []}

    assert burden_of(sample.schema(tests=[test]), NOW).questions == 10 + 2 * 2


def test_each_rule_says_what_it_asks():
    found = {(one.node.place, one.rule): [node.place for node in one.needs] for one in dependencies(sample.schema())}

    assert found == {
        ("call_now", "shown_when"): ["danger"],
        ("called", "shown_when"): ["danger"],
        ("days", "shown_when"): ["kind"],
        ("days", "required_when"): ["danger", "kind"],
        ("days", "checks"): [],
    }


def test_the_editor_shows_burden_outline_and_rules(author, form):
    page = author.get(reverse("wagtailsnippets_portal_forms_form:edit", args=[form.pk])).content.decode()

    assert "10 questions of 12 are shown to a typical filler." in page
    assert f"#block-{form.steps[0].id}-section" in page
    assert "“Situation” is “Alone”" in page
    assert "go_live_at" in page


def test_versions_are_compared_in_words_and_an_older_one_is_taken_up_again(author, form, cast):
    changed = builder.save_definition(sample.schema(title={"zh-hans": "改名"}), by=cast.form_administrator)
    changed.latest_revision.publish()
    address = reverse("wagtailsnippets_portal_forms_form:versions", args=[form.pk])

    page = author.get(address, {"old": "1", "new": "2"}).content.decode()
    assert "Title is now “改名” (was “示例报告 / Sample report”)." in page
    assert "Both say the same." in author.get(address).content.decode()
    assert author.get(address, {"old": "99"}).status_code == 404

    author.post(address, {"version": "1"})
    form = Form.objects.get(pk=form.pk)
    assert builder.schema_of(form.get_latest_revision_as_object()) == sample.schema()
    assert (form.title, form.versions.count()) == ("改名", 2), "nothing was published"


def scheduled(schema):
    """A form that is to go live tomorrow."""
    form = builder.save_definition(schema, by=None)
    draft = form.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision().publish()
    return form


def publish_two_days_later():
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=2)):
        scheduling.publish_due()


@pytest.mark.django_db
def test_what_was_put_off_goes_live_at_its_time():
    form = scheduled(sample.schema())
    scheduling.publish_due()
    assert not form.versions.exists()

    publish_two_days_later()
    assert form.versions.count() == 1


@pytest.mark.django_db
def test_one_that_fails_its_tests_by_then_keeps_no_other_from_going_live():
    late = {"title": "t", "expected": [{"place": "days", "must_be": "shown"}]}
    bad, good = scheduled(sample.schema(key="bad", tests=[late])), scheduled(sample.schema(key="good"))

    publish_two_days_later()

    assert (bad.versions.count(), good.versions.count()) == (0, 1)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_an_expired_form_is_withdrawn(form):
    Form.objects.update(expire_at=timezone.now() - timedelta(seconds=1))

    scheduling.publish_due()

    assert not Form.objects.get().live


def test_only_who_edits_forms_compares(client, cast, form):
    client.force_login(cast.east_police)
    address = reverse("wagtailsnippets_portal_forms_form:versions", args=[form.pk])

    assert client.get(address).status_code == client.post(address, {"version": "1"}).status_code == 403


@pytest.mark.django_db
def test_the_newest_version_is_published_again_only_when_something_is_otherwise():
    form = builder.save_definition(sample.schema(), by=None)

    assert services.publish(form, by=None) == services.publish(form, by=None)


def test_the_picture_has_an_arc_for_each_part_that_a_rule_asks_and_the_steps_around_them():
    schema = sample.schema()
    found = list(dependencies(schema))
    picture = picture_of(schema, found)
    places = [line.label for line in picture.lines]
    assert len(picture.arcs) == sum(len([need for need in one.needs if need != one.node]) for one in found)
    assert len(places) == len(set(places))
    assert picture.lines[0].is_step
    heights = {line.y for line in picture.lines if not line.is_step}
    assert all({arc.start, arc.end} <= heights for arc in picture.arcs)
    assert "Description" not in places


def test_the_picture_stands_over_the_table(author, form):
    page = author.get(reverse("wagtailsnippets_portal_forms_form:edit", args=[form.pk])).content.decode()
    assert "rule-arcs__arc--shown_when" in page
    assert page.index("rule-arcs__arc--shown_when") < page.index('<table class="listing"', page.index("rule-arcs"))
