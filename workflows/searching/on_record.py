"""What the access log says of a search: by what, how many cases were shown, and a mark; never what was typed."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forms.searching.query import Wanted
from portal.directory.models import Post
from portal.privacy.blindindex import Kind
from portal.privacy.blindtokens import tokens_of
from portal.privacy.masterkeys import keyed_digest
from workflows.searching.finding import Found

# Of the digest that stands in the access log.
MARK_LENGTH = 10
KINDS = {Kind.NAME: _("Name"), Kind.ID_NUMBER: _("ID number"), Kind.PHONE: _("Telephone number")}
_WRITTEN = re.compile(r"(\w+): (\d+) \((\w+)\)")


def written(wanted: Wanted, found: Found, post: Post) -> str:
    """The same words have the same mark when the same person types them.

    With another person they have another mark, so nobody learns by searching what others searched for.
    """
    tokens = " ".join(sorted(tokens_of(wanted.kind, wanted.text)))
    mark = keyed_digest(f"{post.user_id}:{wanted.kind}:{tokens}", "search log")[:MARK_LENGTH]
    return f"{wanted.kind}: {len(found.hits)} ({mark})"


def as_people_read_it(purpose: str) -> str:
    """In the active language; what is no such record is returned as it is."""
    parts = _WRITTEN.fullmatch(purpose)
    if parts is None or parts[1] not in {kind.value for kind in KINDS}:
        return purpose
    n, words = int(parts[2]), {"kind": KINDS[Kind(parts[1])], "mark": parts[3]}
    said = ngettext(
        "by: %(kind)s; %(n)d case shown; mark %(mark)s", "by: %(kind)s; %(n)d cases shown; mark %(mark)s", n
    )
    return said % {**words, "n": n}
