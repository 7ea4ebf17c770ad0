"""Static files as they are served: compressed once, when they are collected, not at each request."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedStaticFilesStorage


class CompressedFiles(CompressedStaticFilesStorage):
    def create_compressor(self, **options: Any) -> Compressor:
        """With gzip only, which every browser reads: the other way takes eight seconds at each installation."""
        return Compressor(**options, use_brotli=False)
