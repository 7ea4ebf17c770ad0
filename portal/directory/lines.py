"""Who stands above an organisation. Pure: knows functions and codes."""

from portal.directory import codes

# Whom an organisation answers to besides its own kind one level up.
_ABOVE: dict[str, frozenset[str]] = {
    "village_committee": frozenset({"government"}),
    "government": frozenset({"civil_affairs"}),
    "school": frozenset({"education"}),
    "kindergarten": frozenset({"education"}),
    "medical": frozenset({"health"}),
    "rescue_institution": frozenset({"civil_affairs"}),
    "welfare_institution": frozenset({"civil_affairs"}),
    "social_organisation": frozenset({"civil_affairs"}),
}


def functions_above(function: str) -> frozenset[str]:
    """What such organisations answer to besides their own kind one level up."""
    return _ABOVE.get(function, frozenset())


def is_next_above(upper_function: str, upper_code: str, function: str, code: str) -> bool:
    """Is the upper one next in line: of the same function in the area above, or what such units answer to nearby?"""
    lineage = codes.lineage(code)
    if upper_function in _ABOVE.get(function, frozenset()):
        # A village school answers to the county: there is no education bureau in a township.
        return upper_code in {*lineage[:2], codes.at_level(code, codes.Level.COUNTY)}
    return upper_function == function and lineage[1:2] == [upper_code]
