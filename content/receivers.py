"""The search entry of a page follows the page, and the foot of every page follows the hotlines."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, GroupPagePermission, Locale, Page, ReferenceIndex
from wagtail.signals import copy_for_translation_done

from content import languages
from content.indexing import tables
from content.models import BasePage, ExplanationPage, HomePage, Hotline, PolicyAttachment, PolicyPage, SearchEntry
from content.models.allotted import keep_units
from content.models.issuers import keep_issuers
from content.models.search import remember, tell_opensearch
from portal import chrome, pagecache


def connect() -> None:
    post_save.connect(_page_saved, dispatch_uid="content.search")
    post_save.connect(_document_saved, sender=PolicyPage, dispatch_uid="content.documents")
    post_delete.connect(_entry_deleted, sender=SearchEntry, dispatch_uid="content.search")
    post_delete.connect(_page_deleted, dispatch_uid="content.languages")
    post_delete.connect(_file_taken_out, sender=PolicyAttachment, dispatch_uid="content.files")
    copy_for_translation_done.connect(_translated, dispatch_uid="content.languages")
    for changed in (post_save, post_delete):
        changed.connect(_locales_changed, sender=Locale, dispatch_uid="content.languages")
    chrome.register_foot(hotlines_at_foot)
    # A file can change, and be closed together with its collection, while pages name it.
    pagecache.purge_when_changed(Hotline, Document, CollectionViewRestriction)


def _page_saved(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, BasePage) and not raw:
        # Who saves some fields only, as Wagtail does with a draft, holds what is not published in the others.
        remember(instance if update_fields is None else type(instance).objects.get(pk=instance.pk))


def _document_saved(
    sender: type, instance: PolicyPage, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if not raw and (update_fields is None or "issuer" in update_fields):
        keep_issuers(instance)
    if not raw and (update_fields is None or "outline" in update_fields):
        keep_units(instance)
    if not raw and not instance.live and instance.numchild:
        for page in ExplanationPage.objects.child_of(instance).live():
            page.unpublish()


def _page_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    """A translation does not outlive its Chinese page in public: nothing would say any more that it was one."""
    if isinstance(instance, BasePage) and not instance.is_translated:
        others = Page.objects.filter(translation_key=instance.translation_key, live=True)
        others.update(live=False, has_unpublished_changes=True)


def _file_taken_out(sender: type, instance: PolicyAttachment, **kwargs: Any) -> None:
    """Wagtail looks through a page when it is saved, which is before the row is gone."""
    page = PolicyPage.objects.filter(pk=instance.page_id).first()
    if page is not None:
        ReferenceIndex.create_or_update_for_object(page)


def _entry_deleted(sender: type, instance: SearchEntry, **kwargs: Any) -> None:
    tables.take([instance.place])
    tell_opensearch([instance.pk])


def _locales_changed(sender: type, **kwargs: Any) -> None:
    languages.forget_codes()


def _translated(sender: type, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Forms are asked in one place only. In the tree of a new language everybody may do what they may in the first."""
    if not getattr(source_obj.specific, "is_translatable", True):
        raise PermissionDenied(_("This page is not translated: its form speaks for itself."))
    if isinstance(source_obj.specific, HomePage):
        granted = GroupPagePermission.objects.filter(page=source_obj.pk)
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group_id=group, permission_id=permission, page_id=target_obj.pk)
            for group, permission in granted.values_list("group", "permission")
        )


def hotlines_at_foot() -> Iterable[chrome.Hotline]:
    lines: list[chrome.Hotline] = pagecache.remembered(f"foot:{get_language()}", _at_foot)
    return lines


def _at_foot() -> list[chrome.Hotline]:
    return [
        chrome.Hotline(hotline.number, hotline.shown_name, hotline.shown_hours) for hotline in Hotline.objects.at_foot()
    ]
