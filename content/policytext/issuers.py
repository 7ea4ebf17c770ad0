"""Who issued a document together: 民政部、教育部 are two."""

import re
from functools import lru_cache

from content.policytext import units

_BETWEEN = re.compile(
    r"(?:\s*[、，；;\n]\s*"
    # Spaces stand between names, and in a short name too, which is then printed as wide as the others: 民 政 部.
    r"|(?<=[\u3400-\u9fff]{3})[\s,/]+(?=[\u3400-\u9fff]{3}))"
    # What stands in brackets belongs to the name before it.
    r"(?![^（(]*[）)])"
)
_SPACED = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SHORTEST = 3


@lru_cache(maxsize=4096)
def issuers_of(text: str) -> tuple[str, ...]:
    """Each issuer once, in the order in which they sign. `text` names them with a sign between, or run together."""
    names = (_SPACED.sub("", name) for name in _BETWEEN.split(text.strip()))
    return tuple(dict.fromkeys(part for name in names if name for part in _apart(name)))


def _apart(name: str) -> list[str]:
    """云山省民政厅云山省教育厅, as it is signed, is cut where two units of one place, or two ministries, meet."""
    for at in range(_SHORTEST, len(name) - _SHORTEST + 1):
        if _is_one(name[:at]) and name[at:].startswith(units.place_before(name[:at])):
            rest = _apart(name[at:])
            if all(_is_one(part) and units.place_before(part) == units.place_before(name[:at]) for part in rest):
                return [name[:at], *rest]
    return [name]


def _is_one(name: str) -> bool:
    """A unit of a named place, or a ministry: only these are known by their beginning and their end."""
    return units.find(name) is not None and (bool(units.place_of(name)) or name.endswith("部"))
