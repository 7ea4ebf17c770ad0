"""Files and pictures are there for whoever may read a page that shows them."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

from portal.accounts import networks, second_factor


def may_open(file: Model, request: HttpRequest) -> bool:
    """Whether a published page that this visitor may read shows the file. Who works in the admin sees all of them.

    Every place counts that Wagtail knows of: attachments, pictures in blocks, links in running text.
    """
    if _is_let_into_admin(request):
        return True
    shown_on = ReferenceIndex.get_references_to(file).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = Page.objects.live().filter(pk__in=[int(pk) for pk in shown_on.values_list("object_id", flat=True)])
    return any(_may_read(page, request) for page in pages.specific())


def _is_let_into_admin(request: HttpRequest) -> bool:
    assured = second_factor.passed(request) or not settings.SECOND_FACTOR_REQUIRED
    shut_out = networks.refused_place(networks.ADMIN, request.META.get("REMOTE_ADDR", ""))
    return request.user.has_perm("wagtailadmin.access_admin") and assured and not shut_out


def _may_read(page: Page, request: HttpRequest) -> bool:
    """Pages of the site say themselves whether they have an address (content/models/base.py)."""
    has_address = getattr(page, "may_be_read", True)
    return has_address and all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
