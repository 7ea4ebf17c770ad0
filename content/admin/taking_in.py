"""A document taken in through the browser: the original on the left, what was recognised on the right, then a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.admin.policies import may_bring_up_to_date, may_take_in
from content.admin.review import Review, review_of, review_posted
from content.importing.documents import read_document
from content.importing.files import LARGEST, Taken, check_size, read_bytes
from content.importing.pages import import_document, page_of
from content.importing.unreadable import Unreadable
from content.policytext.document import Document
from portal.directory.admin.pages import Screen

URLS = "policy_documents"
# What the page carries comes back with the next request, twice: as the text and as its clauses.
LONGEST_TEXT = 150_000


class TakeInDocument(Screen):
    """Three steps, one address: choose a file, look and correct, make the draft. Nothing is kept before the last."""

    header_icon = "upload"
    page_title = gettext_lazy("Take in from a file")

    def may(self, request: HttpRequest) -> bool:
        return may_take_in(request.user)

    def get_template_names(self) -> list[str]:
        return ["content/admin/take_in.html"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        documents = {"url": reverse(f"{URLS}:index"), "label": _("Policy documents")}
        return [*self.breadcrumbs_items, documents, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "text" not in request.POST:
                return self.look_at_file()
            return self.take_in() if "take" in request.POST else self.read_again()
        except Unreadable as refused:
            return self.page(problem=str(refused))

    def look_at_file(self) -> HttpResponse:
        file = self.request.FILES.get("file")
        if file is None:
            return self.page(problem=_("Choose a file first."))
        check_size(file.size or 0)
        taken = read_bytes(file.read())
        if len(taken.text) > LONGEST_TEXT:
            return self.page(problem=_("This document is too long for the page. Use manage.py import_policy for it."))
        return self.look_at(taken, (file.name or "")[:200])

    def read_again(self) -> HttpResponse:
        return self.look_at(Taken(self.text, tuple(self.request.POST.getlist("about_file"))), self.source)

    def look_at(self, taken: Taken, source: str) -> HttpResponse:
        document = read_document(taken, source=source)
        return self.shown(review_of(document), document, taken)

    def take_in(self) -> HttpResponse:
        taken = Taken(self.text, tuple(self.request.POST.getlist("about_file")))
        document = read_document(taken, source=self.source)
        review = review_posted(self.request.POST)
        if not review.is_valid():
            return self.shown(review, document, taken, problem=_("Something is not right yet. Look at what is marked."))
        corrected = review.corrected(document)
        there = page_of(corrected)
        if there is not None and not may_bring_up_to_date(self.request.user, there):
            raise PermissionDenied
        imported = import_document(corrected, by=self.request.user)
        done = _("The draft was made.") if imported.created else _("The page has a newer draft.")
        messages.success(self.request, done)
        return redirect(reverse("wagtailadmin_pages:edit", args=[imported.page.pk]))

    def shown(self, review: Review, document: Document, taken: Taken, *, problem: str = "") -> HttpResponse:
        return self.page(
            problem=problem,
            review=review,
            document=document,
            there=page_of(document),
            taken=taken,
            text=taken.text,
            source=document.source,
        )

    @property
    def text(self) -> str:
        return str(self.request.POST["text"])[:LONGEST_TEXT].replace("\r\n", "\n")

    @property
    def source(self) -> str:
        return str(self.request.POST.get("source", ""))[:200]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"largest": LARGEST // 1024**2}
