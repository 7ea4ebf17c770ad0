"""What people upload: its kind found by its content, images rebuilt from their pixels."""

from forms.intake.images import rebuilt, thumbnail
from forms.intake.kinds import ALLOWED, DEFAULT, NotAccepted, kind_of

__all__ = ["ALLOWED", "DEFAULT", "NotAccepted", "kind_of", "rebuilt", "thumbnail"]
