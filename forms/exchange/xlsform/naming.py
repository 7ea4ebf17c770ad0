"""Names of the workbook become keys, and everything that refers to them follows."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.outline import Element
from forms.keys import key_from

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)


class Naming:
    """Where each name of the workbook went."""

    def __init__(self, top: list[Element], findings: Findings) -> None:
        self.findings = findings
        self.by_name: dict[str, list[Element]] = {}
        self._settle(list(_of_form(top)))
        for repeat in (element for one in top for element in one.walk() if element.is_repeat):
            columns = [inner for inner in repeat.walk() if inner is not repeat]
            self._settle(columns)
            for column in columns:
                column.table = repeat.key
        for element in (element for one in top for element in one.walk()):
            self.by_name.setdefault(element.name, []).append(element)

    def _settle(self, elements: list[Element]) -> None:
        """Names that are keys already are kept, whatever stands before them."""
        taken: set[str] = set()
        for fits in (True, False):
            for element in elements:
                wanted = element.row.own("key") or element.name
                if not element.key and bool(KEY.fullmatch(wanted)) is fits:
                    element.key = self._key(element, wanted, taken)
                    taken.add(element.key)

    def _key(self, element: Element, wanted: str, taken: Iterable[str]) -> str:
        if KEY.fullmatch(wanted) and wanted not in taken:
            return wanted
        # firstName reads first_name.
        key = key_from(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wanted), taken)
        message = _("The name “%(name)s” became the key “%(key)s”, in all rules too.")
        self.findings.changed(element.row.at("name"), message % {"name": element.name, "key": key})
        return key

    def element(self, name: str, within: str) -> Element | None:
        """What a reference means that stands in the table `within`: a column of the same row before all others."""
        found = self.by_name.get(name, [])
        return next((one for one in found if within and one.table == within), found[0] if found else None)

    def reference(self, name: str, within: str) -> str | None:
        """The path to write in a formula."""
        element = self.element(name, within)
        if element is None:
            return None
        return element.key if element.table in ("", within) else f"{element.table}.{element.key}"


def _of_form(elements: Iterable[Element]) -> Iterator[Element]:
    """All but what stands in repeats."""
    for element in elements:
        yield element
        if not element.is_repeat:
            yield from _of_form(element.children)
