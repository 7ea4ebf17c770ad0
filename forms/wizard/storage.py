"""formtools' storage, kept in the Draft row: nothing lies in the session, and a GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from formtools.wizard.storage.base import BaseStorage


class DraftStorage(BaseStorage):
    """Knows which step the address names. The answers are in the draft, which the wizard reads and writes itself.

    formtools would keep raw POST data here, wipe it on a plain GET and keep one file of a multiple file field;
    so its three ways to write are closed.
    """

    def __init__(self, prefix: str, request: HttpRequest | None = None, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.init_data()

    def reset(self) -> None:
        raise TypeError("A draft is never reset by looking at it.")

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        raise TypeError("Steps are saved by forms.services.save_step.")

    def set_step_files(self, step: str, files: Any) -> None:
        raise TypeError("Files are stored by forms.files.store.")

    def update_response(self, response: HttpResponse) -> None:
        """There are no temporary files to clear away."""
