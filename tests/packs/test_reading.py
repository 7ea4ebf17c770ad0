"""Broken packs: each mistake is named by file and line, all of them at once, and nothing is executed or opened."""

from pathlib import Path

import pytest

from forms.exchange.packs import BrokenPack, read_forms

FORM = """
key: visit
title: 走访
steps:
  - key: first
    title: 第一步
    items:
      - key: count
        type: integer
        label: 人数
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "pack.yaml", "key: test\ntitle: 测试\nforms: [visit.yaml]\n")
    write(tmp_path, "visit.yaml", FORM)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def problems(folder: Path) -> str:
    with pytest.raises(BrokenPack) as raised:
        read_forms(folder)
    return "\n".join(raised.value.problems)


def test_a_bare_label_is_chinese_and_a_bare_item_is_a_field(folder):
    (form,) = read_forms(folder)
    assert form.field("count").label == {"zh-hans": "人数"}


def test_a_bare_formula_becomes_a_rule(folder):
    write(folder, "visit.yaml", FORM + "        required_when: ${count} > 1\n")
    assert read_forms(folder)[0].field("count").required_when.formula == "${count} > 1"


def test_choices_and_blocks_are_used_by_name(folder):
    write(folder, "pack.yaml", "key: t\ntitle: t\nforms: [visit.yaml]\nchoices: lists.yaml\nblocks: blocks.yaml\n")
    write(folder, "lists.yaml", "sizes: [{key: big, label: 大}]\n")
    write(folder, "blocks.yaml", "more: [{key: size, type: choice, label: 大小, choices: sizes}]\n")
    write(folder, "visit.yaml", FORM + "      - use: more\n")
    assert [choice.key for choice in read_forms(folder)[0].field("size").choices] == ["big"]


def test_broken_yaml_is_named_by_file_and_line(folder):
    write(folder, "visit.yaml", "key: visit\ntitle: [走访\nsteps: []\n")
    assert "visit.yaml 第 3 行" in problems(folder)


def test_an_unknown_key_is_named_by_its_place(folder):
    write(folder, "visit.yaml", FORM + "        colour: red\n")
    assert problems(folder).startswith("visit.yaml 第 8 行: steps › first › items › count › colour:")


def test_every_mistake_of_every_file_is_reported_at_once(folder):
    write(folder, "pack.yaml", "key: t\ntitle: t\nforms: [visit.yaml, other.yaml]\n")
    write(folder, "visit.yaml", FORM.replace("type: integer", "typo: integer"))
    write(folder, "other.yaml", "key: OTHER\n")
    found = problems(folder)
    assert "typo" in found
    assert "other.yaml" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "第 2 行"),
        ("key: one\nkey: two\n", "第 2 行"),
        ("!!python/object/apply:os.system ['true']\n", "第 1 行"),
        ("key: \x07\n", "visit.yaml"),
        ("[" * 5000, "visit.yaml"),
        ("x" * 1_000_001, "visit.yaml"),
        ("- just\n- a list\n", "visit.yaml"),
        ("", "visit.yaml"),
    ],
    ids=["alias", "doubled key", "object", "control character", "depth", "size", "a list", "empty"],
)
def test_what_yaml_could_do_to_us_is_refused_with_a_sentence(folder, text, said):
    write(folder, "visit.yaml", text)
    assert said in problems(folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "visit.yaml").write_bytes(b"\xff\xfe\x00key")
    assert "UTF-8" in problems(folder)


@pytest.mark.parametrize("name", ["/etc/hostname", "../outside.yaml", "missing.yaml"])
def test_a_pack_reaches_no_file_outside_its_folder(folder, name):
    write(folder.parent, "outside.yaml", FORM)
    write(folder, "pack.yaml", f"key: t\ntitle: t\nforms: ['{name}']\n")
    assert name in problems(folder)


def test_a_name_that_is_not_defined_is_named_with_its_line(folder):
    write(folder, "visit.yaml", FORM + "      - use: nothing\n")
    assert problems(folder).startswith("visit.yaml 第 11 行: 本模板包没有定义“nothing”")
