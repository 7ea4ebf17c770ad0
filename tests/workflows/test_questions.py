"""What the editor of scenarios offers: the questions of each form that rules may look at, by their labels."""

import pytest
from django.utils import translation

from workflows.admin.questions import askable

pytestmark = pytest.mark.django_db


def questions(form):
    with translation.override("zh-hans"):
        return {one["key"]: one for one in askable()["forms"][form]}


@pytest.fixture
def packed():
    from django.core.management import call_command

    call_command("load_pack", "child-protection", verbosity=0)


def test_each_question_has_its_kind_and_its_choices_by_label(packed):
    found = questions("activity")
    kinds = {"children_count": "integer", "off_site": "yes_no", "venue": "choice", "times": "choices", "title": "text",
             "sessions": "text"}  # fmt: skip
    assert {key: found[key]["kind"] for key in kinds} == kinds
    assert ["school", "学校"] in found["venue"]["choices"]
    assert found["venue"]["step"] == "时间与地点"
    assert questions("volunteer_file")["valid_until"]["kind"] == "date"


def test_what_is_sealed_is_not_offered_unless_it_is_counted(packed):
    assert not {"leader_name", "leader_phone"} & set(questions("activity"))
    assert "risk" in questions("child_file")
    assert "child_birth" not in questions("child_file")
