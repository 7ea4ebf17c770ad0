"""A form that is begun at a page of the site: `<source>.<path>` is what the site knows of that page.

The link on the page names it in the address; nothing else of an address ever comes into a form.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from content.beginnings import Beginning
from content.consulting import Consulted
from content.models.activity import SignUp
from content.signingup import SigningUp
from forms import prefilling
from forms.logic.types import ValueType, answer_types
from forms.prefilling import Asking
from forms.schema import FormSchema, Question
from forms.sources import judges
from portal.directory.services import organisation_named, place_named_in

# What is known, by the path behind the source.
Facts = Mapping[str, Callable[[Any], str]]


def _seat(name: str, place: str) -> str:
    """The area of the organisation of that name, else the area that a name of a place begins with."""
    office, named = organisation_named(name), place_named_in(place)
    return office.area_id if office else named.pk if named else ""


def _issued_at(consulted: Consulted) -> str:
    """Where the first of those who issue it has its seat."""
    issuer = next(iter(consulted.page.issuer_names), "")
    return _seat(issuer, issuer)


def _organiser(signing: SigningUp) -> str:
    office = organisation_named(signing.page.organiser)
    return str(office.pk) if office else ""


SOURCES: dict[str, tuple[type[Any], Facts]] = {
    "document": (
        Consulted,
        {
            "title": lambda consulted: consulted.page.title,
            "address": lambda consulted: str(consulted.page.url),
            "clause": lambda consulted: consulted.detail,
            "place": _issued_at,
        },
    ),
    "activity": (
        SigningUp,
        {
            "title": lambda signing: signing.page.title,
            "address": lambda signing: str(signing.page.url),
            "organiser": _organiser,
            "place": lambda signing: _seat(signing.page.organiser, signing.page.place),
            "volunteers_only": lambda signing: "是" if signing.page.sign_up_by == SignUp.VOLUNTEERS else "",
        },
    ),
}


def begun_at(schema: FormSchema, beginning: Beginning) -> dict[str, Any]:
    """By field, what a form begins with that is begun at this page."""
    source, facts = next((source, facts) for source, (kind, facts) in SOURCES.items() if isinstance(beginning, kind))
    asked = [one for one in prefilling.fillable(schema) if one.prefill.startswith(f"{source}.")]
    paths = ((one, one.prefill.removeprefix(f"{source}.")) for one in asked)
    found = ((one, facts[path](beginning)) for one, path in paths if path in facts)
    return {one.key: answer for one, answer in found if answer and prefilling.fits(answer, one)}


def _of_subject(kind: type[Any], asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    return begun_at(asking.schema, asking.subject) if paths and isinstance(asking.subject, kind) else {}


def _judge(facts: Facts, _schema: FormSchema, question: Question, path: str) -> str:
    if path not in facts:
        return _("Of the page that a form is begun at, this is known: %(known)s; “%(name)s” is not.") % {
            "known": ", ".join(sorted(facts)),
            "name": path,
        }
    if answer_types[question.type] is not ValueType.TEXT:
        return _("“%(name)s” gives another kind of answer than this field takes.") % {"name": question.prefill}
    return ""


for _source, (_kind, _facts) in SOURCES.items():
    prefilling.registry.register(_source)(partial(_of_subject, _kind))
    judges(_source)(partial(_judge, _facts))
