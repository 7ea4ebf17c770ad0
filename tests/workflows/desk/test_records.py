"""The register at the desk: opened by those of the place, read as far as one may, revised without typing twice."""

import re
from datetime import date

import pytest
from django.urls import reverse

from forms.models import Draft, Record, Submission
from portal.access.models import Access
from tests.cast import WEST_VILLAGE
from tests.forms.records.conftest import CHILD, registry  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
NAME = CHILD["child_name"]


@pytest.fixture
def township(client, cast):
    client.force_login(cast.east_township)
    return client


@pytest.fixture
def record(registry):  # noqa: F811
    return registry.open_file()


def page_of(record):
    return reverse("desk:record", args=[record.pk])


def test_the_list_shows_names_to_who_may_read_them_and_logs_it(township, record, cast):
    html = township.get("/desk/records/").content.decode()
    assert NAME in html
    assert record.number in html
    assert Access.objects.filter(action="list", post=cast.post("east_township")).count() == 1


def test_who_has_no_part_in_a_register_finds_no_page(client, cast, record):
    client.force_login(cast.form_administrator)
    assert client.get("/desk/records/").status_code == 404
    assert "/desk/records/" not in client.get("/desk/").content.decode()


def test_another_place_s_record_is_not_there_and_the_try_is_logged(client, cast, record):
    client.force_login(cast.west_township)
    assert NAME not in client.get("/desk/records/").content.decode()
    assert client.get(page_of(record)).status_code == 404
    assert Access.objects.get(allowed=False).object_id == str(record.pk)


def test_a_record_shows_what_the_reader_may_read_and_no_more(client, cast, record):
    client.force_login(cast.east_police)
    html = client.get(page_of(record)).content.decode()
    assert NAME in html
    assert "无人监护" not in html
    assert "begin/" not in html


def test_a_name_is_searched_for_by_post_only(township, record):
    found = township.post("/desk/records/?register=child_file", {"who": "小远"}).content.decode()
    assert record.number in found
    assert record.number not in township.post("/desk/records/", {"who": "无此人"}).content.decode()
    assert NAME in township.get("/desk/records/", {"who": "无此人"}).content.decode()


def test_a_visit_begun_at_the_record_knows_which_child_it_is(township, record):
    begun = township.post(reverse("desk:begin_at_record", args=[record.pk, "home_visit"]))
    draft = Draft.objects.open().get()
    assert begun["Location"] == reverse("desk:record_form", args=[draft.pk])
    assert draft.answers["child"] == record.number
    again = township.post(reverse("desk:begin_at_record", args=[record.pk, "home_visit"]))
    assert again["Location"] == begun["Location"]


def test_nobody_fills_in_another_s_form(client, cast, township, record):
    township.post(reverse("desk:begin_at_record", args=[record.pk, "home_visit"]))
    client.force_login(cast.east_civil_affairs)
    assert client.get(reverse("desk:record_form", args=[Draft.objects.open().get().pk])).status_code == 404


@pytest.mark.parametrize("actor", ["east_police", "east_civil_affairs"])
def test_who_may_only_read_begins_nothing(client, cast, record, actor):
    client.force_login(getattr(cast, actor))
    assert client.post(reverse("desk:begin_at_record", args=[record.pk, "home_visit"])).status_code == 404
    assert client.post(reverse("desk:begin_record", args=["child_file"])).status_code == 404
    assert not Draft.objects.open().exists()


def test_a_quarter_in_which_nothing_changed_is_confirmed_step_by_step(township, record):
    township.post(reverse("desk:begin_at_record", args=[record.pk, "child_quarterly_update"]))
    draft = Draft.objects.open().get()
    here = reverse("desk:record_form", args=[draft.pk])
    first = {"child": record.number, "place": CHILD["place"], "confirm_way": "phone"} | day("confirmed_on")
    assert township.post(f"{here}confirming/", {**first, "_go": "next"}).status_code == 302
    for step in ("guarding", "learning", "healthy"):
        assert 'value="unchanged"' in township.get(f"{here}{step}/").content.decode()
        township.post(f"{here}{step}/", {"_go": "unchanged"})
    sent = township.post(f"{here}review-and-send/", {"_key": "k"})
    assert sent["Location"] == page_of(record)
    now = Record.objects.get()
    assert [entry.kind for entry in now.entries.all()] == ["revised", "opened"]
    assert now.unsealed()["guard_type"] == "nobody"


def day(key):
    return {key: date(2026, 11, 1).isoformat()}


def test_a_number_typed_in_a_form_brings_what_the_record_knows(township, registry, record):  # noqa: F811
    other = registry.open_file(child_idno="990121201801010039", child_name="周小舟", guard_type="good")
    township.post(reverse("desk:begin_at_record", args=[record.pk, "child_quarterly_update"]))
    draft = Draft.objects.open().get()
    here = reverse("desk:record_form", args=[draft.pk])
    sent = {"place": CHILD["place"], "confirm_way": "phone", **day("confirmed_on"), "_go": "next"}
    township.post(f"{here}confirming/", {**sent, "child": "周小舟"})
    draft.refresh_from_db()
    assert (draft.answers["child"], draft.answers["guard_type"]) == (other.number, "good")


