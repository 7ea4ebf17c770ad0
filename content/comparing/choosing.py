"""Documents that another one may be compared with: only those that everybody may read."""

from django.db.models import Q

from content.models import PolicyIndexPage, PolicyPage
from content.models.policy import PolicyQuerySet
from content.related import related
from content.shelf import documents
from content.text import terms_of

MOST = 20


def chosen(page: PolicyPage, slug: str) -> PolicyPage | None:
    found: PolicyPage | None = _others(page).filter(slug=slug).first() if slug else None
    return found


def proposed(page: PolicyPage, query: str) -> list[PolicyPage]:
    """What was searched for; else what the document names or is named by, what has the same subject, the newest."""
    terms = terms_of(query)
    if terms:
        index = PolicyIndexPage.objects.parent_of(page).get()
        return list(documents(index, terms).exclude(pk=page.pk).for_lists()[:MOST])
    known = related(page)
    others = [*(relation.other for relation in known.relations), *(other for _number, other in known.cited if other)]
    slugs = {other.url.strip("./") for other in others}
    near = _others(page).filter(slug__in=slugs).for_lists().newest_first()
    same = Q(subject=page.subject) if page.subject else Q()
    rest = _others(page).filter(same).exclude(slug__in=slugs).for_lists().newest_first()
    return [*near, *rest[:MOST]][:MOST]


def _others(page: PolicyPage) -> PolicyQuerySet:
    others: PolicyQuerySet = PolicyPage.objects.filter(page.open_to_all).sibling_of(page, inclusive=False)
    return others
