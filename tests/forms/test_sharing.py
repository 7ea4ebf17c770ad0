"""Lists of options and groups of fields that forms share."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms import builder, services
from forms.models import Form, FormVersion, OptionList, SharedGroup
from forms.schema import FormSchema
from forms.services import NotPublishable
from tests.editing import signed_in_to_edit

LABEL = {"zh-hans": "甲"}
TOWNS = [
    {"key": "kaijiang", "label": "开江镇", "attributes": {"county": "330106"}},
    {"key": "anren", "label": "安仁镇"},
]
TOWN = {"kind": "field", "key": "town", "type": "choice", "label": "乡镇", "option_list": "towns", "choices": TOWNS}
ADDRESS = {
    "kind": "group",
    "key": "home",
    "label": "住址",
    "shared": "address",
    "items": [TOWN, {"kind": "field", "key": "street", "type": "text", "label": "街道"}],
}


def form_of(key, *items, **more):
    step = {"key": "only", "title": "一步", "items": items}
    schema = FormSchema.model_validate({"key": key, "title": key, "steps": [step], **more})
    return builder.save_definition(schema, by=None)


def publish(form):
    form.latest_revision.publish()
    return Form.objects.get(pk=form.pk).current_version


def say_otherwise(options):
    raw = json.loads(json.dumps(list(options.options.raw_data)))
    raw.append({"type": "option", "value": {"label": "新镇", "label_en": "", "key": "", "attributes": "", "areas": ""}})
    options.options = OptionList._meta.get_field("options").to_python(raw)
    options.save()


@pytest.fixture
def author(client, cast):
    return signed_in_to_edit(client, cast, Form, OptionList, SharedGroup)


@pytest.mark.django_db
def test_what_a_form_brings_along_is_shared_from_then_on():
    form = form_of("first", ADDRESS)

    assert [choice.key for choice in builder.choices_of(OptionList.objects.get())] == ["kaijiang", "anren"]
    assert [item.key for item in SharedGroup.objects.get().current_version.schema.items] == ["town", "street"]
    assert builder.schema_of(form).steps[0].items[0].shared == "address"


@pytest.mark.django_db
def test_a_published_form_keeps_the_options_it_was_published_with():
    before = publish(form_of("first", TOWN))
    say_otherwise(OptionList.objects.get())

    assert len(FormVersion.objects.get(pk=before.pk).schema.field("town").choices) == 2
    [use] = services.uses(OptionList.objects.get())
    assert (use.form.key, use.version, use.problems) == ("first", before, [])
    assert "新镇" in use.changes[0]

    after = services.publish(use.form, by=None)
    assert [choice.key for choice in after.schema.field("town").choices] == ["kaijiang", "anren", "xin_zhen"]
    assert [use.changes for use in services.uses(OptionList.objects.get())] == [[]]


@pytest.mark.django_db
def test_a_shared_group_changes_all_forms_that_use_it_when_they_are_published_again():
    for key in ("first", "second"):
        publish(form_of(key, ADDRESS))
    publish(form_of("third", TOWN))
    group = SharedGroup.objects.get()
    raw = json.loads(json.dumps(list(group.items.raw_data)))
    group.items = SharedGroup._meta.get_field("items").to_python(raw[1:])
    group.save()
    assert not any(use.changes for use in services.uses(group)), "a group that is not published changes nothing"

    services.publish_group(group, by=None)

    assert [use.form.key for use in services.uses(group)] == ["first", "second"]
    assert all("乡镇" in use.changes[0] for use in services.uses(group))


@pytest.mark.django_db
def test_a_list_that_only_a_shared_group_names_is_used_by_the_forms_of_the_group():
    publish(form_of("first", ADDRESS))

    assert [use.form.key for use in services.uses(OptionList.objects.get())] == ["first"]


@pytest.mark.django_db
def test_rules_of_a_shared_group_stay_in_the_group():
    form_of("first", ADDRESS)
    group = SharedGroup.objects.get()
    raw = json.loads(json.dumps(list(group.items.raw_data)))
    rule = {"type": "shown_when", "value": {"join": "and", "rows": [], "formula": "${elsewhere} = 1"}}
    raw[1]["value"]["logic"] = [rule]
    group.items = SharedGroup._meta.get_field("items").to_python(raw)

    with pytest.raises(NotPublishable) as refused:
        services.publish_group(group, by=None)
    assert "elsewhere" in str(refused.value.problems[0])


@pytest.mark.django_db
def test_the_page_publishes_the_chosen_forms_and_says_why_one_is_not(author):
    test = {"title": "例子", "answers": {"town": "xin_zhen"}, "expected": [{"place": "town", "must_be": "equal"}]}
    publish(form_of("good", TOWN))
    publish(form_of("bad", TOWN, tests=[test]))
    options = OptionList.objects.get()
    say_otherwise(options)
    address = reverse("wagtailsnippets_portal_forms_optionlist:uses", args=[options.pk])

    page = author.get(address).content.decode()
    forms = list(Form.objects.values_list("pk", flat=True))
    said = author.post(address, {"form": forms}, follow=True).content.decode()

    assert "Cannot be published" in page
    assert "例子" in page
    assert "“good” was published as version 2" in said
    assert "“bad” was not published" in said
    assert sorted(FormVersion.objects.values_list("form__key", "number")) == [("bad", 1), ("good", 1), ("good", 2)]


@pytest.mark.django_db
def test_rows_of_a_file_are_checked_one_by_one_and_then_taken_in(author):
    form_of("first", TOWN)
    options = OptionList.objects.get()
    address = reverse("wagtailsnippets_portal_forms_optionlist:upload", args=[options.pk])
    rows = [
        "标识,选项名称,属性,启用日期,适用地区",
        "kaijiang,开江镇,county=330106,2026-01-01,330106 3302",
        ",新镇,level=2,,",
        ",=HYPERLINK(1),wrong,2026-13-01,12x",
        ",安仁镇,,,",
        "kaijiang,又一个,,,",
    ]
    file = SimpleUploadedFile("list.csv", "\n".join(rows).encode("gb18030"))

    checked = author.post(address, {"file": file})
    assert checked.context["good"] == 2
    report = checked.context["reports"][0]
    assert report["counts"] == {"new": 1, "changed": 1, "same": 1, "wrong": 2}
    assert {fault.at for row in report["rows"] for fault in row.faults} == {"C4", "D4", "E4", "B6"}
    assert len(builder.choices_of(OptionList.objects.get())) == 2, "checking changes nothing"

    author.post(address, {"packed": checked.context["packed"]})
    first, second, third = builder.choices_of(OptionList.objects.get())
    assert (first.since, first.areas, first.attributes) == (date(2026, 1, 1), ("330106", "3302"), {"county": "330106"})
    assert (second.key, third.key, third.attributes) == ("anren", "xin_zhen", {"level": "2"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["list", "add"])
def test_the_pages_of_what_is_shared_open(author, name):
    for model in ("optionlist", "sharedgroup"):
        assert author.get(reverse(f"wagtailsnippets_portal_forms_{model}:{name}")).status_code == 200


@pytest.mark.django_db
def test_the_editors_of_what_is_shared_open_and_show_the_group(author):
    form_of("first", ADDRESS)
    group, options = SharedGroup.objects.get(), OptionList.objects.get()

    assert author.get(reverse("wagtailsnippets_portal_forms_optionlist:edit", args=[options.pk])).status_code == 200
    page = author.get(reverse("wagtailsnippets_portal_forms_sharedgroup:edit", args=[group.pk]))
    assert "Where it is used" in page.content.decode()


def test_who_does_not_edit_forms_sees_none_of_it(client, cast):
    form_of("first", TOWN)
    client.force_login(cast.east_police)
    for place in ("uses", "upload", "edit"):
        address = reverse(f"wagtailsnippets_portal_forms_optionlist:{place}", args=[OptionList.objects.get().pk])
        assert client.get(address).status_code == 403
