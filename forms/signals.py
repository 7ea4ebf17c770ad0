"""News from the forms floor. Sent inside the transaction: a receiver that fails undoes the submission."""

from django.dispatch import Signal

# Sent once for each new submission, with `submission`, `answers` (all of them, the reporter's too) and the `occasion`
# that it was filled in for.
submitted = Signal()

# Sent when a record was opened, revised or erased, with `record` as it is then; also inside the transaction.
recorded = Signal()

# Sent when a submission stands on the timeline of a record that it points to, with `record` as the submission has left
# it, `submission` and `answers` (all of them); inside the transaction.
filed = Signal()

# Before its number is taken, in the same transaction: everybody else who hands in waits behind the series from then
# on. So what a receiver of `submitted` has to look up is better looked up here, into `submission.looked_up`. A receiver
# that fails undoes the submission. Sent with `submission`, not written yet, and `occasion`.
numbering = Signal()
