"""A letter as a definition: checked, into the editor and back, published, compared in words, exchanged in packs."""

import pytest

from forms import builder as form_builder
from forms import services as forms
from forms.versions.publishing import NotPublishable
from tests.workflows.letters.conftest import FORM, SIGNED, letter, paragraph
from workflows import packing
from workflows.letters.builder import save_definition, schema_of
from workflows.letters.check import check_letter
from workflows.letters.comparing import NAMES, differences
from workflows.letters.models import Letter
from workflows.letters.publishing import publish
from workflows.letters.schema import LetterSchema

WHOLE = letter(
    {"kind": "head", "sender": "${sender}", "number": "${number}"},
    {"kind": "title", "text": "关于处置的函"},
    {"kind": "addressee", "text": "${addressee}："},
    {"kind": "heading", "text": "一、情况", "new_page": True},
    paragraph("${form.found}\n第二段", style="small", shown_when={"formula": "${form.danger} = 'yes'"}),
    paragraph("${row.name}", each="people"),
    {"kind": "list", "lines": [{"text": "一"}, {"text": "二", "shown_when": {"formula": "${form.child} != ''"}}]},
    {"kind": "fields", "fields": ["child", "people"]},
    {"kind": "rows", "table": "people", "columns": ["name"], "numbered": False},
    SIGNED,
    {"kind": "note", "text": "抄送：县民政局", "place": "imprint"},
)


def codes(*blocks, **said):
    return {problem.code for problem in check_letter(letter(*blocks, **said), forms={"response": FORM})}


@pytest.mark.parametrize(
    ("blocks", "said", "found"),
    [
        ([SIGNED], {}, set()),
        ([], {}, {"empty"}),
        ([SIGNED], {"form": "nowhere"}, {"form_unknown"}),
        ([paragraph("x")], {"paper": "court"}, {"unsigned"}),
        ([SIGNED], {"paper": "court"}, set()),
        ([paragraph("${form.gone}")], {}, {"name_unknown"}),
        ([paragraph("${case.secret}")], {}, {"name_unknown"}),
        ([paragraph("${form.photos}")], {}, {"name_unknown"}),
        ([{"kind": "fields", "fields": ["photos"]}], {}, {"name_unknown"}),
        ([paragraph("${row.name}")], {}, {"name_unknown"}),
        ([paragraph("${row.name}", each="people")], {}, set()),
        ([paragraph("${row.name}")], {"each": "people"}, set()),
        ([paragraph("${form.people.name}")], {"each": "people"}, {"other_rows"}),
        ([{"kind": "rows", "table": "people"}], {"each": "people"}, {"other_rows"}),
        ([{"kind": "fields", "fields": ["people"]}], {"each": "people"}, {"other_rows"}),
        ([{"kind": "rows", "table": "gone"}], {}, {"table_unknown"}),
        ([{"kind": "rows", "table": "people", "columns": ["gone"]}], {}, {"name_unknown"}),
        ([{"kind": "fields", "fields": ["gone"]}], {}, {"name_unknown"}),
        ([paragraph("${form.child")], {}, {"placeholder_broken"}),
        ([paragraph("[[${form.child}")], {}, {"placeholder_broken"}),
        ([paragraph("[[${form.child}\n]]")], {}, set()),
        ([{"kind": "signature", "text": "[[${form.child}\n]]${today}"}], {}, {"placeholder_broken"}),
        ([paragraph("x", shown_when={"formula": "${form.danger} = "})], {}, {"formula_wrong"}),
        ([paragraph("x", shown_when={"formula": "${form.gone} = 'x'"})], {}, {"name_unknown"}),
        ([paragraph("${form.found}")], {"reveals": ["open"]}, {"too_much"}),
        ([paragraph("x", shown_when={"formula": "${form.found} = 'x'"})], {"reveals": ["open"]}, {"too_much"}),
        ([paragraph("${form.who}")], {}, {"name_unknown", "reporter"}),
        ([{"kind": "fields", "fields": ["who"]}], {}, {"name_unknown", "reporter"}),
        ([paragraph("x", shown_when={"formula": "${form.who} = 'x'"})], {}, {"name_unknown", "reporter"}),
    ],
)
def test_what_is_wrong_is_found_before_it_is_published(blocks, said, found):
    assert codes(*blocks, **said) == found


@pytest.fixture
def form(cast):
    return forms.publish(form_builder.save_definition(FORM, by=None), by=None)


def test_it_goes_into_the_editor_and_comes_back_as_it_was(form):
    assert schema_of(save_definition(WHOLE, by=None)) == WHOLE
    read_again = Letter.objects.get().latest_revision.as_object()
    assert schema_of(read_again) == WHOLE


def test_it_is_published_in_numbered_versions_that_stay(form):
    first = publish(save_definition(WHOLE, by=None), by=None)
    assert publish(save_definition(WHOLE, by=None), by=None) == first
    second = publish(save_definition(WHOLE.model_copy(update={"paper": "court"}), by=None), by=None)
    assert (first.number, second.number) == (1, 2)
    assert first.schema.paper == "official"
    assert first.schema.blocks[4].shown_when.tree
    with pytest.raises(NotPublishable):
        publish(save_definition(letter(paragraph("${form.gone}")), by=None), by=None)
    assert Letter.objects.get().current_version == second


def test_a_form_that_takes_away_what_a_letter_names_is_not_published(form):
    letter_row = save_definition(WHOLE, by=None)
    letter_row.save_revision().publish()
    raw = FORM.model_dump(mode="json")
    raw["steps"][0]["items"] = [one for one in raw["steps"][0]["items"] if one["key"] != "found"]
    changed = form_builder.save_definition(type(FORM).model_validate(raw), by=None)
    with pytest.raises(NotPublishable) as raised:
        forms.publish(changed, by=None)
    assert "${form.found}" in str(raised.value.problems)


def test_every_field_has_a_name_for_comparing():
    assert set(NAMES) == set(LetterSchema.model_fields)


CHANGES = {
    "title": {"zh-hans": "通知"},
    "form": "other",
    "paper": "court",
    "each": "people",
    "reveals": ["open"],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_said_in_words(name):
    changed = LetterSchema.model_validate({**WHOLE.model_dump(), name: CHANGES[name]})
    (sentence,) = differences(WHOLE, changed)
    assert str(NAMES[name]) in sentence


@pytest.mark.parametrize("number", range(len(WHOLE.blocks)))
def test_a_part_that_came_or_went_is_said_in_words(number):
    fewer = WHOLE.model_copy(update={"blocks": WHOLE.blocks[:number] + WHOLE.blocks[number + 1 :]})
    assert len(differences(WHOLE, fewer)) == 1
    assert len(differences(fewer, WHOLE)) == 1


def test_another_order_is_said():
    turned = WHOLE.model_copy(update={"blocks": tuple(reversed(WHOLE.blocks))})
    assert len(differences(WHOLE, turned)) == 1
    assert differences(WHOLE, WHOLE) == []


@pytest.mark.django_db
def test_the_shipped_letters_go_through_the_editor_unchanged():
    for one in packing.read(packing.find("child-protection")).letters:
        assert schema_of(save_definition(one, by=None)) == one
