import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.importing.encodings import decode
from content.importing.files import read_bytes
from content.importing.unreadable import Unreadable
from content.models import PolicyPage, SearchEntry, Validity
from tests.content.policytext.documents import NOTHING_PRINTED
from tests.content.policytext.samples import LOST_NUMBERS, SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "sample.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def take_in(*paths, **options):
    out, errors = io.StringIO(), io.StringIO()
    call_command("import_policy", *map(str, paths), stdout=out, stderr=errors, **options)
    return out.getvalue()


def test_a_file_becomes_a_draft_that_nobody_can_read_yet(client, sample):
    assert "禾政发〔2026〕12号" in take_in(sample)
    page = PolicyPage.objects.get()
    assert not page.live
    assert page.slug == "he-zheng-fa-2026-12"
    assert client.get(page.url).status_code == 404
    assert not SearchEntry.objects.filter(page=page).exists()


def test_publishing_shows_the_document_clause_by_clause(client, sample):
    take_in(sample, publish=True)
    page = PolicyPage.objects.get()
    html = client.get("/policy/he-zheng-fa-2026-12/").content.decode()
    assert 'id="二（二）3"' in html
    assert "市卫生健康委" in html
    assert [clause["id"] for clause in page.outline["clauses"]][:3] == ["一", "一（一）", "一（二）"]


def test_the_same_number_is_the_same_page(sample):
    take_in(sample, publish=True)
    sample.write_text(SAMPLE.replace("主要任务", "重点任务"), encoding="utf-8")
    take_in(sample, publish=True)
    page = PolicyPage.objects.get()
    assert page.outline["clauses"][3]["title"] == "重点任务"


def test_without_number_the_source_and_title_make_it_the_same_page(sample):
    sample.write_text(SAMPLE.replace("禾政发〔2026〕12号", "（征求意见稿）"), encoding="utf-8")
    take_in(sample)
    take_in(sample)
    assert PolicyPage.objects.get().validity == Validity.CONSULTATION


def test_a_new_import_of_a_live_page_is_a_draft_beside_it(sample):
    take_in(sample, publish=True)
    sample.write_text(SAMPLE.replace("主要任务", "重点任务"), encoding="utf-8")
    take_in(sample)
    page = PolicyPage.objects.get()
    assert page.outline["clauses"][3]["title"] == "主要任务"
    draft = page.get_latest_revision_as_object()
    assert "重点任务" in [block.value["title"] for block in draft.body if block.block_type == "clause"]


def test_json_prints_one_object_for_each_file_and_makes_no_page(sample):
    printed = json.loads(take_in(sample, json=True))
    assert printed["source"] == "sample.txt"
    assert printed["issued_on"] == "2026-10-15"
    clause = next(clause for clause in printed["clauses"] if clause["id"] == "二（二）3")
    assert clause["allocations"] == [
        {
            "seq": 1,
            "leads": ["市公安局"],
            "cooperating": ["市教育局", "市民政局", "市卫生健康委"],
            "printed": True,
            "text_from": 0,
        }
    ]
    assert not PolicyPage.objects.exists()


def test_one_bad_file_stops_no_other_and_the_command_fails(sample, tmp_path):
    bad = tmp_path / "scan.pdf"
    bad.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match=r"2.*3|3.*2"):
        take_in(bad, tmp_path / "missing.txt", sample)
    assert PolicyPage.objects.count() == 1


def test_inferred_numbers_stay_marked_on_the_page(tmp_path):
    path = tmp_path / "lost.txt"
    path.write_text(LOST_NUMBERS, encoding="gb18030")
    take_in(path)
    clauses = PolicyPage.objects.get().get_latest_revision_as_object().outline["clauses"]
    assert [clause["id"] for clause in clauses if clause["inferred"]] == ["二（一）1", "二（一）2", "二（二）2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_the_field(encoding):
    text, warnings = decode(SAMPLE.encode(encoding))
    assert (text.strip(), warnings) == (SAMPLE.strip(), [])


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 a Word file",
        b"\x89PNG",
        b"",
        b"   \n",
        bytes(range(256)) * 8,
        b"\xd0\xcf\x11\xe0 old",
        b"%PDF-1.7 ...",
    ],
)
def test_what_is_not_text_is_refused_with_a_sentence(data):
    with translation.override("en"):
        with pytest.raises(Unreadable) as refused:
            read_bytes(data)
        assert str(refused.value).endswith(".")


def test_what_was_inferred_is_read_by_nobody_until_an_editor_confirms_it(client, tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text(NOTHING_PRINTED.text, encoding="utf-8")
    take_in(path, publish=True)
    page = PolicyPage.objects.get()
    assert all(not clause["allocations"] for clause in page.outline["clauses"])
    assert "公安机关</" not in client.get(page.url).content.decode()
    page = page.get_latest_revision_as_object()
    clauses = [block.value for block in page.body if block.block_type == "clause"]
    rows = next(clause["allocations"] for clause in clauses if clause["allocations"])
    assert [(row["leads"], row["printed"]) for row in rows][:1] == [("民政部门", False)]
    rows[0]["confirmed"] = True
    page.save_revision().publish()
    shown = [row for clause in PolicyPage.objects.get().outline["clauses"] for row in clause["allocations"]]
    assert [(row["leads"], row["printed"]) for row in shown] == [(["民政部门"], False)]
    take_in(path, publish=True)
    again = [row for clause in PolicyPage.objects.get().outline["clauses"] for row in clause["allocations"]]
    assert again == shown


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("一二（）㈠1.、。关于意见的市局\n 号〔〕2026"), min_size=1, max_size=80))
def test_any_text_becomes_a_page_or_a_sentence_and_the_same_page_when_it_comes_again(tmp_path, text):
    path = tmp_path / "any.txt"
    path.write_text(text, encoding="utf-8")
    try:
        take_in(path, publish=True)
    except CommandError:
        assert not text.strip()
        return
    pages = list(PolicyPage.objects.values_list("pk", "slug", "outline"))
    take_in(path, publish=True)
    assert list(PolicyPage.objects.values_list("pk", "slug", "outline")) == pages
