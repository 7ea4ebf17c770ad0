"""What was recognised in a document, as a form that an editor corrects, and back again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.blocks import LEVELS
from content.outline import BETWEEN_UNITS
from content.policytext.document import Allocation, Clause, Document

# Far more than a document has; what is longer is for import_policy.
MOST_CLAUSES, MOST_ROWS = 1000, 2000
_LONG = forms.Textarea(attrs={"rows": 4, "class": "long-text"})
_LINES = forms.Textarea(attrs={"rows": 2, "class": "long-text"})


class AboutForm(forms.Form):
    title = forms.CharField(label=_("title"), max_length=255, widget=_LINES)
    document_number = forms.CharField(label=_("document number"), max_length=60, required=False)
    issuer = forms.CharField(label=_("issued by"), max_length=1000, required=False)
    issued_on = forms.DateField(label=_("date of issue"), required=False, widget=forms.DateInput({"type": "date"}))
    published_on = forms.DateField(
        label=_("date of publication"), required=False, widget=forms.DateInput({"type": "date"})
    )
    index_number = forms.CharField(label=_("index number"), max_length=60, required=False)
    status = forms.CharField(label=_("mark of a draft"), max_length=40, required=False)
    disclosure = forms.CharField(label=_("disclosure"), max_length=40, required=False)
    addressees = forms.CharField(label=_("addressees"), required=False, widget=_LINES)
    cites = forms.CharField(label=_("documents cited"), required=False, widget=_LINES)
    attachments = forms.CharField(label=_("attachments named"), required=False, widget=_LINES)

    def clean_title(self) -> str:
        """In one line, as the page has it."""
        return " ".join(str(self.cleaned_data["title"]).split())


class ClauseForm(forms.Form):
    id = forms.CharField(widget=forms.HiddenInput)
    inferred = forms.BooleanField(required=False, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("level"), choices=LEVELS)
    number = forms.CharField(label=_("number as printed"), max_length=12, required=False)
    title = forms.CharField(label=_("heading"), max_length=200, required=False)
    text = forms.CharField(label=_("text"), required=False, strip=False, widget=_LONG)


class RowForm(forms.Form):
    clause = forms.CharField(widget=forms.HiddenInput)
    text_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    printed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    leads = forms.CharField(label=_("leading units"), required=False)
    cooperating = forms.CharField(label=_("cooperating units"), required=False)
    confirmed = forms.BooleanField(label=_("confirmed by an editor"), required=False)


ClauseForms = forms.formset_factory(ClauseForm, extra=0, max_num=MOST_CLAUSES, absolute_max=MOST_CLAUSES)
RowForms = forms.formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)

_TEXTS = ("title", "document_number", "issuer", "index_number", "status", "disclosure")
_LISTS = ("addressees", "cites", "attachments")


@dataclass
class Review:
    """The three parts of the form: what identifies the document, its clauses, and who is responsible."""

    about: AboutForm
    clauses: forms.BaseFormSet[ClauseForm]
    rows: forms.BaseFormSet[RowForm]

    def is_valid(self) -> bool:
        return all([self.about.is_valid(), self.clauses.is_valid(), self.rows.is_valid()])

    def by_clause(self) -> Iterator[tuple[ClauseForm, list[RowForm]]]:
        rows: dict[str, list[RowForm]] = {}
        for row in self.rows.forms:
            rows.setdefault(str(row["clause"].value()), []).append(row)
        for clause in self.clauses.forms:
            yield clause, rows.get(str(clause["id"].value()), [])

    def corrected(self, document: Document) -> Document:
        """The document with what the form says; to be asked when it is valid. What it does not show stays."""
        said = self.about.cleaned_data
        rows = list(_rows(self.rows.cleaned_data))
        fields: dict[str, Any] = {name: said[name] for name in (*_TEXTS, "issued_on", "published_on")}
        fields |= {name: tuple(filter(None, map(str.strip, said[name].splitlines()))) for name in _LISTS}
        return replace(
            document,
            **fields,
            clauses=tuple(_clause(each, rows) for each in self.clauses.cleaned_data),
        )


def review_of(document: Document) -> Review:
    about = {name: getattr(document, name) for name in (*_TEXTS, "issued_on", "published_on")}
    lists = {name: "\n".join(getattr(document, name)) for name in _LISTS}
    return Review(
        AboutForm(initial=about | lists),
        ClauseForms(prefix="clauses", initial=[_clause_fields(clause) for clause in document.clauses]),
        RowForms(prefix="rows", initial=[fields for clause in document.clauses for fields in _row_fields(clause)]),
    )


def review_posted(data: Mapping[str, Any]) -> Review:
    return Review(AboutForm(data), ClauseForms(data, prefix="clauses"), RowForms(data, prefix="rows"))


def _clause_fields(clause: Clause) -> dict[str, Any]:
    names = ("id", "level", "number", "inferred", "title", "text")
    return {name: getattr(clause, name) for name in names}


def _row_fields(clause: Clause) -> Iterator[dict[str, Any]]:
    for row in clause.allocations:
        yield {
            "clause": clause.id,
            "text_from": row.text_from,
            "printed": row.printed,
            "leads": BETWEEN_UNITS.join(row.leads),
            "cooperating": BETWEEN_UNITS.join(row.cooperating),
        }


def _rows(posted: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Allocation]]:
    """A row whose units were all taken out is no row."""
    for seq, row in enumerate(posted, 1):
        leads, cooperating = _units(row["leads"]), _units(row["cooperating"])
        if leads or cooperating:
            yield (
                row["clause"],
                Allocation(seq, leads, cooperating, row["printed"], row["text_from"], row["confirmed"]),
            )


def _units(text: str) -> tuple[str, ...]:
    return tuple(unit.strip() for unit in text.split(BETWEEN_UNITS) if unit.strip())


def _clause(said: Mapping[str, Any], rows: Iterable[tuple[str, Allocation]]) -> Clause:
    allocations = tuple(row for name, row in rows if name == said["id"])
    text = said["text"].replace("\r\n", "\n")
    return Clause(
        said["id"], int(said["level"]), said["number"], said["title"], text, bool(said["inferred"]), allocations
    )
