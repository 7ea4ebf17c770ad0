"""News from the forms floor. Sent inside the transaction: a receiver that fails undoes the submission."""

from django.dispatch import Signal

# Sent once for each new submission, with `submission`, `answers` (all of them, the reporter's too) and the `occasion`
# that it was filled in for.
submitted = Signal()
