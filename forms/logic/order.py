"""Dependency order: what must be known before what."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Part = TypeVar("Part", bound=Hashable)


def ordered(needs: Mapping[Part, Collection[Part]]) -> tuple[list[Part], list[list[Part]]]:
    """Every part behind the parts it needs, otherwise in the order given; and the circles found on the way.

    A circle is cut where it closes, so the order is complete even then. What is needed but not itself a key is
    left out. Walks with a stack of its own: a long chain is no deep recursion.
    """
    order: list[Part] = []
    circles: list[list[Part]] = []
    done: set[Part] = set()
    for start in needs:
        if start in done:
            continue
        path = [start]
        waiting = [iter(needs[start])]
        while path:
            following = next((part for part in waiting[-1] if part in needs and part not in done), None)
            if following is None:
                waiting.pop()
                order.append(path[-1])
                done.add(path.pop())
            elif following in path:
                circles.append(path[path.index(following) :])
            else:
                path.append(following)
                waiting.append(iter(needs[following]))
    return order, circles
