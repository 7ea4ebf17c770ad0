"""Cases that a case has to do with, as far as the reader may see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.words import Words
from workflows.models import Case, CaseLink

# By kind, and whether the other one is the later of the two.
SAID: dict[tuple[str, bool], Promise] = {
    (CaseLink.Kind.STARTED, True): _("started from here"),
    (CaseLink.Kind.STARTED, False): _("this one was started from it"),
    (CaseLink.Kind.NEWER, True): _("a newer report on the same matter"),
    (CaseLink.Kind.NEWER, False): _("an earlier report on the same matter"),
}


@dataclass(frozen=True)
class ShownLink:
    pk: UUID
    number: str
    title: Words
    how: Promise


def links_of(case: Case, reader: Post) -> list[ShownLink]:
    """The newest first."""
    others = {
        link.other_id if link.case_id == case.pk else link.case_id: link
        for link in CaseLink.objects.filter(Q(case=case) | Q(other=case)).order_by("at")
    }
    if not others:
        return []
    seen = Case.objects.visible_to_post(reader).select_related("version").filter(pk__in=others)
    return [
        ShownLink(other.pk, other.number, other.version.schema.title, SAID[link.kind, link.other_id == other.pk])
        for other in seen.defer("version__definition").order_by("-opened_at")
        for link in [others[other.pk]]
    ]
