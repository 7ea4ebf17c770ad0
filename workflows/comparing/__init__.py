"""Two versions of a workflow compared, in sentences that an administrator reads. Asks no database.

Every field of every part has a name here (`names.NAMES`); a new one without a name fails a test.
"""

from workflows.comparing.sentences import differences

__all__ = ["differences"]
