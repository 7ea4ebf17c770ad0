"""Any workflow that could be published, for property tests."""

from hypothesis import strategies as st

from workflows.schema import WorkflowSchema

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
TITLES = st.text(st.sampled_from("受理通报报告 <>&\"'\n\taB1"), min_size=1, max_size=8).filter(str.strip)
WORDS = st.fixed_dictionaries({"zh-hans": TITLES}, optional={"en": TITLES, "bo": TEXT})
LOOSE_WORDS = st.just({}) | WORDS | st.fixed_dictionaries({"en": TEXT})
RULES = st.sampled_from(["${answers.a} = 'x'", "${answers.b} > 1 and\r\n ${f.c} != '<&>'"]).map(
    lambda f: {"formula": f}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=2), max_leaves=4
)
LATER = st.fixed_dictionaries({"days": st.integers(1, 9)}, optional={"unless_moved": st.booleans()})
EFFECTS = st.lists(
    st.fixed_dictionaries(
        {"type": KEYS, "settings": st.dictionaries(KEYS, JSON, max_size=2)}, optional={"later": LATER}
    ),
    max_size=2,
)
RUNGS = st.lists(
    st.fixed_dictionaries(
        {"side": st.sampled_from(["before", "after"]), "days": st.integers(0, 9)},
        optional={"tell": st.just(["leader"]), "mark": st.sampled_from(["yellow", "red"])},
    ),
    max_size=2,
)
DEADLINES = st.fixed_dictionaries(
    {},
    optional={
        "working": st.booleans(),
        "urgent_when": RULES,
        "urgent_days": st.integers(1, 60),
        "ladder": RUNGS,
        "urgent_ladder": RUNGS,
    },
).flatmap(
    lambda more: (
        st.fixed_dictionaries({"minutes": st.integers(1, 9000)}) | st.fixed_dictionaries({"days": st.integers(1, 700)})
    ).map(lambda length: {**length, **more})
)


SCENARIOS = st.lists(
    st.fixed_dictionaries(
        {
            "title": TEXT,
            "answers": st.dictionaries(KEYS, TEXT, max_size=1),
            "steps": st.lists(st.fixed_dictionaries({"task": KEYS, "days": st.integers(0, 9)}), max_size=2),
        }
    ),
    max_size=1,
)


JOINS = st.fixed_dictionaries(
    {"needs": st.sampled_from(["all", "any", "some"])},
    optional={"count": st.integers(1, 2), "favour": RULES, "veto": st.booleans()},
).map(lambda join: {"count": 1, **join})


@st.composite
def tasks(draw, key, relations):
    return {
        "key": key,
        "title": draw(WORDS),
        "instructions": draw(LOOSE_WORDS),
        "relation": draw(st.sampled_from(relations)),
        "form": draw(st.sampled_from(["", "f", "g"])),
        "roles": draw(st.sampled_from([[], ["leader"], ["police_officer", "leader"]])),
        "section": draw(st.sampled_from(["", "s", "t"])),
        "prefill": draw(st.dictionaries(KEYS, TEXT, max_size=1)),
        "deadline": draw(st.none() | DEADLINES),
        "remarks": draw(st.lists(st.fixed_dictionaries({"title": WORDS, "shown_when": RULES}), max_size=1)),
    }


@st.composite
def workflows(draw):
    """Every state can be reached, and a way leads from each to an end: the first way of each leads to the next one."""
    relations = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
    states = draw(st.lists(KEYS, min_size=2, max_size=5, unique=True))
    ends = draw(st.lists(KEYS.filter(lambda key: key not in states), max_size=1, unique=True))
    task_keys = iter(draw(st.lists(KEYS, min_size=15, max_size=15, unique=True)))
    way_keys = iter(draw(st.lists(KEYS, min_size=60, max_size=60, unique=True)))
    made, ways = [], []
    for number, state in enumerate(states[:-1]):
        mine = [draw(tasks(next(task_keys), relations)) for _ in range(draw(st.integers(1, 3)))]
        joint = draw(st.booleans())
        for task in mine if joint else []:
            task |= {"form": "f", "section": "s"}
        join = draw(st.none() | JOINS) if len(mine) > 1 else None
        kind = "start" if number == 0 else draw(st.sampled_from(["work", "waiting"]))
        made.append(
            {
                "key": state,
                "title": draw(WORDS),
                "kind": kind,
                "public_status": draw(LOOSE_WORDS),
                "tasks": mine,
                "join": join,
            }
        )
        rows = [draw(transitions(states[number + 1]))]
        rows += [draw(transitions(draw(st.sampled_from(states + ends)))) for _ in range(draw(st.integers(0, 2)))]
        if join:
            # For when it was met, and for when not; a task may have ways of its own beside them.
            ways += [{**row, "key": next(way_keys), "source": state, "task": ""} for row in rows]
            ways.append(
                {**draw(transitions(states[-1])), "key": next(way_keys), "source": state, "task": "", "missed": True}
            )
            rows = [draw(transitions(draw(st.sampled_from(states + ends))))] * draw(st.integers(0, 1))
            ways += [{**row, "key": next(way_keys), "source": state, "task": mine[-1]["key"]} for row in rows]
            continue
        for task in mine:
            each = rows if joint or task is mine[0] else [draw(transitions(draw(st.sampled_from(states + ends))))]
            ways += [{**way, "key": next(way_keys), "source": state, "task": task["key"]} for way in each]
    ends = [end for end in ends if any(way["target"] == end for way in ways)]
    made += [{"key": end, "title": draw(WORDS), "kind": "end"} for end in [states[-1], *ends]]
    return WorkflowSchema.model_validate(
        {
            "key": draw(KEYS),
            "title": draw(WORDS),
            "opened_by": draw(KEYS),
            "relations": [
                {
                    "key": key,
                    "title": draw(WORDS),
                    "kind": "duty_at_place",
                    "duty": draw(st.sampled_from(["", "police"])),
                }
                for key in relations
            ],
            "states": draw(st.permutations(made)),
            "transitions": draw(st.permutations(ways)),
            "readers": draw(
                st.lists(
                    st.fixed_dictionaries({"relation": KEYS, "forms": st.lists(KEYS, max_size=2)}),
                    min_size=1,
                    max_size=2,
                )
            ),
            "opening_effects": draw(EFFECTS),
            "scenarios": draw(SCENARIOS),
        }
    )


@st.composite
def transitions(draw, target):
    return {
        "title": draw(WORDS),
        "target": target,
        "guard": draw(st.none() | RULES),
        "confirmation": draw(LOOSE_WORDS),
        "effects": draw(EFFECTS),
    }
