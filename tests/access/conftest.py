"""Cases to look at: the story of tests/workflows."""

from tests.workflows.conftest import run_jobs, sealed_folder, story, version

__all__ = ["run_jobs", "sealed_folder", "story", "version"]
