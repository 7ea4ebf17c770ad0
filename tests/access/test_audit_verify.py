"""`manage.py audit_verify`: whatever is done to the access log is found, and a log that nobody touched passes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.access import chain, origin
from portal.access.models import Access, LogEnd
from portal.access.services import Purpose, record_reading, record_refusal


@pytest.fixture
def log(cast):
    """Seven rows of several people, tied in."""
    for number in range(5):
        purpose = Purpose(f"任务 {number}", matter=uuid4())
        with origin.coming_from("10.2.3.4"):
            record_reading(cast.east_police, by=cast.post("east_police"), action="read", purpose=purpose)
    record_refusal(cast.west_police, by=cast.post("west_police"), action="see")
    record_refusal(cast.west_police, by=None, action="see")
    assert chain.link_waiting() == 7
    return Access._base_manager.order_by("sequence")


def verify(*options):
    call_command("audit_verify", *options)


def test_a_log_that_nobody_touched_passes_and_says_its_end(log, capsys):
    verify()
    said = capsys.readouterr().out
    assert "7" in said
    assert str(LogEnd.objects.get()) in said


def test_a_log_without_rows_passes(db):
    verify()


CHANGES = {
    "at": timezone.now() - timedelta(days=1), "user": None, "post": None, "action": "see", "object_type": "x.y",
    "object_id": "999", "purpose": "别的任务", "matter": uuid4(), "allowed": False, "emergency": True,
    "address": "10.9.9.9", "digest": "0" * 64, "link": "0" * 64,
}  # fmt: skip


def test_every_column_of_a_row_is_watched():
    given = {"id", "sequence"}  # a row with another number is a row put in between, below
    assert {field.name for field in Access._meta.concrete_fields} == set(CHANGES) | given


@pytest.mark.parametrize(
    ("column", "tied_in"),
    # A row that is not tied in has no link to change.
    [*((column, True) for column in CHANGES), *((column, False) for column in CHANGES if column != "link")],
)
def test_a_changed_row_is_named(log, capsys, column, tied_in, cast):
    row = log[2]
    if not tied_in:
        record_reading(cast.east_police, by=cast.post("east_police"), action="read", purpose=Purpose("x", uuid4()))
        row = Access.objects.unlinked().get()
    Access._base_manager.filter(pk=row.pk).update(**{column: CHANGES[column]})
    with pytest.raises(CommandError):
        verify()
    assert f"{row.pk}" in capsys.readouterr().err


@pytest.mark.parametrize("place", [1, 4, 7])
def test_a_row_taken_out_is_found_at_its_place_even_the_last(log, place):
    log.filter(sequence=place).delete()
    with pytest.raises(CommandError):
        verify()


def test_the_last_rows_taken_away_together_with_the_end_contradict_an_end_said_before(log):
    known_end = str(LogEnd.objects.get())
    last = log.get(sequence=5)
    log.filter(sequence__gt=5).delete()
    LogEnd.objects.update(sequence=5, link=last.link)
    verify()
    with pytest.raises(CommandError):
        verify("--known-end", known_end)


def test_an_end_said_before_is_found_again_in_a_log_that_has_grown(log, cast):
    known_end = str(LogEnd.objects.get())
    record_refusal(cast.east_police, by=cast.post("east_police"), action="see")
    chain.link_waiting()
    verify("--known-end", known_end)


@pytest.mark.parametrize("words", ["nonsense", "7:", "99999999:ab", ":"])
def test_an_end_that_is_none_does_not_pass(log, words):
    with pytest.raises(CommandError):
        verify("--known-end", words)


def test_rows_that_changed_places_are_found(log):
    first, second = log[0], log[1]
    pairs = ((first, 101), (second, first.sequence), (first, second.sequence))
    for row, sequence in pairs:
        Access._base_manager.filter(pk=row.pk).update(sequence=sequence)
    with pytest.raises(CommandError):
        verify()


def test_a_row_that_the_portal_did_not_write_is_found_before_and_after_it_is_tied_in(log):
    row = log[0]
    row.pk, row.sequence, row.link, row.purpose = None, None, "", "从未发生"
    Access._base_manager.bulk_create([row])
    for _moment in ("before", "after"):
        with pytest.raises(CommandError):
            verify()
        chain.link_waiting()


def test_a_true_row_written_twice_is_found(log):
    row = log[0]
    row.pk, row.sequence, row.link = None, None, ""
    Access._base_manager.bulk_create([row])
    chain.link_waiting()
    with pytest.raises(CommandError):
        verify()


def test_without_the_key_nobody_can_make_the_chain_again(log, monkeypatch):
    """Somebody who owns the database and the code, but not the key, changes a row and computes everything anew."""
    row = log[0]
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(chain, "keyed_digest", lambda text, _purpose: f"{hash(text):064x}")
        before = ""
        Access._base_manager.filter(pk=row.pk).update(purpose="别的任务")
        for forged in log.all():
            forged.digest = chain.digest_of(forged)
            forged.link = before = chain.link_of(forged, before=before)
            Access._base_manager.filter(pk=forged.pk).update(digest=forged.digest, link=forged.link)
        LogEnd.objects.update(link=before)
        assert list(chain.faults()) == []
    with pytest.raises(CommandError):
        verify()


def test_the_broken_twin_a_chain_that_looks_at_no_content_passes_a_changed_row(log, monkeypatch):
    monkeypatch.setattr(chain, "digest_of", lambda row: row.digest)
    Access._base_manager.filter(sequence=3).update(purpose="别的任务")
    verify()


def test_rows_are_tied_in_once_however_often_and_in_however_many_batches(log, cast, monkeypatch):
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    for _number in range(5):
        record_refusal(cast.east_police, by=cast.post("east_police"), action="see")
    assert (chain.link_waiting(), chain.link_waiting()) == (5, 0)
    assert list(log.values_list("sequence", flat=True)) == list(range(1, 13))
    verify()


def test_the_end_is_said_in_the_portals_own_log_once_an_hour(log, cast, caplog):
    caplog.set_level("INFO", logger="portal.access")
    for age in (timedelta(0), timedelta(hours=2)):
        LogEnd.objects.update(said_at=LogEnd.objects.get().said_at - age)
        record_refusal(cast.east_police, by=cast.post("east_police"), action="see")
        chain.link_waiting()
    assert [record.getMessage().split()[-1].split(":")[0] for record in caplog.records] == ["9"]
