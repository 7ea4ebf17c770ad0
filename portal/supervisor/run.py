"""Starting the portal: checks, preparation, then web and worker under one supervisor."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.supervisor import catalogues, ground, memory
from portal.supervisor.children import Child, Family

LOCALES = [Path(__file__).resolve().parents[1] / name for name in ("locale", "locale_wagtail")]
SIGN_INS = "demo-sign-ins.txt"


def portal() -> int:
    """Run until SIGTERM or Ctrl-C; returns the exit code. Raises NotReady."""
    ground.check_python()
    ground.check_libraries()
    host, port = os.environ.get("HOST", "").strip() or "127.0.0.1", ground.port()
    ground.check_port(host, port)
    _load(catalogues.compile_changed)
    from portal.supervisor.prepare import prepare  # Django is configured only now

    prepare()
    memory.share_with_children()
    family = Family(Child("The web server", _web(host, port)), Child("The worker", _worker))
    family.start()
    _greet(host, port)
    family.keep_alive()
    return 0


def _load(compile_changed: Callable[[list[Path]], object]) -> None:
    """Compile translations, then load Django, which reads them."""
    try:
        compile_changed(LOCALES)
        import django

        django.setup()
    except ImproperlyConfigured as error:
        raise ground.NotReady(str(error)) from error
    except OSError as error:
        raise ground.NotReady(f"{error.filename} cannot be used: {error.strerror}.") from error


def _web(host: str, port: int) -> Callable[[], None]:
    def serve() -> None:
        from portal.supervisor import web

        web.serve(host, port)

    return serve


def _worker() -> None:
    from django.core.management import call_command

    call_command("work")


def _greet(host: str, port: int) -> None:
    from django.conf import settings

    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}"  # noqa: S104  # nosec B104 -- compared, not bound
    print(f"\nPublic site  {address}/\nDesk         {address}/desk/\nAdmin        {address}/admin/\n")
    sign_ins = Path(settings.DATA_DIR) / SIGN_INS
    if sign_ins.exists():
        print(sign_ins.read_text())
    print("Stop with Ctrl-C.", flush=True)
