"""What a form is begun about: the page of this site that the link to the form names in its address."""

from collections.abc import Mapping
from typing import Any, Protocol

from content.consulting import Consulted
from content.models import BasePage
from content.signingup import SigningUp


class Beginning(Protocol):
    """`detail` is a part of the page, or empty; `query` names both in an address."""

    @property
    def page(self) -> BasePage: ...

    @property
    def detail(self) -> str: ...

    @property
    def query(self) -> str: ...


KINDS: tuple[Any, ...] = (Consulted, SigningUp)


def beginning_named_in(query: Mapping[str, str]) -> Beginning | None:
    """The first that the address names; None when it names nothing that is open to everybody today."""
    return next((found for kind in KINDS if (found := kind.named_in(query))), None)
