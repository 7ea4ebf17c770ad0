"""A filled-in workbook: checked first, then the good rows are taken in."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.directory.admin.pages import Screen
from portal.directory.admin.policies import may_import
from portal.directory.importing import carrying, tables
from portal.directory.importing.duties import DutyTable
from portal.directory.importing.organisations import OrganisationTable
from portal.directory.importing.tables import Judged, Outcome, Table
from portal.directory.importing.workbook import NotAWorkbook, Sheet, read

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 500
MOST_CARRIED = 1_800_000


class UploadScreen(Screen):
    """The page for one kind of workbook. A subclass names its tables, its purpose, and who may."""

    template_name = "directory/admin/upload.html"
    purpose: str
    address: str
    file_name: str
    tables: Callable[[], Sequence[Table]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.blank() if "blank" in request.GET else self.page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.take_in() if "packed" in request.POST else self.check()

    def blank(self) -> HttpResponse:
        from portal.directory.importing.blank import blank_workbook  # here: what writes workbooks is large

        answer = HttpResponse(blank_workbook(self.make_tables()), content_type=WORKBOOK)
        answer["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return answer

    def check(self) -> HttpResponse:
        file = self.request.FILES.get("file")
        if file is None:
            return self.page(problem=_("Choose a file first."))
        try:
            sheets = self.sheets_of(file)
        except NotAWorkbook as refused:
            return self.page(problem=str(refused.sentence))
        packed = carrying.pack(sheets, purpose=self.purpose, user_id=self.user_id)
        if len(packed) > MOST_CARRIED:
            return self.page(problem=_("This is too much for one file. Split it into several."))
        return self.report(sheets, packed=packed)

    def take_in(self) -> HttpResponse:
        packed = self.request.POST["packed"]
        sheets = carrying.unpack(packed, purpose=self.purpose, user_id=self.user_id)
        if sheets is None:
            return self.page(problem=_("This page was open for too long. Choose the file again."))
        judged = self.judge(sheets)
        try:
            tables.write(judged)
        except IntegrityError:
            return self.report(
                sheets, packed=packed, problem=_("Somebody changed the same entries just now. Look again.")
            )
        taken = sum(len(each.good) for each in judged)
        sentence = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", taken)
        messages.success(self.request, sentence % {"count": taken})
        return redirect(self.back())

    def sheets_of(self, file: "UploadedFile[Any]") -> list[Sheet]:
        """Raises NotAWorkbook."""
        return read(file)

    def back(self) -> str:
        """Where one is after the rows were taken in."""
        return reverse(self.address)

    def report(self, sheets: list[Sheet], **words: Any) -> HttpResponse:
        judged = self.judge(sheets)
        problem = "" if judged else _("No sheet of the workbook has one of these titles: %(titles)s.") % {
            "titles": ", ".join(table.title for table in self.make_tables())
        }  # fmt: skip
        good = sum(len(each.good) for each in judged)
        return self.page(**{"problem": problem, "reports": [_shown(each) for each in judged], "good": good, **words})

    def judge(self, sheets: list[Sheet]) -> list[Judged]:
        return tables.judge(sheets, self.make_tables())

    @property
    def user_id(self) -> int:
        return int(self.request.user.pk or 0)

    def make_tables(self) -> Sequence[Table]:
        return type(self).tables()


def _shown(judged: Judged) -> dict[str, Any]:
    """What is wrong comes first; what stays the same is only counted."""
    order = {Outcome.WRONG: 0, Outcome.CHANGED: 1, Outcome.NEW: 2}
    rows = sorted((each for each in judged.verdicts if each.outcome in order), key=lambda each: order[each.outcome])
    return {
        "title": judged.table.title,
        "fault": judged.fault,
        "counts": {outcome.value: judged.count(outcome) for outcome in Outcome},
        "rows": rows[:MOST_SHOWN],
        "more": max(len(rows) - MOST_SHOWN, 0),
    }


def _tables() -> Sequence[Table]:
    organisations = OrganisationTable()
    return [organisations, DutyTable(organisations)]


class OrganisationUpload(UploadScreen):
    page_title = gettext_lazy("Take in from Excel")
    header_icon = "upload"
    purpose = "organisations"
    address = "places:upload"
    file_name = "organisations.xlsx"
    tables = staticmethod(_tables)

    def may(self, request: HttpRequest) -> bool:
        return may_import(request.user)
