"""A form is published anew while somebody fills it in: nothing typed is lost, and nobody has to change over."""

import pytest

from forms import builder, services
from forms.models import Draft
from forms.schema import FormSchema
from tests.forms.wizard.browser import ABOUT, picture


def published_anew(version, change, *, step=0):
    """The form with one of its steps changed, as a new version."""
    schema = version.schema.model_dump(mode="json", exclude={"tests"})
    change(schema["steps"][step])
    form = builder.save_definition(FormSchema.model_validate(schema), by=None)
    return services.publish(form, by=None)


def other_kinds(step):
    """One more question, and the kind of trouble can no longer be that one."""
    for item in step["items"]:
        if item["key"] == "kind":
            item["choices"] = [one for one in item["choices"] if one["key"] != ABOUT["kind"]]
            item["required"] = False


def test_a_draft_stays_on_its_version_and_can_be_handed_in_there(browser, version):
    browser.begin()
    browser.fill_about()
    published_anew(version, other_kinds)

    page = browser.look("people").content.decode()
    browser.send("people", {"guardians-rows": ["0"], "guardians-0-name": "林远"})
    browser.send("reporter", {"reporter_name": "何老师"})

    assert f"{browser.base}newer-version/" in page
    assert browser.draft.version == version
    assert browser.send("review-and-send", {"_key": "k"}).status_code == 302
    assert browser.draft.submission.open_answers["kind"] == ABOUT["kind"]


def test_what_was_sent_for_the_old_version_while_going_over_is_not_written_into_the_new_one(browser, version):
    browser.begin()
    browser.fill_about()
    read_before = Draft.objects.select_related("version", "data_key").get(pk=browser.draft.pk)
    services.move_to(browser.draft, published_anew(version, other_kinds))
    kept = browser.draft.answers

    with pytest.raises(services.MovedOn):
        services.save_step(read_before, "about", {"facts": "只在旧版本中"})
    with pytest.raises(services.MovedOn):
        services.move_to(read_before, version)

    assert (browser.draft.version.number, browser.draft.answers) == (version.number + 1, kept)


def test_whoever_sends_at_that_moment_is_told_and_looks_at_the_new_form(browser, monkeypatch):
    browser.begin()

    def moved(*_args, **_named):
        raise services.MovedOn

    monkeypatch.setattr(services, "save_step", moved)
    answer = browser.fill_about()
    assert (answer.status_code, answer.headers["Location"]) == (302, browser.base)
    quietly = browser.send("about", {"facts": "还在打字"}, go="save")
    assert (quietly.status_code, list(quietly.json())) == (409, ["stale"])


def test_going_over_takes_what_fits_along_and_shows_what_does_not(browser, version):
    browser.begin()
    browser.fill_about()
    fresh = published_anew(version, other_kinds)

    assert browser.send("newer-version", {}).headers["Location"] == browser.base

    draft = browser.draft
    assert draft.version == fresh
    assert (draft.answers["facts"], draft.finished_steps) == (ABOUT["facts"], [])
    assert "kind" not in draft.answers
    assert len(draft.left_over) == 1
    page = browser.look("about").content.decode()
    assert next(iter(draft.left_over.values())) in page
    assert ABOUT["facts"] in page
    browser.fill_about(kind="")
    assert browser.draft.left_over == draft.left_over


def test_without_a_newer_version_nothing_moves(browser, version):
    browser.begin()
    before = browser.draft.revision

    browser.send("newer-version", {})

    assert (browser.draft.version, browser.draft.revision) == (version, before)


def become(key, **changes):
    def change(step):
        [item] = [item for item in step["items"] if item["key"] == key]
        item.update(changes)

    return change


def move(browser, version, change, *, step=0):
    fresh = published_anew(version, change, step=step)
    browser.send("newer-version", {})
    assert browser.draft.version == fresh
    return browser.draft


def test_a_choice_that_became_a_text_goes_along_in_words(browser, version):
    browser.begin()
    browser.fill_about()
    draft = move(browser, version, become("kind", type="text", choices=[], countable=False))
    assert draft.answers["kind"] in ("受伤", "Hurt")
    assert draft.left_over == {}


def test_a_text_that_became_a_choice_is_shown_beside_the_form(browser, version):
    browser.begin()
    browser.fill_about()
    choices = [{"key": "x", "label": "某"}]
    draft = move(browser, version, become("facts", type="choice", choices=choices, settings={}))
    assert "facts" not in draft.answers
    assert ABOUT["facts"] in draft.left_over.values()
    assert ABOUT["facts"] in browser.look("about").content.decode()


def test_what_was_typed_and_could_not_be_read_is_shown_beside_the_form(browser, version):
    browser.begin()
    browser.fill_about(kind="alone", days="好几天")
    assert browser.draft.typed["about"]["days"] == ["好几天"]
    draft = move(browser, version, become("days", type="text", settings={}, checks=[]))
    assert "about" not in draft.typed
    assert "好几天" in draft.left_over.values()
    assert len(draft.left_over) == 1
    assert draft.answers["facts"] == ABOUT["facts"]


def test_a_cell_that_could_not_be_read_keeps_its_row_and_is_shown(browser, version):
    browser.begin()
    browser.fill_about()
    rows = {"guardians-rows": ["0", "1"], "guardians-0-name": "林远", "guardians-1-name": "何" * 3000}
    browser.send("people", rows)
    assert browser.draft.typed["people"]
    draft = move(browser, version, become("papers", label="别的"), step=1)
    assert draft.answers["guardians"][0]["name"] == "林远"
    assert any("何何" in text for text in draft.left_over.values())


def test_two_fields_of_one_label_are_both_shown(browser, version):
    same = published_anew(version, become("reporter_phone", label={"zh-hans": "您的姓名", "en": "Your name"}), step=2)
    browser.begin()
    browser.fill_about()
    browser.send("people", {"guardians-rows": []})
    browser.send("reporter", {"reporter_name": "何老师", "reporter_phone": "13800000000"}, go="save")

    def both_gone(step):
        step["items"] = [{"kind": "field", "key": "other", "type": "text", "label": "其他"}]

    draft = move(browser, same, both_gone, step=2)
    [text] = draft.left_over.values()
    assert [line.replace(" ", "") for line in text.split("\n")] == ["何老师", "13800000000"]


def test_files_of_a_field_that_takes_none_any_more_are_named_and_not_handed_in(browser, version):
    browser.begin()
    browser.fill_about()
    browser.send("people", {"photos": picture(), "papers": picture()}, go="save")
    change = become("photos", type="text", settings={}, label={"zh-hans": "照片说明", "en": "About"})
    draft = move(browser, version, change, step=1)
    assert "现场.jpg" in draft.left_over.values()
    assert set(draft.file_ids()) == {"papers", "left:photos"}
    browser.send("about", ABOUT)
    assert browser.send("people", {"guardians-rows": [], "photos": "见材料"}).status_code == 302
    browser.send("reporter", {"reporter_name": "何老师"})
    assert browser.send("review-and-send", {"_key": "k"}).status_code == 302
    submission = browser.draft.submission
    assert [file.field_key for file in submission.files.exclude(field_key="receipt")] == ["papers"]
    assert submission.unsealed()["photos"] == "见材料"


def test_a_file_of_a_kind_that_is_not_taken_any_more_is_named(browser, version):
    browser.begin()
    browser.fill_about()
    browser.send("people", {"papers": picture()}, go="save")
    draft = move(browser, version, become("papers", settings={"accept": ["pdf"]}), step=1)
    assert "现场.jpg" in draft.left_over.values()
    assert "papers" not in draft.file_ids()
