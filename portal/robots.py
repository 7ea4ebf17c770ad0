"""What search engines are asked to leave alone. Keeping people out is the work of the pages themselves."""

from django.http import HttpRequest, HttpResponse

from portal.pagecache import PRIVATE_PREFIXES

# The reporting pages are meant to be found; what is filled in there has addresses of its own and is never indexed.
OPEN_TO_ROBOTS = frozenset({"/report/", "/documents/"})


def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"Disallow: {prefix}" for prefix in PRIVATE_PREFIXES if prefix not in OPEN_TO_ROBOTS]
    sitemap = f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"
    response = HttpResponse(
        "\n".join(["User-agent: *", *closed, "", sitemap, ""]), content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response
