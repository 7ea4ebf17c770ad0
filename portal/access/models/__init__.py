from portal.access.models.emergency import EmergencyAccess
from portal.access.models.log import (
    AUDITOR,
    READ_OWN,
    READ_QUESTIONS,
    READ_REPORTER,
    SIGN_IN_FAILED,
    Access,
    AccessQuerySet,
    LogEnd,
)

__all__ = [
    "AUDITOR",
    "READ_OWN",
    "READ_QUESTIONS",
    "READ_REPORTER",
    "SIGN_IN_FAILED",
    "Access",
    "AccessQuerySet",
    "EmergencyAccess",
    "LogEnd",
]
