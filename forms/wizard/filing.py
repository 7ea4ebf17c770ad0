"""Files in the wizard: taken one by one by a script, or together with the step; shown again to their owner only."""

from collections.abc import Iterator
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from forms import files
from forms.answering import asks_files, holds_files
from forms.intake import NotAccepted
from forms.models import StoredFile
from forms.schema import Question
from forms.wizard.contract import WizardContract
from portal.thinning import LeftOut, left_out


class FilesMixin(WizardContract):
    """Part of FormWizard."""

    @cached_property
    def stored(self) -> dict[str, list["ShownFile"]]:
        """The files of the draft by field key."""
        found: dict[str, list[ShownFile]] = {}
        if asks_files(self.schema):
            for file in self.draft.files.select_related("data_key").order_by("made_at"):
                found.setdefault(file.field_key, []).append(ShownFile(file, self.file_url(file)))
        return found

    @property
    def file_ids(self) -> dict[str, list[str]]:
        return {key: [str(shown.file.pk) for shown in these] for key, these in self.stored.items()}

    def shown_files(self) -> dict[str, "ShownFile"]:
        return {str(shown.file.pk): shown for these in self.stored.values() for shown in these}

    def file_url(self, file: StoredFile) -> str:
        return self.step_url(f"file/{file.pk}")

    def take_files_of_step(self) -> dict[str, list[str]]:
        """Store what came with the step, for those without a script; sentences by field key for what is not taken."""
        refused: dict[str, list[str]] = {}
        if not self.request.FILES and not left_out(self.request):
            return refused
        for question in self.step.fields():
            if isinstance(question, Question) and holds_files(question):
                sentences = [*self._take_files(question.key), *self._missing(question.key, question.key)]
                if sentences:
                    refused[question.key] = sentences
        self.__dict__.pop("stored", None)
        return refused

    def _take_files(self, key: str) -> Iterator[str]:
        for upload in self.request.FILES.getlist(key):
            try:
                files.store(self.draft, key, upload)
            except NotAccepted as error:
                yield f"{upload.name}: {files.said(error, self.draft)}"

    def _missing(self, sent_as: str, field_key: str) -> list[str]:
        """Sentences on the files that were too large to come in, which a report remembers."""
        missing = [file for file in left_out(self.request) if file.field == sent_as]
        for file in missing:
            files.note_left_out(self.draft, field_key, file.name, file.size)
        return [_sentence(file) for file in missing]

    def take_file(self, field_key: str) -> HttpResponse:
        """One file from a script. The answer is the file, or 422 with a sentence."""
        upload = self.request.FILES.get("file")
        try:
            if upload is None:
                missing = self._missing("file", field_key)
                return _refused(missing[0] if missing else _("No file arrived. Please try again."))
            file = files.store(self.draft, field_key, upload)
        except NotAccepted as error:
            return _refused(files.said(error, self.draft))
        except KeyError:
            raise Http404 from None
        shown = ShownFile(file, self.file_url(file))
        return JsonResponse({"id": str(file.pk), "name": shown.name, "url": shown.url, "thumb": shown.thumb})

    def drop_file(self, file_id: str) -> None:
        files.take_out(self.draft, self.own_file(file_id).pk)

    def serve_file(self, place: str) -> HttpResponseBase:
        """`<id>` or `<id>/small`. Only a picture is shown in the browser, everything else is saved."""
        file_id, _slash, size = place.partition("/")
        file = self.own_file(file_id)
        if size == "small" and files.is_picture(file):
            return files.served_small(self.request, file)
        return files.served(self.request, file, shown=files.is_picture(file))

    def own_file(self, file_id: str) -> StoredFile:
        """A file of this draft, for whoever fills it in. Raises Http404."""
        try:
            return self.draft.files.select_related("data_key").get(pk=UUID(file_id))
        except (ValueError, StoredFile.DoesNotExist, ValidationError):
            raise Http404 from None


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=422)


def _sentence(missing: LeftOut) -> str:
    """Why a file that was sent is not there. One that is small enough had too many others beside it."""
    if missing.size > settings.UPLOAD_MAX_BYTES:
        return f"{missing.name}: {files.too_large()}"
    return _("%(name)s: This was too much to send at once. Please send this file again, by itself.") % {
        "name": missing.name
    }


class ShownFile:
    """A stored file as the list of files shows it."""

    def __init__(self, file: StoredFile, url: str) -> None:
        self.file = file
        self.url = url

    @property
    def name(self) -> str:
        return files.name_of(self.file)

    @property
    def thumb(self) -> str:
        return f"{self.url}small/" if files.is_picture(self.file) and self.file.can_be_opened else ""
