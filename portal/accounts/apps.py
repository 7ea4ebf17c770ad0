from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"

    def ready(self) -> None:
        from portal.accounts import checks, receivers  # noqa: F401 -- checks register themselves; models are there only now

        receivers.connect()
