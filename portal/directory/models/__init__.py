from portal.directory.models.area import Area
from portal.directory.models.organisation import Duty, Organisation
from portal.directory.models.person import Post, User

__all__ = ["Area", "Duty", "Organisation", "Post", "User"]
