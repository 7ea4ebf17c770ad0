"""Of a small count nobody learns more than that it is small, whatever is said beside it."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.smallcounts import LEAST, is_small, unsaid
from workflows.measuring.coverage import WHOLE, Coverage, said

AMOUNTS = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 25)), min_size=1, max_size=4)


def possible(counts, hidden, whole, parts):
    """Every way in which what is not said could be, for who knows how it is chosen."""
    most = 2 * counts[whole] + 12
    values = {
        cell: range(1, LEAST) if is_small(counts[cell]) else range(LEAST, most)
        for cell in [whole, *parts]
        if cell in hidden
    }
    order = [cell for cell in parts if cell in hidden]
    rest = sum(counts[cell] for cell in parts if cell not in hidden)
    for found in product(*(values[cell] for cell in order[:-1])):
        # The last one follows from the others, where the whole is said.
        wholes = values.get(whole, [counts[whole]])
        for one in wholes:
            last = one - rest - sum(found)
            if order and last in values[order[-1]]:
                yield dict(zip(order, (*found, last), strict=True)) | {whole: one}


@settings(deadline=None)
@given(AMOUNTS)
def test_a_sum_tells_nothing_of_a_small_part(amounts):
    parts = list(range(len(amounts)))
    counts = dict(enumerate(amounts)) | {"whole": sum(amounts)}
    hidden = unsaid(counts, [("whole", parts)])
    small = [cell for cell in parts if is_small(counts[cell])]
    assert set(small) <= hidden
    for cell in small:
        seen = {one[cell] for one in possible(counts, hidden, "whole", parts)}
        assert seen == set(range(1, LEAST)) or counts["whole"] < LEAST, (counts, hidden)


def test_what_is_large_is_said_where_it_tells_nothing():
    counts = {"whole": 40, "a": 20, "b": 20}
    assert unsaid(counts, [("whole", "ab")]) == frozenset()
    counts = {"whole": 48, "a": 3, "b": 20, "c": 25}
    assert unsaid(counts, [("whole", "abc")]) == {"a", "b"}


def test_a_table_is_protected_down_and_across():
    places = {"a": Coverage(met=30, missed=2), "b": Coverage(met=40, missed=20), "c": Coverage(met=50, missed=25)}
    rows = said(sum(places.values(), Coverage()), places)
    assert rows[0, "a"]["missed"].startswith(("fewer", "少于"))
    # By its own row, and by the column.
    assert rows[0, "a"]["met"] == "–"
    assert [rows[0, key]["missed"] for key in "bc"].count("–") >= 1
    assert rows[WHOLE]["missed"] == "47"
    # Said is only what is certain.
    assert rows[0, "a"].share == "≥ 87%"


def test_of_a_row_with_too_few_nothing_is_said_and_the_next_one_does_not_tell_it():
    places = {"a": Coverage(met=3), "b": Coverage(met=30), "c": Coverage(met=60)}
    rows = said(sum(places.values(), Coverage()), places)
    assert [rows[0, "a"][name] for name in ("met", "missed", "open")] == ["–"] * 3
    assert (rows[0, "b"]["owed"], rows[0, "b"].share, rows[0, "b"].amounts) == ("–", "–", (0, 0, 0, 0))
    assert rows[0, "c"]["owed"] == "60"


def test_what_another_page_leaves_unsaid_is_unsaid_here_and_not_told_by_the_rest():
    rows = said(Coverage(met=30, missed=20), {"x": Coverage(met=30, missed=20)}, kept={"missed"})
    assert (rows[WHOLE]["missed"], rows[WHOLE]["met"]) == ("–", "–")
    assert (rows[0, "x"]["missed"], rows[0, "x"]["met"]) == ("–", "–")
    assert rows[WHOLE].amounts == (0, 0, 0, 50)


def test_what_is_left_unsaid_in_a_column_is_not_told_by_its_own_row():
    places = {"a": Coverage(met=20, missed=2), "b": Coverage(met=21, missed=9), "c": Coverage(met=33)}
    rows = said(sum(places.values(), Coverage()), places)
    for one in rows.values():
        numbers = [one[name] for name in ("owed", "met", "missed", "open")]
        assert numbers.count("–") != 1 or any(number.startswith(("fewer", "少于")) for number in numbers), numbers
    assert rows[WHOLE]["missed"] == "11"
    assert rows[0, "b"]["missed"] == rows[0, "b"]["met"] == "–"
