"""Which field type a row becomes, with its settings, by its type, parameters and appearance."""

import re
from typing import Any

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.kinds import kind_of, known
from forms.exchange.xlsform.outline import Element
from forms.exchange.xlsform.own import Own
from forms.logic import numbers
from forms.logic.types import answer_types

# Our field types as XLSForm says them; others are text.
WRITTEN = {
    "long_text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "money": "decimal",
    "scale": "range",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "choice": "select_one",
    "multiple_choice": "select_multiple",
    "yes_no": "select_one",
    "consent": "acknowledge",
    "computed": "calculate",
    "hidden": "hidden",
    "photos": "image",
    "audio": "audio",
    "files": "file",
    "signature": "image",
}
ENDINGS = {"video/*": ["mp4", "mov", "3gp", "webm"], "audio/*": ["mp3", "m4a", "wav", "ogg", "amr"]}
# More numbers than these are typed, not chosen.
LONGEST_SCALE = 11
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s,;]+)")


def type_of(element: Element, own: Own, findings: Findings) -> tuple[str, dict[str, Any]]:
    """Key of the field type and its settings. What the row says beyond them is found and listed."""
    kind, row = element.kind, element.row
    said = row.own("type")
    if said and _still_fits(said, element):
        return said, own.mapping("settings")
    if said:
        findings.changed(row.at("type"), _("The type was changed since the portal wrote this workbook; it counts."))
    appearance = row.get("control", "appearance").split()
    parameters = dict(_PARAMETER.findall(row.get("parameters")))
    ours = kind.ours
    settings: dict[str, Any] = {}
    if kind.xform == "range":
        ours, settings = _range(element, parameters, findings)
        parameters = {}
    elif kind.xform == "string" and ("multiline" in appearance or "rows" in parameters or row.get("control", "rows")):
        ours, parameters = "long_text", {}
        appearance = [word for word in appearance if word != "multiline"]
    elif kind.xform == "image/*" and "signature" in appearance:
        ours, appearance = "signature", []
    elif ours == "files" and kind.xform in ENDINGS:
        settings = {"accept": ENDINGS[kind.xform]}
    _say_what_is_other(element, findings)
    if parameters:
        findings.dropped(row.at("parameters"), _("These parameters have no equal here."))
    if appearance:
        message = _("The look “%(appearance)s” has no equal here; the portal chooses how the question is shown.")
        findings.dropped(row.at("control", "appearance"), message % {"appearance": " ".join(appearance)})
    return ours, {**settings, **own.mapping("settings")}


def _still_fits(said: str, element: Element) -> bool:
    if said not in answer_types:
        return False
    if element.kind.role == "choice" and said not in WRITTEN:
        return True
    return kind_of(f"{WRITTEN.get(said, 'text')} list").xform == element.kind.xform or (
        kind_of(WRITTEN.get(said, "text")).xform == element.kind.xform
    )


def _say_what_is_other(element: Element, findings: Findings) -> None:
    xform, place = element.kind.xform, element.row.at("type")
    if xform == "rank":
        findings.changed(place, _("Options cannot be put in an order here; several can be chosen."))
    elif xform == "barcode":
        findings.changed(place, _("Nothing is scanned here; the code is typed as text."))
    elif xform in ("geopoint", "geotrace", "geoshape"):
        findings.changed(place, _("Maps are not drawn on here; where it is, is written as text."))
    elif xform == "time" and known(("time", "text")) == "text":
        findings.changed(place, _("A time of day is written as text here."))
    elif xform == "calculate":
        findings.changed(place, _("Computed values are shown to those who fill in the form."))


def _range(element: Element, parameters: dict[str, str], findings: Findings) -> tuple[str, dict[str, Any]]:
    usual = {"start": "1", "end": "10", "step": "1"}
    found = {name: numbers.read(parameters.get(name, text)) for name, text in usual.items()}
    start, end, step = (found[name] for name in usual)
    if start is None or end is None or step is None:
        findings.dropped(element.row.at("parameters"), _("Start, end and step must be numbers."))
        return "decimal", {}
    least, most = min(start, end), max(start, end)
    if any(number != number.to_integral_value() for number in (least, most, step)):
        findings.changed(
            element.row.at("type"), _("The number is typed here, not drawn on a scale; steps are left out.")
        )
        return "decimal", {"least": numbers.write(least), "most": numbers.write(most)}
    settings = {"least": int(least), "most": int(most)}
    if step == 1 and most - least < LONGEST_SCALE and "scale" in answer_types:
        return "scale", settings
    findings.changed(element.row.at("type"), _("The number is typed here, not drawn on a scale; steps are left out."))
    return "integer", settings
