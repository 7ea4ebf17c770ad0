"""Files and photographs. All the files of one input are kept, not the last one only."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, column
from forms.fieldtypes.registry import registry
from forms.fieldtypes.widgets import SeveralFiles
from forms.logic.types import ValueType
from forms.schema import Question

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class FilesField(forms.Field):
    """Cleans to the list of uploads. What is inside them is judged when they are stored."""

    widget = SeveralFiles

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def clean(self, value: Any) -> list[Any]:
        uploads = [upload for upload in value or [] if upload]
        self.validate(uploads)
        if len(uploads) > self.most:
            raise ValidationError(
                ngettext_lazy("Choose at most %(count)d file.", "Choose at most %(count)d files.", self.most)
                % {"count": self.most},
                code="most",
            )
        for upload in uploads:
            self._check_size(upload)
        return uploads

    def _check_size(self, upload: Any) -> None:
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                _("One of the files is larger than %(size)s. Choose a smaller one.")
                % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)},
                code="size",
            )
        if upload.size == 0:
            raise ValidationError(_("One of the files is empty. Choose it again."), code="empty")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


@registry.register
class Files(FieldType):
    key = "files"
    name = _("Files")
    result_type = ValueType.CHOICES
    settings = {"most_files": Setting(int), "accept": Setting(list)}
    holds_files = True
    required_message = _("Choose at least one file.")
    api_type = list[str]
    accept = ""
    # The kinds that are taken where the question names none, by their endings; none: those of forms.intake.
    kinds: ClassVar[tuple[str, ...]] = ()

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        accept = ",".join(f".{ending}" for ending in question.settings.get("accept", ())) or self.accept
        most = self.most(question)
        widget = SeveralFiles({"multiple": most > 1, "accept": accept or False})
        return FilesField(**self.attributes(question, context, most=most, widget=widget))

    def most(self, question: Question) -> int:
        return min(int(question.settings.get("most_files", settings.UPLOAD_MAX_FILES)), settings.UPLOAD_MAX_FILES)

    def to_answer(self, cleaned: Any) -> list[str] | None:
        """Of the ids of the stored files."""
        return [str(file_id) for file_id in cleaned or ()] or None

    def to_initial(self, answer: Any) -> None:
        """A browser takes no file beforehand; what is stored is listed beside the input."""

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        with translation.override(language):
            return ngettext("%(count)d file", "%(count)d files", len(answer)) % {"count": len(answer)}

    def export_columns(self, question: Question) -> list[Column]:
        """How many there are: the files themselves go another way."""
        return [column(question, CellKind.NUMBER, lambda answer, _language: len(answer))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "format": "uuid", "pattern": UUID},
            "minItems": 1,
            "maxItems": self.most(question),
        }


@registry.register
class Photos(Files):
    """Pictures; a phone offers its camera."""

    key = "photos"
    name = _("Photographs")
    required_message = _("Choose or take at least one picture.")
    accept = "image/*"


@registry.register
class Recordings(Files):
    """Sound; a phone offers its recorder."""

    key = "audio"
    name = _("Recording")
    required_message = _("Choose or make a recording.")
    accept = "audio/*"
    kinds = ("mp3", "m4a", "wav", "ogg", "amr")
