from content.models.activity import ActivityIndexPage, ActivityPage, ActivityStatus
from content.models.base import BasePage
from content.models.guide import StandardPage
from content.models.home import HomePage
from content.models.hotline import Hotline, HotlinePage
from content.models.policy import Disclosure, PolicyIndexPage, PolicyPage, Validity
from content.models.search import SearchEntry

__all__ = [
    "ActivityIndexPage",
    "ActivityPage",
    "ActivityStatus",
    "BasePage",
    "Disclosure",
    "HomePage",
    "Hotline",
    "HotlinePage",
    "PolicyIndexPage",
    "PolicyPage",
    "SearchEntry",
    "StandardPage",
    "Validity",
]
