"""Files and pictures are there for whoever may read a page that shows them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex


def may_open(file: Model, request: HttpRequest) -> bool:
    """Whether a published page that this visitor may read shows the file. Who works in the admin sees all of them.

    Every place counts that Wagtail knows of: attachments, pictures in blocks, links in running text.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return True
    shown_on = ReferenceIndex.get_references_to(file).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = Page.objects.live().filter(pk__in=[int(pk) for pk in shown_on.values_list("object_id", flat=True)])
    return any(_may_read(page, request) for page in pages)


def _may_read(page: Page, request: HttpRequest) -> bool:
    return all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
