"""kill -9 of workers between an effect and its acknowledgement: written once, or sent again under the same id.

A few kills each time; `python -m tests.faults killing` does a thousand, see docs/faults.md.
"""

import os
import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from wagtail.models import Revision

from content.models import ActivityPage
from content.setup import ensure_site
from forms import builder as form_builder
from forms import services as forms
from forms.models import StoredFile, Submission
from portal import pdf
from portal.directory.models import User
from portal.jobs import runner
from portal.jobs.models import Job
from portal.notices.models import Channel, Notice
from portal.notices.models.channel import Address
from portal.outgoing.signing import DELIVERY
from tests.faults.mortal import MOMENTS, Slaughter
from tests.outgoing.conftest import gateway
from tests.roots import ensure_root
from tests.workflows.conftest import sealed_folder, story, version
from tests.workflows.definitions import REPORT, WORKFLOW
from tests.workflows.letters.small import NOTICE, publish_notice
from tests.workflows.starting import HELP, HELPING, publish_help, start
from workflows import builder, services
from workflows.events import broken_links
from workflows.models import Case, CaseLink, CasePage, EffectRun, ReporterMessage

__all__ = ["gateway", "sealed_folder", "story", "version"]

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
KILLS = int(os.environ.get("KILLS", "20"))
# Of a case's eleven jobs each may end three workers.
KILLS_OF_A_CASE = 8
EFFECTS = (
    {"type": "tell_reporter", "settings": {}},
    {"type": "notify", "settings": {"relation": "civil_affairs"}},
    {"type": "notify", "settings": {"relation": "police"}, "later": {"minutes": 1}},
    {"type": "webhook", "settings": {"channel": "archive"}},
    start(),
    {"type": "pdf", "settings": {"template": NOTICE, "to": "township"}},
    {
        "type": "publish_page",
        "settings": {
            "page": "activity", "parent": "activities", "form": "small_report", "fields": {"title": "title"},
        },
    },
)  # fmt: skip


TITLE = {"kind": "field", "key": "title", "type": "text", "label": {"en": "Title"}}


@pytest.fixture
def busy(settings, tmp_path, gateway, monkeypatch, story):
    """A workflow whose one step causes all there is, with somebody outside who listens."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    monkeypatch.setattr(pdf, "render_html", lambda _html: b"%PDF-1.7 letter")
    ensure_root()
    ensure_site()
    archive = Channel(key="archive", name="Archive", kind="webhook")
    archive.seal(Address(gateway.url, "geheimgeheimgeheim"))
    archive.save()
    User.objects.filter(username__startswith="east_police").update(email="somebody@example.test")
    form = REPORT.model_dump(mode="json")
    form["steps"][0]["items"].append(TITLE)
    forms.publish(form_builder.save_definition(type(REPORT).model_validate(form), by=None), by=None)
    publish_help()
    publish_notice()
    raw = WORKFLOW.model_dump(mode="json")
    raw["readers"][1]["forms"].append("small_response")
    ways = {way["key"]: way for way in raw["transitions"]}
    ways["accept"]["effects"], ways["notify"]["effects"] = [], EFFECTS
    services.publish(builder.save_definition(type(WORKFLOW).model_validate(raw), by=None), by=None)
    return story


def test_an_effect_whose_worker_is_killed_is_done_once_or_sent_again_under_its_id(busy, gateway, tmp_path):
    slaughter = Slaughter(Random(), Counter())  # noqa: S311 -- chooses who dies, protects nothing
    while slaughter.kills.total() < KILLS:
        for _case in range(3):
            busy.notify(busy.report(title="Afternoon in the library"))
        # What is planned for later is due as well.
        EffectRun.objects.exclude(planned_for=None).update(planned_for=timezone.now())
        Job.objects.filter(kind="workflows.effect", state=Job.State.WAITING).update(run_after=timezone.now())
        slaughter.kill(min(3 * KILLS_OF_A_CASE, KILLS - slaughter.kills.total()))
    finish_what_is_left()
    sent, mailed = webhooks(gateway), mails(tmp_path)
    print(
        f"{slaughter.kills.total()} killed {dict(slaughter.kills)}: {Case.objects.count()} cases, "
        f"{EffectRun.objects.count()} effects, {Job.objects.count()} jobs; {len(sent)} webhooks sent {sent.total()} "
        f"times, {len(mailed)} mails sent {mailed.total()} times"
    )
    assert slaughter.kills.keys() <= set(MOMENTS)
    all_is_written_once()
    runs = EffectRun.objects.filter(type="webhook").values_list("case", "event_sequence", "position")
    assert sent.keys() == {f"{case}:{sequence}.{position}" for case, sequence, position in runs}
    notices = Notice.objects.exclude(user__email="").values_list("pk", flat=True)
    assert mailed.keys() == {f"notice.{notice}" for notice in notices}


def finish_what_is_left():
    """The last workers live. What failed waits some seconds for its next try; drafts are erased another day."""
    left = Job.objects.exclude(state=Job.State.DONE).filter(run_after__lte=timezone.now() + timedelta(hours=1))
    for _what_came_of_it in range(3):
        for job in left.all():
            runner.run(str(job.pk))
    assert list(left.values_list("kind", "state", "attempts", "error")) == []


def all_is_written_once():
    cases = Case.objects.exclude(version__workflow__key=HELPING.key).count()
    assert Case.objects.count() == 2 * cases
    assert CaseLink.objects.count() == Submission.objects.filter(version__form__key=HELP.key).count() == cases
    assert not EffectRun.objects.filter(done_at=None).exists()
    assert EffectRun.objects.count() == cases * (1 + len(EFFECTS))
    assert ReporterMessage.objects.count() == cases
    assert CasePage.objects.exclude(page=None).count() == ActivityPage.objects.count() == cases
    pages = list(map(str, ActivityPage.objects.values_list("pk", flat=True)))
    assert Revision.page_revisions.filter(object_id__in=pages).count() == cases
    letters = StoredFile.objects.filter(field_key=f"letter:{NOTICE}")
    assert letters.count() == letters.values("submission").distinct().count() == cases
    assert max(Counter(Notice.objects.values_list("user", "key")).values()) == 1
    assert Notice.objects.count() == cases * 5
    assert [broken_links(case) for case in Case.objects.all()] == [[]] * cases * 2


def webhooks(gateway):
    """How often each was sent, by the id that the other side knows it by; a second copy says the same."""
    said = {}
    for _path, headers, body in gateway.got:
        said.setdefault(headers[DELIVERY], set()).add(body)
    assert all(len(bodies) == 1 for bodies in said.values())
    return Counter(headers[DELIVERY] for _path, headers, _body in gateway.got)


def mails(folder):
    found = "".join(path.read_text() for path in folder.glob("*.log"))
    return Counter(re.findall(r"Message-ID: <(notice[.][0-9]+)@", found))
