"""The letter to the township, made from the demo's own case."""

import io

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from forms import files
from forms.models import StoredFile
from portal.jobs import runner
from portal.jobs.models import Job
from workflows.demo import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(settings, tmp_path, monkeypatch) -> str:
    settings.DATA_DIR = tmp_path
    real = answers.fall_from_a_tree
    known = {"reporter_kind": "citizen", "reporter_name": "贾报告", "reporter_phone": "13900000009"}
    monkeypatch.setattr(answers, "fall_from_a_tree", lambda now: {**real(now), **known, "feedback_way": "phone"})
    call_command("load_demo", stdout=io.StringIO())
    for job in Job.objects.filter(kind="workflows.effect"):
        runner.run(str(job.pk))
    file = StoredFile.objects.get(field_key="letter:notify_township")
    pages = PdfReader(io.BytesIO(files.content_of(file))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_it_says_from_whom_to_whom_and_what_and_never_who_reported(letter):
    for said in (
        "东溪县公安局",
        "柳湾镇人民政府：",
        "护通〔",
        "小川",
        "抄送：县民政部门、县教育部门。",
        "签发：孟致远",
    ):
        assert said in letter
    assert "贾报告" not in letter
    assert "13900000009" not in letter
