"""Duties against the list of the leading group, for whoever edits the document; as the newest draft has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.admin.taking_in import URLS
from content.duties.consistency import Findings, Seat, findings_of
from content.duties.matrix import Unit
from content.models import PolicyPage
from content.outline import outline_of
from portal.directory.admin.pages import Screen


@dataclass(frozen=True)
class Finding:
    """A unit and the places of the editor at which it stands, each with what stands there."""

    name: str
    about: str
    places: list[tuple[str, str]]


class Consistency(Screen):
    header_icon = "tasks"
    page_title = gettext_lazy("Duties and members")
    template_name = "content/admin/consistency.html"

    @cached_property
    def document(self) -> PolicyPage:
        newest: PolicyPage = get_object_or_404(PolicyPage, pk=self.kwargs["page_id"]).get_latest_revision_as_object()
        return newest

    def may(self, request: HttpRequest) -> bool:
        return bool(self.document.permissions_for_user(request.user).can_edit())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(f"{URLS}:index"), "label": _("Policy documents")}
        document = {"url": self.editor, "label": self.document.title}
        return [*self.breadcrumbs_items, listing, document, {"url": "", "label": self.get_page_title()}]

    @property
    def editor(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.document.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        outline = outline_of(self.document.body)
        found = findings_of(outline, self.document.issued_on or timezone.localdate())
        clauses = {clause["id"]: block for clause, block in zip(outline["clauses"], self._of("clause"), strict=True)}
        return self.page(
            found=found,
            editor=self.editor,
            outside=[self._outside(unit, clauses) for unit in found.outside],
            idle=self._idle(found),
        )

    def _of(self, kind: str) -> Sequence[Any]:
        return [block for block in self.document.body if block.block_type == kind]

    def _outside(self, unit: Unit, clauses: dict[str, Any]) -> Finding:
        places = [
            (self._address(clauses[cell.clause.id]), f"{cell.clause.id} {cell.clause.heading}") for cell in unit.cells
        ]
        return Finding(unit.name, "", places)

    def _idle(self, found: Findings) -> list[Finding]:
        annexes = self._of("annex")
        return [Finding(seat.unit, seat.role, [self._line(annexes[seat.annex], seat)]) for seat in found.idle]

    def _line(self, annex: Any, seat: Seat) -> tuple[str, str]:
        words = _("%(annex)s, line %(line)d") % {"annex": annex.value["title"], "line": seat.line + 1}
        return self._address(annex), words

    def _address(self, block: Any) -> str:
        return f"{self.editor}#block-{block.id}-section"
