"""The types of XLSForm, and which of ours each becomes."""

import re
from dataclasses import dataclass
from typing import Literal

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from forms.logic.types import answer_types

Role = Literal["begin group", "begin repeat", "begin loop", "end", "question", "note", "choice", "metadata", "unknown"]
# By the type that the answer has in XForms; the first of ours that this portal knows.
BY_BIND = {
    "string": ("text",),
    "int": ("integer",),
    "decimal": ("decimal",),
    "date": ("date",),
    "dateTime": ("datetime",),
    "time": ("time", "text"),
    "barcode": ("text",),
    "geopoint": ("text",),
    "geotrace": ("text",),
    "geoshape": ("text",),
}
UPLOADS = {"image/*": ("photos",), "audio/*": ("audio", "files"), "video/*": ("files",), "application/*": ("files",)}
SELECTS = {"select one": "choice", "select all that apply": "multiple_choice", "rank": "multiple_choice"}
METADATA = {"audit", "start-geopoint", "background-audio", "background-geopoint", "xml-external", "csv-external"}
# A time of the day, for portals without a kind of field for it.
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True)
class Kind:
    """What a cell of the column `type` says. `xform` is the plain XForms type, `ours` the key of our field type."""

    role: Role
    xform: str = ""
    ours: str = ""
    list_name: str = ""
    or_other: bool = False


def kind_of(said: str) -> Kind:
    said = re.sub(r"[ \t]+", " ", said.strip())
    if match := RE_BEGIN_CONTROL.search(said):
        role: dict[str, Role] = {"group": "begin group", "repeat": "begin repeat", "loop": "begin loop"}
        return Kind(role[aliases.control[match["type"]]])
    if match := RE_END_CONTROL.search(said):
        return Kind("end", aliases.control[match["type"]])
    if match := RE_SELECT.search(said):
        kind = aliases.select[match["select_command"]]
        return Kind("choice", kind, SELECTS.get(kind, ""), match["list_name"], match["specify_other"] is not None)
    return _of_plain(aliases._type_alias_map.get(said, said))


def _of_plain(said: str) -> Kind:
    if said.split(" ")[0] == "osm":
        said = "geopoint"
    if said == "range":
        return Kind("question", "range", "integer")
    entry = QUESTION_TYPE_DICT.get(said) or QUESTION_TYPE_DICT.get(said.lower())
    bind, control = (entry or {}).get("bind", {}), (entry or {}).get("control", {})
    if said in METADATA or "jr:preload" in bind:
        return Kind("metadata", bind.get("jr:preloadParams", said))
    if entry is None or said.startswith("select"):
        return Kind("unknown")
    if control.get("tag") == "trigger":
        return Kind("question", "acknowledge", "consent")
    if bind.get("readonly"):
        return Kind("note", "note")
    if not control:
        return Kind(
            "question", "hidden" if said == "hidden" else "calculate", "hidden" if said == "hidden" else "computed"
        )
    if "mediatype" in control:
        return Kind("question", control["mediatype"], known(UPLOADS.get(control["mediatype"], ("files",))))
    return Kind("question", bind.get("type", ""), known(BY_BIND.get(bind.get("type", ""), ("text",))))


def known(candidates: tuple[str, ...]) -> str:
    return next((one for one in candidates if one in answer_types), candidates[-1])
