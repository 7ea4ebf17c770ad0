from portal.access.models.emergency import EmergencyAccess
from portal.access.models.log import Access, LogEnd

__all__ = ["Access", "EmergencyAccess", "LogEnd"]
