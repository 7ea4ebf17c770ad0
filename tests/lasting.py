"""What the tests of a file share in the database: made once, gone after the last of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """What a test inside changes is undone after the test, what was made before it stays for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
