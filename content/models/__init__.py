from content.models.activity import ActivityIndexPage, ActivityPage, ActivityStatus
from content.models.allotted import PolicyUnit
from content.models.base import BasePage
from content.models.cases import LawCaseIndexPage, LawCasePage, ModelCaseIndexPage, ModelCasePage
from content.models.consulting import ConsultationTask
from content.models.explanation import ExplanationKind, ExplanationPage
from content.models.guide import StandardPage
from content.models.home import HomePage
from content.models.hotline import Hotline, HotlineKind
from content.models.hotline_page import HotlinePage
from content.models.issuers import PolicyIssuer
from content.models.numbering import DocumentNumber, NumberSeries
from content.models.policy import PolicyPage
from content.models.policy_index import PolicyIndexPage
from content.models.publication import CountersignTask, DisclosureTask, OpinionTask, SigningTask
from content.models.question import QuestionIndexPage, QuestionPage
from content.models.relations import PolicyAttachment, PolicyRelation, RelationKind
from content.models.search import SearchEntry
from content.models.service import ServiceGuideIndexPage, ServiceGuidePage
from content.models.station import StationIndexPage, StationPage, StationStatus
from content.models.topics import Audience, Subject, TopicIndexPage, TopicPage
from content.models.unit import UnitIndexPage, UnitPage
from content.models.validity import Disclosure, Level, Validity

__all__ = [
    "ActivityIndexPage",
    "ActivityPage",
    "ActivityStatus",
    "Audience",
    "BasePage",
    "ConsultationTask",
    "CountersignTask",
    "Disclosure",
    "DisclosureTask",
    "DocumentNumber",
    "ExplanationKind",
    "ExplanationPage",
    "HomePage",
    "Hotline",
    "HotlineKind",
    "HotlinePage",
    "LawCaseIndexPage",
    "LawCasePage",
    "Level",
    "ModelCaseIndexPage",
    "ModelCasePage",
    "NumberSeries",
    "OpinionTask",
    "PolicyAttachment",
    "PolicyIndexPage",
    "PolicyIssuer",
    "PolicyPage",
    "PolicyRelation",
    "PolicyUnit",
    "QuestionIndexPage",
    "QuestionPage",
    "RelationKind",
    "SearchEntry",
    "ServiceGuideIndexPage",
    "ServiceGuidePage",
    "SigningTask",
    "StandardPage",
    "StationIndexPage",
    "StationPage",
    "StationStatus",
    "Subject",
    "TopicIndexPage",
    "TopicPage",
    "UnitIndexPage",
    "UnitPage",
    "Validity",
]
