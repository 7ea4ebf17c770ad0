"""Made-up forms of every shape, for the round trip through a workbook."""

from datetime import date

from hypothesis import strategies as st

from forms.schema import (
    AuthorTest,
    Check,
    Choice,
    Expectation,
    FormSchema,
    Group,
    Note,
    Question,
    Rule,
    Section,
    Step,
    Table,
)

# What a cell keeps: no control characters, no space at the ends.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \n“”’=+-@<>&$#{}'\""),
    min_size=1,
    max_size=30,
).map(str.strip).filter(lambda text: text and not text.startswith("＄") and "＄{" not in text)  # fmt: skip
ENDS = st.sampled_from(["zh-hans", "en"])
CHOICE_KEYS = st.from_regex(r"[A-Za-z0-9_.-]{1,12}", fullmatch=True)
PLAIN_TYPES = ("text", "long_text", "integer", "decimal", "date", "datetime", "phone", "consent", "yes_no", "hidden")
NUMERIC = ("integer", "decimal")
SENSITIVITIES = st.sampled_from(["open", "personal", "sensitive", "reporter"])


@st.composite
def words(draw) -> dict[str, str]:
    return draw(
        st.one_of(st.fixed_dictionaries({"zh-hans": TEXTS, "en": TEXTS}), TEXTS.map(lambda text: {"zh-hans": text}))
    )


@st.composite
def choices(draw) -> tuple[Choice, ...]:
    keys = draw(st.lists(CHOICE_KEYS, min_size=1, max_size=4, unique=True))
    return tuple(
        Choice(
            key=key,
            label=draw(words()),
            attributes=draw(st.dictionaries(st.sampled_from(["county", "level"]), TEXTS, max_size=2)),
            since=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
            areas=draw(st.sampled_from([(), ("5117",), ("5117", "511703")])),
        )
        for key in keys
    )


def condition(earlier: list[tuple[str, str, tuple[Choice, ...]]]) -> st.SearchStrategy[Rule]:
    """A condition about questions that stand before."""
    atoms = []
    for path, kind, offered in earlier:
        name = "${" + path + "}"
        if kind in NUMERIC:
            atoms += [f"{name} > 3", f"{name} + 1 <= 7 div 2"]
        elif kind in ("consent", "yes_no"):
            atoms += [f"{name} = true()", f"not({name})", f"{name}"]
        elif kind in ("choice", "multiple_choice"):
            atoms.append(f"selected({name}, '{offered[0].key}')")
        else:
            atoms += [f"not-empty({name})", f"string({name}) = 'it''s “so”'"]
    one = st.sampled_from(atoms)
    return st.one_of(one, st.tuples(one, st.sampled_from(["and", "or"]), one).map(" ".join)).map(
        lambda text: Rule(formula=text)
    )


@st.composite
def questions(draw, key: str, earlier: list[tuple[str, str, tuple[Choice, ...]]]) -> Question:
    kind = draw(st.sampled_from((*PLAIN_TYPES, "choice", "multiple_choice", "computed", "photos", "signature", "area")))
    offered = draw(choices()) if kind in ("choice", "multiple_choice") else ()
    maybe = st.none() | condition(earlier) if earlier else st.none()
    settings = {"least": draw(st.integers(-5, 5)), "unit": "元"} if kind == "integer" and draw(st.booleans()) else {}
    checks = [Check(rule=Rule(formula=". > 1"), message=draw(words()))] if kind in NUMERIC else []
    return Question(
        key=key,
        type=kind,
        label=draw(words()),
        hint=draw(st.just({}) | words()),
        required=draw(st.booleans()),
        required_when=draw(maybe),
        shown_when=draw(maybe),
        checks=tuple(checks * draw(st.integers(0, 2))),
        computed=Rule(formula="1 + 1") if kind == "computed" else None,
        default=Rule(formula=draw(st.sampled_from(["3", "1 + 2"])))
        if kind in NUMERIC and draw(st.booleans())
        else None,
        choices=offered,
        option_list=draw(st.sampled_from([None, "towns"])) if offered else None,
        choice_filter=Rule(formula=f". != '{offered[0].key}'") if offered and draw(st.booleans()) else None,
        prefill=draw(st.sampled_from(["", "profile.phone"])),
        sensitivity=draw(SENSITIVITIES),
        countable=bool(offered) and draw(st.booleans()),
        settings=settings,
    )


def in_one_line(said: dict[str, str]) -> dict[str, str]:
    """A form's title is one line in the editor, and in a workbook's settings."""
    return {language: "-".join(text.split()) for language, text in said.items()}


@st.composite
def forms(draw) -> FormSchema:
    """Valid as far as formulas go: every rule asks for what stands before it."""
    earlier: list[tuple[str, str, tuple[Choice, ...]]] = []
    steps = []
    number = 0

    def leaf(*, may_be_table: bool = True):
        nonlocal number
        number += 1
        key = f"q{number}"
        shown_when = draw(st.none() | condition(earlier)) if earlier else None
        which = draw(st.sampled_from(["question", "question", "note", "table" if may_be_table else "question"]))
        if which == "note":
            tone = draw(st.sampled_from(["plain", "warning", "danger"]))
            return Note(key=key, text=draw(words()), tone=tone, shown_when=shown_when)
        if which == "table":
            inside: list[tuple[str, str, tuple[Choice, ...]]] = list(earlier)
            columns = []
            for column in ("name", "age", "note")[: draw(st.integers(1, 3))]:
                made = draw(questions(column, inside).filter(lambda found: found.type != "photos"))
                inside = [one for one in inside if one[0] != column] + [(column, made.type, made.choices)]
                columns.append(made)
            least = draw(st.integers(0, 3))
            return Table(
                key=key, label=draw(words()), hint=draw(st.just({}) | words()), columns=tuple(columns),
                least_rows=least, most_rows=draw(st.sampled_from([3, 20, 200])), shown_when=shown_when,
                sensitivity=draw(SENSITIVITIES),
            )  # fmt: skip
        made = draw(questions(key, earlier))
        if made.type not in ("photos", "signature", "area", "hidden"):
            earlier.append((key, made.type if made.type != "computed" else "integer", made.choices))
        return made

    for index in range(draw(st.integers(1, 3))):
        items: list = []
        for _item in range(draw(st.integers(1, 3))):
            if draw(st.integers(0, 3)) == 0:
                number += 1
                inner = tuple(leaf() for _leaf in range(draw(st.integers(1, 2))))
                items.append(
                    Group(key=f"g{number}_{index}", label=draw(words()), hint=draw(st.just({}) | words()), items=inner)
                )
            else:
                items.append(leaf())
        steps.append(
            Step(
                key=f"step_{index}",
                title=draw(words()),
                intro=draw(st.just({}) | words()),
                items=tuple(items),
                section=draw(st.sampled_from([None, "police"])),
            )
        )
    return FormSchema(
        key="made_up",
        title=draw(words().map(in_one_line)),
        steps=tuple(steps),
        receipt=draw(st.booleans()),
        retention_months=draw(st.sampled_from([60, 12])),
        purpose=draw(st.just({}) | words()),
        sections=(Section(key="police", title=draw(words()), filler="police_of_place"),),
        tests=tuple(
            AuthorTest(title=title, answers={"q1": title}, expected=(Expectation(place="q1", must_be="shown"),))
            for title in draw(st.lists(TEXTS, max_size=2))
        ),
    )
