"""What people upload: its kind found by its content, images rebuilt from their pixels."""

from forms.intake.images import rebuilt
from forms.intake.kinds import ALLOWED, NotAccepted, kind_of

__all__ = ["ALLOWED", "NotAccepted", "kind_of", "rebuilt"]
