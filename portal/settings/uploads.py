"""What people may send, how much of it, and who looks at it for viruses."""

import re

from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# A form of 150 questions is some 3,200 inputs in the editor; elsewhere nothing has more than a table of 200 rows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FIELDS_OUTSIDE_ADMIN = 8_000
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_FILES = 9
REQUEST_MAX_BYTES = 64 * 1024 * 1024
# Of the processor, for rebuilding pictures from one address in ten minutes: some four hundred photos of a telephone.
FREE_PICTURE_SECONDS = environment.integer("FREE_PICTURE_SECONDS", 120, least=20, most=1_000_000_000)
# Inside Django files on their way are kept in memory, never in clear on a disk. The turnstile lets one request in at
# a time, so that is this much in each process, and no more (docs/decisions/0012-files-that-people-send.md).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_MAX_BYTES

HOST_AND_PORT = re.compile(r"(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})", re.ASCII)


def scanner(name: str) -> str | tuple[str, int] | None:
    """Where ClamAV's clamd listens: the path of a socket, host and port, or None when there is none."""
    value = environment.text(name, "").removeprefix("unix:")
    if not value or value.startswith("/"):
        return value or None
    found = HOST_AND_PORT.fullmatch(value)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise ImproperlyConfigured(f"{name} is {value!r}; write host:port, or the path of a socket.")
    return found["host"].strip("[]"), int(found["port"])


CLAMD = scanner("CLAMD")
# What was found clean, or not, is looked at again after so many days: scanners learn.
RESCAN_AFTER_DAYS = environment.integer("RESCAN_AFTER_DAYS", 30, least=1, most=3650)
