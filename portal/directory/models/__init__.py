from portal.directory.models.absence import Absence
from portal.directory.models.area import Area
from portal.directory.models.area_history import AreaFormerName, AreaSuccession
from portal.directory.models.duty import Duty
from portal.directory.models.organisation import Organisation, OrganisationFormerName, OrganisationSuccession
from portal.directory.models.person import User
from portal.directory.models.post import Post

__all__ = [
    "Absence",
    "Area",
    "AreaFormerName",
    "AreaSuccession",
    "Duty",
    "Organisation",
    "OrganisationFormerName",
    "OrganisationSuccession",
    "Post",
    "User",
]
