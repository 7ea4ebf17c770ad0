"""A form that is begun at a draft for comment: `document.<path>` is what the site knows of that draft.

The link on the draft names it in the address; nothing else of an address ever comes into a form.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from content.consulting import Consulted
from forms import prefilling
from forms.logic.types import ValueType, answer_types
from forms.prefilling import Asking
from forms.schema import FormSchema, Question
from forms.sources import judges
from portal.directory.services import organisation_named, place_named_in

SOURCE = "document"


def _place(consulted: Consulted) -> str:
    """Where the first of those who issue it has its seat: that organisation's area, else the place its name tells."""
    issuer = next(iter(consulted.document.issuer_names), "")
    office = organisation_named(issuer)
    place = place_named_in(issuer)
    return office.area_id if office else place.pk if place else ""


KNOWN: dict[str, Callable[[Consulted], str]] = {
    "title": lambda consulted: consulted.document.title,
    "address": lambda consulted: str(consulted.document.url),
    "clause": lambda consulted: consulted.clause,
    "place": _place,
}


def begun_at(schema: FormSchema, consulted: Consulted) -> dict[str, Any]:
    """By field, what a form begins with that comments on this draft."""
    asked = ((one, one.prefill.removeprefix(f"{SOURCE}.")) for one in prefilling.fillable(schema))
    found = ((one, KNOWN[path](consulted)) for one, path in asked if one.prefill.startswith(SOURCE) and path in KNOWN)
    return {one.key: answer for one, answer in found if answer and prefilling.fits(answer, one)}


@prefilling.registry.register(SOURCE)
def document(asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    return begun_at(asking.schema, asking.subject) if paths and isinstance(asking.subject, Consulted) else {}


@judges(SOURCE)
def _of_document(_schema: FormSchema, question: Question, path: str) -> str:
    if path not in KNOWN:
        return _("Of a draft for comment, this is known: %(known)s; “%(name)s” is not.") % {
            "known": ", ".join(sorted(KNOWN)),
            "name": path,
        }
    if answer_types[question.type] is not ValueType.TEXT:
        return _("“%(name)s” gives another kind of answer than this field takes.") % {"name": question.prefill}
    return ""
