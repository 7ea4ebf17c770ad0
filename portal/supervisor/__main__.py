"""What `make run` runs. Whatever stands in the way is said in one sentence, without a traceback."""

import os
import sys

from portal.supervisor.ground import NotReady


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from portal.supervisor import run  # after the check of the Python version, which the import below relies on

    try:
        return run.portal()
    except NotReady as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
