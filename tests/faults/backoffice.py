"""A process beside a running portal, on its data: makes drafts ready to be sent, and looks at what became of them.

One JSON list per line in, a name and its arguments; one JSON answer per line out.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import django


def prepare(count: int) -> list[dict[str, str]]:
    """Reports that are filled in, each with a photo, held by a browser's cookie, up to the last button."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.signing import get_cookie_signer
    from django.db import transaction
    from django.utils import timezone
    from PIL import Image

    from forms import files, public, services
    from forms.models import FormPage
    from workflows.demo.answers import hungry_boy

    page = FormPage.objects.get(slug="mandatory")
    version = page.form.current_version
    assert version is not None
    photo = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "JPEG")
    answers = hungry_boy(timezone.localtime().replace(second=0, microsecond=0))

    def one() -> dict[str, str]:
        draft, token = services.start_draft(version, occasion=public.occasion_of(page), initial=answers)
        draft.finished_steps = [step.key for step in version.schema.steps]
        draft.save()
        files.store(draft, "evidence_photos", SimpleUploadedFile("a.jpg", photo.getvalue()))
        name = public.cookie_of(draft.pk)
        return {
            "draft": str(draft.pk), "address": f"{page.get_url()}d/{draft.pk}/", "cookie": name,
            "value": get_cookie_signer(salt=name + public.COOKIE_SALT).sign(token),
        }  # fmt: skip

    with transaction.atomic():
        return [one() for _number in range(count)]


def unfinished() -> int:
    """Jobs that are due and not done, nor given up."""
    from django.utils import timezone

    from portal.jobs.models import Job

    open_jobs = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    # A failure waits some seconds for its next try; what is planned for tomorrow is another matter.
    return open_jobs.filter(run_after__lte=timezone.now() + timedelta(hours=1)).count()


def inquest(ledger: str) -> dict[str, Any]:
    from tests.faults.inquest import inquire

    return inquire(ledger)


def damage(kind: str, draft: str) -> None:
    from tests.faults.damage import DAMAGES

    DAMAGES[kind](draft)


COMMANDS: dict[str, Callable[..., Any]] = {
    "prepare": prepare, "unfinished": unfinished, "inquest": inquest, "damage": damage
}  # fmt: skip


def main() -> None:
    django.setup()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
