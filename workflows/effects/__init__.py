"""What a transition can cause. One class per module; importing the package registers them."""

from workflows.effects.notify import Notify
from workflows.effects.pdf import Pdf
from workflows.effects.registering import registry
from workflows.effects.tell_reporter import TellReporter

__all__ = ["Notify", "Pdf", "TellReporter", "registry"]
