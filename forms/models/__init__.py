from forms.models.correction import Correction
from forms.models.definition import Form, FormVersion
from forms.models.draft import Draft
from forms.models.file import StoredFile
from forms.models.page import FormPage, ReportIndexPage
from forms.models.record import Record, RecordEntry, RecordMark, RecordParty
from forms.models.section import Presence, SectionSignature
from forms.models.shared import OptionList, SharedGroup, SharedGroupVersion
from forms.models.submission import NumberSeries, ReporterIdentity, Submission

__all__ = [
    "Correction",
    "Draft",
    "Form",
    "FormPage",
    "FormVersion",
    "NumberSeries",
    "OptionList",
    "Presence",
    "Record",
    "RecordEntry",
    "RecordMark",
    "RecordParty",
    "ReportIndexPage",
    "ReporterIdentity",
    "SectionSignature",
    "SharedGroup",
    "SharedGroupVersion",
    "StoredFile",
    "Submission",
]
