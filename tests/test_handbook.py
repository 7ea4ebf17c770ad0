"""The handbook and the README show pictures that are there, lead to pages that are there, and stay small."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[1]
HANDBOOK = ROOT / "docs/handbook"
PICTURES = HANDBOOK / "pictures"
PAGES = [ROOT / "README.md", *sorted(HANDBOOK.glob("*.md"))]
MOST_BYTES = 3 * 1024 * 1024


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)#\s]+)|src=\"([^\"]+)\"", page.read_text(encoding="utf-8"))
    return [unquote(one or other) for one, other in found if "://" not in one + other]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    assert not [link for link in links(page) if not (page.parent / link).exists()]


def test_the_contents_name_every_page_of_the_handbook() -> None:
    pages = {page.name for page in HANDBOOK.glob("*.md")} - {"README.md"}
    assert pages <= set(links(HANDBOOK / "README.md"))


def test_every_picture_is_shown_somewhere_and_together_they_are_small() -> None:
    shown = {Path(link).name for page in PAGES for link in links(page)}
    pictures = list(PICTURES.glob("*.png"))
    assert {picture.name for picture in pictures} <= shown
    assert sum(picture.stat().st_size for picture in pictures) < MOST_BYTES


def test_each_decision_has_a_number_of_its_own_in_a_row_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs/decisions").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_names_every_command_that_is_ours() -> None:
    commands = {path.stem for path in ROOT.glob("[pcfw]*/**/management/commands/[!_]*.py")}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands
    assert not [command for command in commands if f"manage.py {command}" not in readme]
