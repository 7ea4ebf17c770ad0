"""A form is published anew while somebody fills it in: nothing typed is lost, and nobody has to change over."""

from forms import builder, services
from forms.schema import FormSchema
from tests.forms.wizard.browser import ABOUT


def published_anew(version, change):
    """The form with its first step changed, as a new version."""
    schema = version.schema.model_dump(mode="json", exclude={"tests"})
    change(schema["steps"][0])
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
