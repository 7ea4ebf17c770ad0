"""What a transition can cause. One class per module; importing the package registers them."""

from workflows.effects import notify, pages, pdf, starting, tell_reporter, webhook  # noqa: F401 -- importing registers them
from workflows.effects.base import Effect
from workflows.effects.registering import registry

__all__ = ["Effect", "registry"]
