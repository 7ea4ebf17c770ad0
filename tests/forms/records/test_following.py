"""Records go the way of the papers they were made of: corrected with them, erased with them, one for one child."""

from datetime import timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from forms.fieldtypes import lookups
from forms.models import Record, RecordMark, Submission
from forms.places import Place
from forms.records.keeping import AlreadyThere
from forms.services import correct, erase_submission, start_draft, submit
from forms.wizard.sections import SectionWizard
from portal.localday import months_before
from portal.privacy.models import BlindToken
from tests.forms.records.conftest import CHILD
from tests.workflows.joint import ASSESSMENT
from workflows.rights.retention import run_out


@pytest.fixture
def record(registry, cast):
    with lookups.asking_as(lambda: cast.post("east_township")):
        yield registry.open_file()


def corrected(cast, place, value):
    paper = Submission.objects.get()
    one, two = cast.post("east_township"), cast.post("east_civil_affairs")
    correct(paper, Place.read(place), value, ground="户口本", asked_by="监护人", proposed_by=one, by=two)
    return Record.objects.get()


@pytest.mark.django_db
def test_a_correction_of_the_paper_corrects_the_record_and_its_search(record, cast):
    now = corrected(cast, "child_name", "林晓远")
    assert now.unsealed()["child_name"] == "林晓远"
    child, post = lookups.lookup("child"), cast.post("east_township")
    assert child.find("晓远", post=post, settings={}).reference == record.number
    assert child.find("小远", post=post, settings={}) is None


@pytest.mark.django_db
def test_a_cell_of_a_table_is_corrected_by_itself(record, cast):
    parents = corrected(cast, "parents.1.name", "林大川").unsealed()["parents"]
    assert parents == [{**CHILD["parents"][0], "name": "林大川"}]


@pytest.mark.django_db
def test_what_has_changed_since_is_left_as_it_is(record, cast, registry):
    update = {"child": record.number, "place": CHILD["place"], "confirm_way": "phone", "confirmed_on": "2026-11-01"}
    same = {key: CHILD[key] for key in ("outwork_type", "schooling", "health", "risk")}
    registry.hand_in("child_quarterly_update", {**update, **same, "guard_type": "good"})
    paper = Submission.objects.get(number=record.number)
    two = cast.post("east_civil_affairs")
    correct(paper, Place.read("guard_type"), "fair", ground="核实", asked_by="村委会", proposed_by=two, by=two)
    assert Record.objects.get().unsealed()["guard_type"] == "good"


@pytest.mark.django_db
def test_with_its_paper_the_record_is_erased(record, cast, registry):
    assert erase_submission(Submission.objects.get(), for_statistics=True)
    gone = Record.objects.get()
    assert gone.is_erased
    assert (gone.open_answers, gone.area_code) == ({}, "")
    assert not RecordMark.objects.exists()
    assert not BlindToken.objects.exists()
    assert not Record.objects.visible_to(cast.east_township).exists()
    assert registry.open_file().number != record.number


@pytest.mark.django_db
def test_a_file_that_is_kept_up_to_date_is_not_run_out(record):
    today = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=366 * 11)
    Submission.objects.update(submitted_at=long_ago)
    assert not run_out(today).exists()
    Record.objects.update(changed_at=long_ago)
    assert months_before(today, 120) > long_ago.date()
    assert run_out(today).get() == Submission.objects.get()


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_same_child_s_file_at_once_make_one(registry, cast):
    post, version = cast.post("east_township"), registry.versions["child_file"]
    drafts = [start_draft(version, occasion=f"race:{n}", post=post, initial=CHILD)[0] for n in range(2)]
    start, said = Barrier(2), []

    def hand_in(draft):
        start.wait()
        try:
            submit(draft, by=post, idempotency_key="k")
            said.append("opened")
        except AlreadyThere:
            said.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=hand_in, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["opened", "refused"]
    assert (Record.objects.count(), Submission.objects.count()) == (1, 1)


def test_in_a_form_of_several_offices_a_record_fills_the_own_part_only():
    wizard = SimpleNamespace(schema=ASSESSMENT, section_key="home")
    known = {"income": 3, "violence": "保密内容"}
    assert SectionWizard.may_fill(wizard, known) == {"income": 3}
