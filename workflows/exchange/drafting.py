"""What every imported workflow needs and no other format says: who, which form, what to call things."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.directory.functions import FUNCTIONS
from portal.words import DEFAULT_LANGUAGE, ENGLISH, Words
from workflows.exchange import own
from workflows.exchange.findings import Findings
from workflows.exchange.naming import Keys
from workflows.schema import Relation, WorkflowSchema

LONGEST_TITLE = 120
# Far more than any workflow that people work by.
MOST_PARTS = 1_000
SOMEBODY: Words = {DEFAULT_LANGUAGE: "承办人", ENGLISH: "Whoever does it"}
FINISH: Words = {DEFAULT_LANGUAGE: "完成", ENGLISH: "Done"}
THE_END: Words = {DEFAULT_LANGUAGE: "结束", ENGLISH: "End"}
UNTITLED: Words = {DEFAULT_LANGUAGE: "未命名", ENGLISH: "Untitled"}


class People:
    """Who takes part: those that the definition names, and those that are found on the way."""

    def __init__(self, known: tuple[Relation, ...], keys: Keys, findings: Findings) -> None:
        self.keys, self.findings = keys, findings
        self.known: dict[str, Relation] = {}
        for relation in known:
            self.known.setdefault(relation.key, relation)
            keys.taken["relation"].add(relation.key)
        self._by_name: dict[str, str] = {}

    def named(self, name: str, *, element: str, key: str = "") -> str:
        """Key of the relation: the one that has this key, or the one made for this name."""
        if key in self.known:
            self.known[key] = (was := self.known[key]).model_copy(update={"title": own.edited(was.title, name)})
            return key
        if name not in self._by_name:
            self._by_name[name] = self._made(name, element)
        return self._by_name[name]

    def _made(self, name: str, element: str) -> str:
        title = {DEFAULT_LANGUAGE: name} if name else SOMEBODY
        key = self.keys.of("relation", name or "somebody")
        duty = _duty(name)
        self.known[key] = Relation(key=key, title=title, kind="duty_at_place", duty=duty)
        if not duty:
            sentence = _("Say under “Who takes part” who “%(name)s” is, by a duty that organisations answer for.")
            self.findings.missing(element, sentence % {"name": title[DEFAULT_LANGUAGE]})
        return key

    @property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(self.known.values())


def say_what_is_missing(schema: WorkflowSchema, findings: Findings) -> None:
    """What a person has to say before such a workflow can be published."""
    if not schema.opened_by:
        findings.missing("", _("Say which form opens a case."))
    if not schema.readers:
        findings.missing("", _("Say under “Who reads what” who may read which forms; nobody does yet."))


def demand_sensible(count: int, findings: Findings) -> None:
    """An error for a file of more tasks, states or ways than a workflow can have."""
    if count > MOST_PARTS:
        findings.error("", _("This is too large for a workflow: more than %(n)s elements.") % {"n": MOST_PARTS})


def short_titled(schema: WorkflowSchema, findings: Findings) -> WorkflowSchema:
    """With a title that fits into the list of workflows."""
    title = {language: text[:LONGEST_TITLE] for language, text in schema.title.items()}
    if title != schema.title:
        findings.changed("", _("The title was too long and was cut."))
    return schema.model_copy(update={"title": title})


def one_line(text: str) -> str:
    """What a box in a picture is called: there, names are broken into lines."""
    return " ".join(own.plain(text).split())


def _duty(name: str) -> str:
    """The duty that is called exactly so, in Chinese or English, or has that key."""
    for language in (DEFAULT_LANGUAGE, ENGLISH):
        with override(language):
            for key, title in FUNCTIONS.items():
                if name.strip().lower() in (key, str(title).lower()):
                    return key
    return ""
