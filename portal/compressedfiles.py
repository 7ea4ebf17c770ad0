"""Static files as they are served: compressed once, when they are collected, not at each request."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage, CompressedStaticFilesStorage


class CompressedFiles(CompressedStaticFilesStorage):
    def create_compressor(self, **options: Any) -> Compressor:
        """With gzip only, which every browser reads: the other way takes eight seconds at each installation."""
        return Compressor(**options, use_brotli=False)


class NamedFiles(CompressedManifestStaticFilesStorage):
    """Each file also under a name that changes with its content, which a browser keeps and never asks for again.

    Such files name each other by these names: sheets their pictures, modules what they import. A module is named after
    those it imports, so modules that import each other in a circle would get no name, and collecting says so.
    """

    support_js_module_import_aggregation = True
    # As deep as modules import each other; Django's five is for sheets.
    max_post_process_passes = 20
    keep_intermediate_files = False

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(**options, use_brotli=False)

    def stored_name(self, name: str) -> str:
        """A file that was not collected is called what it is called: a page without it is better than no page."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
