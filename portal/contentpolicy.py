"""Which Content-Security-Policy a page gets: Wagtail's admin its own, everything else the strict one of the settings."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ADMIN = "/admin/"


class ContentPolicyMiddleware(CSPMiddleware):
    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN) and parts.config is None and not report_only:
            parts.config = settings.ADMIN_CONTENT_POLICY
        return parts
