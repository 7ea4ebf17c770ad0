"""The list of policy documents."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from content.models.listing import ListPage
from portal.namedviews import named_view


class PolicyIndexPage(ListPage):
    """`/policy/`: every document, narrowed by facets, found by any of its words."""

    answer = named_view("content.shelf.show")

    template = "content/policy_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("list of policy documents")
        verbose_name_plural = _("lists of policy documents")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.answer(request)
