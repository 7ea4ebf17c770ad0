"""A policy document and a guide in Uyghur, made beside the running portal: names of places, and numbers."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from wagtail.models import Locale

    from content.models import BasePage

TITLE, PLACES = "ئۈرۈمچى 12345", ("قەشقەر", "خوتەن", "ئاقسۇ", "تۇرپان", "قۇمۇل")


def translated(environment: Mapping[str, str]) -> dict[str, str]:
    """Addresses of both, in the portal that runs with this environment."""
    command = [sys.executable, "-m", "tests.browser.translated"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


def make() -> dict[str, str]:
    from wagtail.models import Locale

    from content.models import HomePage, PolicyPage, StandardPage

    uyghur = Locale.objects.get(language_code="ug")
    home = HomePage.objects.get(locale__language_code="zh-hans")
    guide = home.add_child(instance=StandardPage(title="各地热线", slug="places", body="<p>乌鲁木齐</p>"))
    document = PolicyPage.objects.documents().live().newest_first()[0]
    text = "".join(f"<h2>{place}</h2><p>{place} 0991-1234567، 110، 2026-12-01</p>" for place in PLACES)
    return {
        "document": in_uyghur(document, uyghur, body=[*parts(document)]),
        "guide": in_uyghur(guide, uyghur, body=text),
    }


def in_uyghur(page: "BasePage", uyghur: "Locale", **fields: Any) -> str:
    """The pages above first, as drafts; then the page, published."""
    above: Any = page.get_parent().specific
    while above.depth > 1 and not above.has_translation(uyghur):
        missing = above
        while missing.depth > 2 and not missing.get_parent().has_translation(uyghur):
            missing = missing.get_parent().specific
        missing.copy_for_translation(uyghur)
    copy = page.copy_for_translation(uyghur)
    for name, value in {"title": TITLE, "summary": "، ".join(PLACES), **fields}.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return str(type(page).objects.get(pk=copy.pk).url)


def parts(document: Any) -> Any:
    """The clauses of the document, each with the name of a place where the document has a heading."""
    for number, block in enumerate(document.body):
        if block.block_type == "clause":
            place = PLACES[number % len(PLACES)]
            words = {"title": place if block.value["title"] else "", "text": f"{place} {number} – 12345"}
            yield "clause", {**block.value, **words}
        elif block.block_type == "paragraph":
            yield "paragraph", "، ".join(PLACES)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
