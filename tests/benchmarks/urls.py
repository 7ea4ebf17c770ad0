"""The portal's addresses, and the yardsticks."""

from django.urls import path

from portal.urls import urlpatterns as portal_urls
from tests.benchmarks import yardsticks

urlpatterns = [
    path("yardstick/hello/", yardsticks.hello),
    path("yardstick/insert/", yardsticks.insert),
    *portal_urls,
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
