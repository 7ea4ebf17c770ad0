"""Sealed words are opened in a few named places only, each of which writes the access log or shows people their own."""

import ast
from pathlib import Path

import pytest

from forms.files import store_made
from portal.access.models import Access

ROOT = Path(__file__).resolve().parents[2]
OPENING = {"unsealed", "unseal", "unseal_bytes", "content_of", "name_of", "opened_for_scan", "served"}

# Who may call what opens, and why that needs no entry in the log, or where the entry is written.
DOORS = {
    "forms/reading.py": "the one way to sealed answers: logs each reading",
    "forms/api/filing.py": "files of a draft, named to the program that uploaded them",
    "forms/records/reading.py": "the one way to what is sealed in records: logs each reading",
    "forms/records/keeping.py": "puts answers into a record and shows nobody anything",
    "forms/records/following.py": "compares a paper with its record and shows nobody anything",
    "forms/models/record.py": "what forms.records calls",
    "forms/files/naming.py": "behind forms.files",
    "forms/files/copying.py": "files of a withdrawn paper for whoever handed it in: forms.services.again logs it",
    "forms/files/opening.py": "behind forms.files",
    "forms/files/serving.py": "behind forms.files: whoever serves has logged it",
    "forms/files/scanning.py": "a machine looks for viruses and shows nobody anything",
    "forms/files/missing.py": "the names of what a person could not send, compared while that person sends",
    "forms/management/commands/index_submissions.py": "writes the blind index anew and says numbers only",
    "forms/models/draft.py": "what a person is writing, shown to that person",
    "forms/models/submission.py": "what forms.reading calls",
    "forms/models/section.py": "what forms.signing and forms.services.sections call",
    "forms/models/correction.py": "what forms.reading calls",
    "forms/printing/attachments.py": "the files' names on a paper: whoever prints has logged it",
    "forms/services/sections.py": "compares what an office signed with what stands there now, shows nobody anything",
    "forms/services/moving.py": "names of files that a newer form takes no more, told to whoever fills it in",
    "forms/signing.py": "compares what was signed with what was handed in, shows nobody anything",
    "forms/services/correcting.py": "writes the blind index of corrections anew and shows nobody anything",
    "forms/wizard/filing.py": "files of a draft, shown to who uploaded them",
    "forms/wizard/finishing.py": "what did not get through, told to who sent it",
    "workflows/desk/documents.py": "logs, then serves",
    "workflows/desk/records/page.py": "logs, then serves",
    "workflows/desk/dialogue.py": "serves what workflows.dialogue has logged",
    "workflows/dialogue/reading.py": "logs, then opens; to who shows the code the office's words only",
    "workflows/follow/status.py": "the receipt of one's own report: keeping an entry would lead to the reporter",
    "workflows/obligations/ages.py": "makes a digest of the day on which somebody comes of age, shows nobody anything",
    "workflows/models/dialogue.py": "what workflows.dialogue calls",
    "workflows/rights": "requests of the people in the data: logs each reading",
    "portal/notices": "addresses, secrets and telephone numbers that something is sent to, shown to nobody",
    "portal/privacy": "the machinery of sealing",
    "portal/accounts": "the second factor of the person signing in",
}


def modules():
    for floor in ("portal", "content", "forms", "workflows"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def opens(source):
    """The names of what it calls that opens sealed words."""
    called = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}
    return names & OPENING


def behind_a_door(module):
    return any(module == door or module.startswith(f"{door}/") for door in DOORS)


def test_nothing_but_the_named_doors_opens_sealed_words():
    assert {module: opens(source) for module, source in modules() if opens(source) and not behind_a_door(module)} == {}


def test_every_door_that_is_there_is_still_one():
    opening = {module for module, source in modules() if opens(source)}
    there = {door for door in DOORS if (ROOT / door).exists()}
    assert {door for door in there if not any(one == door or one.startswith(f"{door}/") for one in opening)} == set()


@pytest.mark.parametrize("line", ["submission.unsealed()", "files.content_of(file)", "unseal(a, b, place='c')"])
def test_the_broken_twin_a_new_module_that_opens_would_be_seen(line):
    assert opens(f"def look():\n    return {line}\n")


def test_a_list_of_files_opens_nothing_not_even_their_names(client, story, cast, monkeypatch):
    case = story.report()
    store_made(case.opening_submission, "letter:x", "小明的通报.pdf", "application/pdf", b"%PDF-1.7 x")
    client.force_login(cast.east_police)
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "(PDF)" in page
    assert "小明" not in page
    assert not Access.objects.exists()


def test_opening_one_names_the_open_task_the_case_and_the_address(client, story, cast):
    case = story.report()
    file = store_made(case.opening_submission, "letter:x", "x.pdf", "application/pdf", b"%PDF-1.7 x")
    client.force_login(cast.east_police)
    client.get(f"/desk/cases/{case.pk}/files/{file.pk}/", REMOTE_ADDR="10.7.7.7")
    client.get(f"/desk/cases/{case.pk}/submissions/{case.opening_submission.pk}/", REMOTE_ADDR="10.7.7.8")
    rows = Access.objects.order_by("pk")
    assert [row.purpose for row in rows] == [f"{case.number} take"] * 2
    assert [(row.matter, row.address) for row in rows] == [(case.pk, "10.7.7.7"), (case.pk, "10.7.7.8")]


def test_a_refused_try_names_the_case_and_the_address_too(client, story, cast):
    case = story.report()
    client.force_login(cast.west_police)
    tries = [f"/desk/cases/{case.pk}/", f"/desk/tasks/{case.tasks.get().pk}/"]
    for address in tries:
        assert client.get(address, REMOTE_ADDR="10.7.7.7").status_code == 404
    rows = Access.objects.refused()
    assert [(row.matter, row.address, row.user) for row in rows] == [(case.pk, "10.7.7.7", cast.west_police)] * 2
