"""What the API says and takes, as JSON."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from forms.models import StoredFile
from forms.schema import Key
from portal.words import Words


class Strict(Schema):
    """What is sent; a name that means nothing here is an error, never ignored."""

    model_config = ConfigDict(extra="forbid")


class FormHead(Schema):
    key: str
    title: Words
    version: int
    # The page of the form on the site.
    page: str


class FormWhole(FormHead):
    # What is asked, as `forms.schema.FormSchema` defines it; the author's tests are left out.
    definition: dict[str, Any]
    # JSON Schema of the answers to all questions, by field key.
    answers: dict[str, Any]


class DraftMade(Schema):
    id: UUID
    # Sent back as `Authorization: Bearer …` by whoever goes on with the draft.
    token: str
    revision: int
    # Keys of the steps to be filled in, as far as known now.
    steps: list[str]


class Answers(Strict):
    answers: dict[Key, Any]
    # The draft's revision that the sender knows; an older one than that of the step is refused.
    revision: int | None = Field(default=None, ge=0)


class Wrong(Schema):
    step: str
    # A field key, or table.row.column with rows from 0; "" is the whole step.
    field: str
    label: str
    sentence: str


class Saved(Schema):
    revision: int
    steps: list[str]
    # What is shown and needed in this step, given all answers so far.
    shown: list[str]
    required: list[str]
    computed: dict[str, Any]
    problems: list[Wrong]


class Draft(Schema):
    revision: int
    steps: list[str]
    answers: dict[str, Any]


class FileKept(Schema):
    id: UUID
    name: str
    media_type: str
    # In bytes, as it is kept.
    size: int
    # "ours" is what was built anew here; "unscanned" has not been looked at for viruses.
    scan: StoredFile.Scan
    # Not "": there are no bytes, the report says that this file was sent and is missing, and this is why.
    missing: StoredFile.Missing


class FileField(Schema):
    field: str
    step: str
    label: str
    # Given all answers so far.
    shown: bool
    required: bool
    # How many files it takes, of which endings, and how large each may be in bytes.
    most: int
    kinds: list[str]
    largest: int
    files: list[FileKept]
    # What is missing or wrong now, in sentences.
    problems: list[str]


class Sending(Strict):
    # Any text; sending the draft twice gives the receipt of the first time.
    idempotency_key: str = Field(default="", max_length=200)


class Sent(Schema):
    number: str
    # The code to follow the report by; "" when the form gives none. It is told here and never again.
    code: str
