"""Memory that all processes of the portal have in common: what is loaded before they are forked is there once."""

import gc


def share_with_children() -> None:
    """Load what web server and worker need, then take it out of the garbage collector's rounds.

    The collector writes into every object it looks at, and a page of memory that is written to is no longer shared.
    """
    from django.urls import get_resolver

    import portal.jobs.watchdog
    import portal.wsgi  # noqa: F401 -- loaded now, so that all processes share it

    get_resolver().check()
    gc.collect()
    gc.freeze()
    # A page makes some thousands of objects, nearly all of which go with it: looked at every 700 they cost a twentieth.
    gc.set_threshold(10_000, 10, 10)
