"""Addresses that editors lead elsewhere: Wagtail's own, for pages only."""

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware

# No page lies here: no editor leads anybody away from work, and nothing is looked up.
AT_WORK = ("/admin/", "/desk/", "/api/", "/accounts/")


class PageRedirectMiddleware(RedirectMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(AT_WORK):
            return response
        answer: HttpResponse = super().process_response(request, response)
        return answer
