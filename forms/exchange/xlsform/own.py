"""Columns named `tonghu::…`: what XLSForm has no column for, so that our own export comes back as it was.

`tonghu::meant` holds, for columns that say a thing only roughly, the text that was written and what it stands for. It
counts only while that text is still there: whoever changes the column in a spreadsheet means the change.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.sheets import Row

SENSITIVITIES = ("open", "personal", "sensitive", "reporter")


def written(value: Any) -> str:
    """JSON for a cell. What a cell does not keep is escaped, and `$`, because pyxform looks up every `${`."""
    if not value:
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True).replace("$", "\\u0024")
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


class Own:
    def __init__(self, row: Row, findings: Findings) -> None:
        self.row, self.findings = row, findings
        self._meant = self.mapping("meant")

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object; {} when there is none, with a finding when it is none."""
        found = self._json(name)
        if found is None or isinstance(found, dict):
            return found or {}
        self._damaged(name)
        return {}

    def number(self, name: str) -> int | None:
        text = self.row.own(name)
        if text and not (text.isdecimal() and len(text) < 6):
            self._damaged(name)
            return None
        return int(text) if text else None

    def among(self, name: str, allowed: tuple[str, ...], usual: str) -> str:
        text = self.row.own(name)
        if text and text not in allowed:
            self._damaged(name)
        return text if text in allowed else usual

    def meant(self, name: str, said: str) -> Any:
        """What the text of that column stands for; None when nothing is written, or the text was changed since."""
        entry = self._meant.get(name)
        if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[1], dict):
            return None
        return entry[1] if entry[0] == said else None

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self.row.own(name) or "null")
        except (ValueError, RecursionError):
            self._damaged(name)
            return None

    def _damaged(self, name: str) -> None:
        message = _("What the portal had written here was changed and is no longer understood; it was left out.")
        self.findings.dropped(self.row.at("tonghu", name), message)
