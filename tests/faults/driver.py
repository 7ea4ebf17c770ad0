"""A process beside the worker that asks for jobs and looks at what became of them.

One command per line in, one JSON answer per line out: `enqueue KIND FIRST COUNT`, `look`.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable

import django


def enqueue(kind: str, first: str, count: str) -> int:
    from portal.jobs.services import enqueue as ask

    for number in range(int(first), int(first) + int(count)):
        ask(kind, number=number)
    return int(count)


def look() -> dict[str, object]:
    from portal.jobs.models import Job
    from tests.faults.trials.models import Effect, Start

    return {
        "states": dict(Counter(Job.objects.values_list("state", flat=True))),
        "attempts": sorted(Job.objects.values_list("attempts", flat=True)),
        "effects": sorted(Effect.objects.values_list("number", flat=True)),
        "starts": Start.objects.count(),
        "busy": sorted(
            {int(holder.split("/")[1]) for holder in Job.objects.values_list("holder", flat=True) if holder}
        ),
    }


COMMANDS: dict[str, Callable[..., object]] = {"enqueue": enqueue, "look": look}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        name, *arguments = line.split()
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
