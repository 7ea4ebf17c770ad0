from portal.access.models.emergency import EmergencyAccess
from portal.access.models.log import AUDITOR, READ_REPORTER, Access, AccessQuerySet, LogEnd

__all__ = ["AUDITOR", "READ_REPORTER", "Access", "AccessQuerySet", "EmergencyAccess", "LogEnd"]
