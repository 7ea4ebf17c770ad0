"""Who owes something on a record, and who is told of it."""

from collections.abc import Iterable, Mapping

from forms.models import Record, RecordEntry
from portal.directory import codes
from portal.directory.models import Organisation, Post, User
from portal.directory.roles import LEADER_ROLES
from portal.directory.services import answering_at, successor_of
from workflows import relations
from workflows.obligations.schema import ObligationSchema


class Holders:
    """Of many records at once. None where nobody answers."""

    def __init__(self, schema: ObligationSchema, records: Iterable[Record]) -> None:
        self.schema, self.records = schema, list(records)
        self._of_records: Mapping[object, Organisation | None] = (
            self._at_places() if schema.who == "duty_at_place" else self._named_or_opening()
        )

    def of(self, record: Record) -> Organisation | None:
        found = self._of_records.get(record.pk)
        return found if found is None or found.active else successor_of(found)

    def _at_places(self) -> dict[object, Organisation | None]:
        places = {record.area_code for record in self.records if codes.is_code(record.area_code)}
        found = answering_at(self.schema.duty, places)
        return {record.pk: found.get(record.area_code) for record in self.records}

    def _named_or_opening(self) -> dict[object, Organisation | None]:
        if self.schema.who == "named":
            parties = [party for record in self.records for party in record.parties.all()]
            named = {party.record_id: party.organisation_id for party in parties if party.field == self.schema.through}
        else:
            entries = RecordEntry.objects.filter(record__in=self.records, kind=RecordEntry.Kind.OPENED)
            named = dict(entries.exclude(submission__post=None).values_list("record", "submission__post__organisation"))
        organisations = Organisation.objects.in_bulk(set(named.values()))
        return {record: organisations[pk] for record, pk in named.items()}


def holding(schema: ObligationSchema, organisation: Organisation | None, area_code: str) -> list[User]:
    """Who can do it; everybody there where nobody has such a role; of nobody's the portal office."""
    if organisation is None:
        return _users(Post.objects.current().filter(organisation__in=relations.portal_offices(area_code)))
    posts = list(Post.objects.working_for(organisation).select_related("user"))
    able = [post for post in posts if any(schema.is_for(hat.role, leads=hat.leads) for hat in post.hats())]
    return _users(able or posts)


def leading(schema: ObligationSchema, organisation: Organisation | None, area_code: str) -> list[User]:
    """The leaders there; everybody there, where nobody leads: somebody has to hear of it."""
    if organisation is None:
        return holding(schema, organisation, area_code)
    posts = list(Post.objects.working_for(organisation).select_related("user"))
    return _users([post for post in posts if post.role in LEADER_ROLES] or posts)


def above(schema: ObligationSchema, organisation: Organisation | None, area_code: str) -> list[User]:
    upper = organisation and relations.level_above(organisation, schema.duty or organisation.function, area_code)
    return leading(schema, upper, area_code) if upper else []


PEOPLE = {"holder": holding, "leader": leading, "above": above}


def _users(posts: Iterable[Post]) -> list[User]:
    return [post.user for post in posts if post.is_current() and post.user.is_active]
