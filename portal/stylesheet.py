"""One stylesheet for the browser out of many small ones for the people who write them.

`css/portal.css` exists only as a built file in the data folder: the parts below, in this order. It is found like any
other static file, so `runserver`, WhiteNoise and `collectstatic` (which then hashes and compresses it) all serve it.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portal.css"
SOURCE = Path(__file__).parent / "static" / "css"
PARTS = (
    "tokens",
    "base",
    "layout",
    "buttons",
    "forms",
    "surfaces",
    "data",
    "navigation",
    "header",
    "footer",
    "public",
    "desk",
    "print",
)


class StylesheetFinder(BaseFinder):
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(build())] if path == NAME else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        build()
        yield NAME, FileSystemStorage(location=str(_folder()))


def build() -> Path:
    """The built sheet; written anew when a part is younger. Two processes may build at once: the rename is atomic."""
    target = _folder() / NAME
    parts = [SOURCE / f"{part}.css" for part in PARTS]
    youngest = max(part.stat().st_mtime_ns for part in parts)
    if not target.exists() or target.stat().st_mtime_ns != youngest:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as draft:
            draft.write("\n".join(part.read_text(encoding="utf-8") for part in parts))
        os.utime(draft.name, ns=(youngest, youngest))
        os.replace(draft.name, target)
    return target


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "built"
