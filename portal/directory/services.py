"""Questions about who is where and who answers for what."""

from portal.directory.models import Duty, Organisation


def organisation_answering(kind: str, area_code: str) -> Organisation | None:
    """The organisation that answers for a duty at a place: the longest matching area prefix wins."""
    duty = Duty.objects.answering(kind, area_code).first()
    return duty.organisation if duty else None
