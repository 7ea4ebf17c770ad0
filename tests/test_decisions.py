"""The decisions are found from one page, each by its number and title."""

from pathlib import Path

DECISIONS = Path(__file__).parent.parent / "docs" / "decisions"


def test_every_decision_is_listed_by_its_title():
    listed = [line for line in (DECISIONS / "README.md").read_text().splitlines() if line.startswith("- [")]
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = [file.read_text().splitlines()[0].removeprefix("# ").partition(" ") for file in files]
    assert listed == [
        f"- [{number}]({file.name}) {title}" for file, (number, _, title) in zip(files, titles, strict=True)
    ]
    assert len({number for number, _, _title in titles}) == len(files)
