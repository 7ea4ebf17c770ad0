"""Loading a pack: all or nothing, in words, and once."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forms.exchange.writing_yaml import plain
from forms.models import Form, FormVersion
from workflows import packing
from workflows.models import Workflow, WorkflowVersion

pytestmark = pytest.mark.django_db

FORMS = {
    "mandatory_report",
    "police_response",
    "notify_township",
    "public_tip",
    "assessment",
    "petition_revoke",
    "child_file",
    "child_quarterly_update",
    "home_visit",
    "assistance_plan",
    "guardianship_intervention",
    "judgment",
    "approval",
    "activity",
    "activity_summary",
    "activity_sign_up",
    "volunteer_org",
    "volunteer_file",
    "volunteer_recheck",
    "policy_duty",
    "duty_report",
    "comment_on_draft",
    "comment_answer",
    "station_staff",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped pack where a test may change it."""
    return Path(shutil.copytree(packing.find("child-protection"), tmp_path / "pack"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def load(pack: Path | str = "child-protection", **options) -> str:
    said = io.StringIO()
    call_command("load_pack", str(pack), stdout=said, **options)
    return said.getvalue()


def installed() -> tuple[int, int, int, int]:
    kinds = (Form, FormVersion, Workflow, WorkflowVersion)
    return tuple(kind.objects.count() for kind in kinds)


def test_the_shipped_pack_loads_and_is_published():
    load()
    assert {form.key for form in Form.objects.all() if form.current_version} == FORMS
    opened = {workflow.current_version.schema.opened_by for workflow in Workflow.objects.all()}
    assert opened == {
        "mandatory_report",
        "public_tip",
        "activity",
        "activity_sign_up",
        "volunteer_org",
        "policy_duty",
        "comment_on_draft",
        "station_staff",
    }


def test_what_is_published_says_what_the_pack_says():
    load()
    for form in packing.read(packing.find("child-protection")).forms:
        assert plain(form) == plain(Form.objects.get(key=form.key).current_version.schema)


def test_a_second_load_has_nothing_to_change():
    load()
    before = installed()
    assert packing.apply(packing.read(packing.find("child-protection"))) == []
    assert installed() == before


def test_a_dry_run_names_what_it_would_do_and_writes_nothing():
    said = load(dry_run=True)
    assert all(key in said for key in (*FORMS, "child_protection"))
    assert installed() == (0, 0, 0, 0)


def test_a_changed_question_is_named_and_makes_one_new_version(folder):
    load()
    change(folder, "forms/mandatory_report.yaml", "把经过写下来", "请把经过写下来")
    assert "字段“请把经过写下来”：名称现在是" in load(folder, dry_run=True)
    load(folder)
    assert Form.objects.get(key="mandatory_report").current_version.number == 2
    assert Form.objects.get(key="police_response").current_version.number == 1


def test_added_and_removed_parts_are_named(folder):
    load()
    change(folder, "forms/notify_township.yaml", "key: attachments", "key: enclosures")
    said = load(folder, dry_run=True)
    assert "新增字段“附件”（在“建议与签发”中）。" in said
    assert "字段“附件”已删除。" in said


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("forms/mandatory_report.yaml", "${danger_now} = 'yes'", "${danger_then} = 'yes'", "danger_then"),
        ("forms/mandatory_report.yaml", "${danger_now} = 'yes'", "${danger_now} = ", "called_110"),
        ("forms/mandatory_report.yaml", "type: long_text", "type: poem", "poem"),
        ("forms/notify_township.yaml", "steps:", "steps", "forms/notify_township.yaml 第 "),
        ("workflows/w1.yaml", "target: handled", "target: nowhere", "nowhere"),
        ("workflows/w1.yaml", "relation: acceptor", "relation: stranger", "stranger"),
        ("workflows/w1.yaml", "template: notify_township", "template: love_letter", "love_letter"),
        ("workflows/w1.yaml", "report_summary: mandatory_report.facts", "report_summary: mandatory_report.fax", "fax"),
        ("workflows/w1.yaml", "${answers.danger_now}", "${answers.facts}", "facts"),
    ],
)
def test_a_broken_pack_changes_nothing_and_says_what_is_wrong(folder, name, old, new, said):
    change(folder, name, old, new)
    with pytest.raises(CommandError) as raised:
        load(folder)
    assert said in str(raised.value)
    assert raised.value.returncode == 1
    assert installed() == (0, 0, 0, 0)


def test_when_publishing_the_workflow_fails_the_forms_are_not_there_either(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(packing.services, "publish", fail)
    with pytest.raises(RuntimeError):
        load()
    assert installed() == (0, 0, 0, 0)


def test_a_pack_that_is_not_there_names_those_that_are():
    with pytest.raises(CommandError, match="child-protection"):
        load("no-such-pack")


def test_what_is_exported_can_be_loaded_and_changes_nothing(tmp_path):
    load()
    call_command("export_pack", str(tmp_path / "out"), stdout=io.StringIO())
    pack = packing.read(tmp_path / "out")
    assert {form.key for form in pack.forms} == FORMS
    assert packing.compare(pack) == []


def test_an_export_overwrites_nothing(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(CommandError, match="不是空文件夹"):
        call_command("export_pack", str(tmp_path))


def test_every_shipped_definition_passes_the_check(folder):
    for path in [*folder.glob("forms/*.yaml"), *folder.glob("workflows/*.yaml")]:
        call_command("check_definition", str(path), stdout=io.StringIO())


def test_the_check_names_the_problem_and_the_place(folder):
    change(folder, "forms/mandatory_report.yaml", "${called_110} = true()", "${called_111} = true()")
    with pytest.raises(CommandError, match=r"call_time, shown_when: .*called_111"):
        call_command("check_definition", str(folder / "forms/mandatory_report.yaml"))
