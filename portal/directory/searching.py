"""Finding places by what people type: a part of the name, of a former name, or a code."""

from django.db.models import Q

from portal.directory import codes
from portal.directory.models import Area
from portal.directory.models.area import AreaQuerySet
from portal.directory.naming import neat


def areas_matching(typed: str) -> AreaQuerySet:
    """The place of a code and all below it, or places called so now or before; of digits that are no code, none."""
    text = neat(typed)
    if not text:
        return Area.objects.none()
    try:
        return Area.objects.within(codes.complete(text))
    except ValueError:
        called_so = Q(name__icontains=text) | Q(former_names__name__icontains=text)
        return Area.objects.filter(called_so).distinct()
