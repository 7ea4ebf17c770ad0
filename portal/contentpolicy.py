"""Which Content-Security-Policy a page gets: Wagtail's admin its own, every other page the strict one."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN = "/admin/"
# What a view can put on its response, or a template ask of the request, to have a policy of its own.
OF_ITS_OWN = frozenset(
    f"_csp_{what}{kind}" for what in ("config", "update", "replace", "exempt", "nonce") for kind in ("", "_ro")
)


class ContentPolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The policy of a page that asked for none of its own is put together once, not for each answer."""
        usual = self._usual
        if usual is None or not (OF_ITS_OWN.isdisjoint(vars(response)) and OF_ITS_OWN.isdisjoint(vars(request))):
            return super().process_response(request, response)
        strict, admin = usual
        response.headers.setdefault(HEADER, admin if request.path_info.startswith(ADMIN) else strict)
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]  # the library's own
        return response

    @cached_property
    def _usual(self) -> tuple[str, str] | None:
        """For the site, and for the admin; None where settings ask for more than that."""
        if settings.DEBUG or settings.CONTENT_SECURITY_POLICY.keys() != {"DIRECTIVES"}:
            return None
        if getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None):
            return None
        return build_policy(), build_policy(config=settings.ADMIN_CONTENT_POLICY)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN) and parts.config is None and not report_only:
            parts.config = settings.ADMIN_CONTENT_POLICY
        return parts
