"""The catalogue beside Wagtail's own."""

from pathlib import Path

import wagtail
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

from portal.supervisor.run import LOCALES


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _texts(catalogue: Catalog) -> set[tuple[object, object]]:
    return {(message.context, message.id) for message in catalogue if message.id and any(message.string)}


def _of_wagtail(language: str) -> list[Path]:
    folder = Path(wagtail.__file__).parent
    return sorted(folder.glob(f"**/locale/{language}/LC_MESSAGES/django.po"))


def _supplied() -> Catalog:
    return _catalogue(settings.LOCALE_PATHS[-1] / "zh_Hans" / "LC_MESSAGES" / "django.po")


def test_every_catalogue_that_django_reads_is_compiled_before_the_portal_starts():
    assert LOCALES == settings.LOCALE_PATHS


def test_each_text_supplied_for_wagtail_is_one_that_wagtail_has():
    asked = {(message.context, message.id) for path in _of_wagtail("en") for message in _catalogue(path)}
    assert _texts(_supplied()) - asked == set()


def test_nothing_is_supplied_that_wagtail_says_in_chinese_itself():
    spoken = {text for path in _of_wagtail("zh_Hans") for text in _texts(_catalogue(path))}
    assert _texts(_supplied()) & spoken == set()


def test_the_supplied_texts_keep_their_placeholders():
    assert [str(error) for message in _supplied() if message.id for error in message.check()] == []
