"""A letter of the small workflow, as an administrator would have published it."""

from workflows.letters.builder import save_definition
from workflows.letters.models import LetterVersion
from workflows.letters.publishing import publish
from workflows.letters.schema import LetterSchema

NOTICE = "small_notice"


def notice(**said) -> LetterSchema:
    blocks = [
        {"kind": "title", "text": "关于处置的函"},
        {"kind": "paragraph", "text": "${sender}致${addressee}[[（${place}）]]：${form.found}"},
        {"kind": "signature", "text": "${sender}\n${today}"},
    ]
    given = {"key": NOTICE, "title": {"zh-hans": "函"}, "form": "small_response", "blocks": blocks, **said}
    return LetterSchema.model_validate({"reveals": ["open", "personal", "sensitive"], **given})


def publish_notice(**said) -> LetterVersion:
    return publish(save_definition(notice(**said), by=None), by=None)
