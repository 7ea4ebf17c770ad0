"""What a benchmark asks in a minute, a person asks in a day."""

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    name = "tests.benchmarks"
    label = "benchmarks"

    def ready(self) -> None:
        from forms.searching import rate_limit
        from portal.effort.services import Window

        rate_limit.FREE = Window(1_000_000_000, 600)