def test_a_second_file_is_refused_at_the_first_step_with_the_way_to_the_first(township, record):
    township.post(reverse("desk:begin_record", args=["child_file"]))
    here = reverse("desk:record_form", args=[Draft.objects.open().get().pk])
    step = {key: value for key, value in CHILD.items() if isinstance(value, str)}
    page = township.post(f"{here}who/", {**step, "_go": "next"})
    assert page.status_code == 422
    assert record.number in page.content.decode()
    assert not Draft.objects.open().get().finished_steps


def test_a_file_of_a_place_that_is_not_ours_is_refused_and_nothing_typed_is_lost(township, registry):  # noqa: F811
    township.post(reverse("desk:begin_record", args=["child_file"]))
    draft = Draft.objects.open().get()
    draft.answers = {**CHILD, "place": WEST_VILLAGE}
    draft.finished_steps = ["who", "family", "life"]
    draft.save()
    here = reverse("desk:record_form", args=[draft.pk])
    sent = township.post(f"{here}review-and-send/", {"_key": "k"}, follow=True)
    assert re.search("answers for it|由负责该地", sent.content.decode())
    assert Draft.objects.open().get().answers["child_name"] == NAME
    assert not Submission.objects.exists()


def test_what_was_handed_in_at_a_record_is_read_there(township, registry, record):  # noqa: F811
    paper = Submission.objects.get()
    html = township.get(reverse("desk:record_paper", args=[record.pk, paper.pk])).content.decode()
    assert NAME in html
    assert township.get(reverse("desk:record_paper", args=[record.pk, record.pk])).status_code == 404


@pytest.fixture
def other(registry, record):  # noqa: F811
    """Another child, in another village."""
    changed = {
        "child_idno": "990121201801010039",
        "child_name": "周小舟",
        "guard_type": "good",
        "schooling": "too_young",
    }
    return registry.open_file(**changed, place="990121101202")


def begin_update(client, record):
    client.post(reverse("desk:begin_at_record", args=[record.pk, "child_quarterly_update"]))
    draft = Draft.objects.open().get()
    return draft, reverse("desk:record_form", args=[draft.pk])


FIRST_STEP = {"place": CHILD["place"], "confirm_way": "phone", "confirmed_on": "2026-11-01"}


def test_what_a_script_saved_meanwhile_does_not_keep_the_first_child_s_answers(township, record, other):
    draft, here = begin_update(township, record)
    for child in ("", "周小舟", other.number):
        township.post(f"{here}confirming/", {**FIRST_STEP, "child": child, "_go": "save"})
    draft.refresh_from_db()
    assert draft.answers["guard_type"] == "nobody", "nothing is filled in while somebody types"
    township.post(f"{here}confirming/", {**FIRST_STEP, "child": other.number, "_go": "next"})
    draft.refresh_from_db()
    found = [draft.answers[key] for key in ("child", "guard_type", "place", "schooling")]
    assert found == [other.number, "good", "990121101202", "too_young"]
    assert "confirming" not in draft.finished_steps, "the place has changed under their hands"


def test_another_window_does_not_write_the_first_child_s_answers_into_the_second_s_file(township, record, other):
    draft, here = begin_update(township, record)
    township.post(f"{here}confirming/", {**FIRST_STEP, "child": record.number, "_go": "next"})
    township.get(f"{here}guarding/?changed=1")
    draft.refresh_from_db()
    drawn_at = draft.revision
    for place in (CHILD["place"], "990121101202"):
        township.post(f"{here}confirming/", {**FIRST_STEP, "child": other.number, "place": place, "_go": "next"})
    late = {"outwork_type": "both", "guard_type": "nobody", "_revision": str(drawn_at)}
    assert township.post(f"{here}guarding/", {**late, "_go": "save"}).status_code == 409
    township.post(f"{here}guarding/", {**late, "_go": "next"})
    draft.refresh_from_db()
    assert draft.answers["guard_type"] == "good"


def test_who_learns_of_a_file_elsewhere_leaves_a_trace(client, cast, record):
    client.force_login(cast.west_township)
    client.post(reverse("desk:begin_record", args=["child_file"]))
    here = reverse("desk:record_form", args=[Draft.objects.open().get().pk])
    step = {key: value for key, value in CHILD.items() if isinstance(value, str)}
    page = client.post(f"{here}who/", {**step, "place": WEST_VILLAGE, "_go": "next"})
    assert page.status_code == 422
    assert record.number not in page.content.decode()
    assert Access.objects.get(allowed=False).object_id == str(record.pk)
