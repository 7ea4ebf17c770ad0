"""`manage.py case_verify`: every chain, or the ones named."""

import pytest
from django.core.management import CommandError, call_command

from workflows.models import Case, Event


def test_whole_chains_pass(story, capsys):
    story.notify(story.report())
    call_command("case_verify")
    assert "1" in capsys.readouterr().out


def test_a_broken_chain_is_named_and_the_command_fails(story, capsys):
    case, _other = story.report(), story.report()
    Event._base_manager.filter(case=case).update(kind="accepted")
    with pytest.raises(CommandError):
        call_command("case_verify")
    said = capsys.readouterr().err
    assert case.number in said
    assert _other.number not in said


def test_a_chain_cut_off_at_its_end_is_found(story):
    case = story.report()
    story.accept(case)
    Event._base_manager.filter(case=case, sequence=2).delete()
    with pytest.raises(CommandError):
        call_command("case_verify", case.number)


def test_an_unknown_number_is_said(story):
    with pytest.raises(CommandError, match="nothing-1"):
        call_command("case_verify", "nothing-1")
    assert not Case.objects.exists()
