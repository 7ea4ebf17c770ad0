"""What the page cache hears from the host: whatever changes what a reader sees purges the kept pages."""

from django.db.models.signals import post_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal import pagecache


def connect() -> None:
    pagecache.purge_on(page_published, page_unpublished, page_slug_changed, post_page_move)
    # Not its saving: a draft changes nothing that a reader sees.
    pagecache.purge_on(post_delete, sender=Page)
    pagecache.purge_when_changed(Site, Redirect, PageViewRestriction)
