"""Duties of policy documents as tasks: who may give them, to whom, and what has become of them.

A task is a case of the workflow that the form FORM opens (in the pack: 交办, reported back, accepted or sent back).
"""

FORM = "policy_duty"
# The task of that workflow that is due on the day that was chosen.
TASK = "carry_out"
