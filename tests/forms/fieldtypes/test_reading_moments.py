"""Days and times as people type them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fieldtypes.reading_moments import read_day, read_moment

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-02",
        "2026-11-2",
        "2026/11/2",
        "2026.11.02",
        "20261102",
        "2026年11月2日",
        "２０２６年１１月２日",
        " 2026 年 11 月 2 日 ",
    ],
)
def test_a_day_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_day(typed, today=TODAY) == date(2026, 11, 2)


def test_near_days_have_names() -> None:
    assert [read_day(name, today=TODAY) for name in ("今天", "昨天", "前天", "Yesterday")] == [
        date(2026, 11, 21),
        date(2026, 11, 20),
        date(2026, 11, 19),
        date(2026, 11, 20),
    ]


@pytest.mark.parametrize(
    "typed", ["", "11月2日", "2026-13-01", "2026-02-30", "20261131", "soon", "2026-11-02 08:30", "2026"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("2026-11-20T08:30", (8, 30)),
        ("2026-11-20 08:30", (8, 30)),
        ("2026-11-20 8:30:15", (8, 30)),
        ("2026年11月20日 8时30分", (8, 30)),
        ("2026年11月20日8点半", (8, 30)),
        ("2026年11月20日 下午3点", (15, 0)),
        ("2026/11/20 晚上8：05", (20, 5)),
        ("2026-11-20 中午12点", (12, 0)),
        ("2026-11-20 中午1点", (13, 0)),
        ("2026-11-20 凌晨12点10分", (0, 10)),
        ("2026-11-20 3:15 pm", (15, 15)),
        ("20261120 2359", None),
        ("昨天20:15", (20, 15)),
        ("昨天", None),
        ("2026-11-20", None),
        ("2026-11-20 24:00", None),
        ("2026-11-20 8:60", None),
        ("2026-11-20 下午", None),
    ],
)
def test_a_day_with_a_time(typed: str, clock: tuple[int, int] | None) -> None:
    assert read_moment(typed, today=TODAY) == (clock and datetime(2026, 11, 20, *clock))


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0)))
def test_what_a_browser_sends_is_read_back(at: datetime) -> None:
    assert read_moment(at.strftime("%Y-%m-%dT%H:%M").rjust(16, "0"), today=TODAY) == at


@given(st.text(alphabet="0123456789-/.年月日时分点半:T 上下午今昨天apm", max_size=24))
def test_nothing_typed_breaks_it(typed: str) -> None:
    moment = read_moment(typed, today=TODAY)
    assert moment is None or moment.tzinfo is None
