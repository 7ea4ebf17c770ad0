"""What fields compute without a browser or a database: numbers of papers, points on the map, points in a sheet."""

import pytest

from forms.fieldtypes.coordinates import Point, read_point
from forms.fieldtypes.papers import PAPERS
from forms.fieldtypes.points import scored
from forms.schema import Question
from tests.forms.fieldtypes.samples import BANDS, CHOICES, ROWS


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident", "11010519491231002X"),
        ("residence_permit", "810000199408230021"),
        ("foreigner_permit", "ABC123456789012"),
        ("birth_certificate", "P330123456"),
        ("hong_kong_macao_pass", "H12345678"),
        ("taiwan_pass", "12345678"),
        ("hong_kong_card", "A1234563"),
        ("hong_kong_card", "AB9876543"),
        ("macao_card", "51234567"),
        ("taiwan_card", "A123456789"),
        ("passport", "E12345678"),
        ("other", "X123"),
    ],
)
def test_a_paper_takes_its_numbers(kind: str, number: str) -> None:
    assert PAPERS[kind].takes(number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident", "110105194912310021"),
        ("resident", "810000199408230021"),
        ("residence_permit", "11010519491231002X"),
        ("foreigner_permit", "911124198108030025"),
        ("hong_kong_card", "A1234564"),
        ("taiwan_card", "A123456788"),
        ("passport", "E12"),
        ("macao_card", "21234567"),
        ("other", "<b>"),
    ],
)
def test_a_paper_refuses_what_cannot_be_its_number(kind: str, number: str) -> None:
    assert not PAPERS[kind].takes(number)


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("31.12345, 108.54321", Point(31.12345, 108.54321)),
        ("108.54321，31.12345", Point(31.12345, 108.54321)),
        ("３１.5 １０８", Point(31.5, 108)),
        ("-33.9; 18.4", Point(-33.9, 18.4)),
        ("31.1234567, 108.7654321", Point(31.12346, 108.76543)),
        ("95, 60", None),
        ("31", None),
        ("1e9, 3", None),
        ("NaN, NaN", None),
        ("", None),
    ],
)
def test_a_point_is_read_as_people_write_it(typed: str, point: Point | None) -> None:
    assert read_point(typed) == point


def sheet(**settings: object) -> Question:
    return Question.model_validate(
        {"key": "x", "type": "score_sheet", "label": "评分", "choices": CHOICES, "settings": {"rows": ROWS, **settings}}
    )


@pytest.mark.parametrize(
    ("items", "total", "band"),
    [
        ({"food": "a", "home": "a"}, 0, "low"),
        ({"food": "b"}, 2.5, "low"),
        ({"food": "b", "home": "b"}, 5, "high"),
    ],
)
def test_a_sheet_adds_up_and_says_what_the_sum_means(items: dict[str, str], total: float, band: str) -> None:
    assert scored(sheet(bands=BANDS), items) == {"items": items, "total": total, "band": band}


def test_a_sheet_without_bands_or_below_the_first_has_none() -> None:
    assert scored(sheet(), {"food": "a"}) == {"items": {"food": "a"}, "total": 0}
    assert scored(sheet(bands=BANDS[1:]), {"food": "a"}) == {"items": {"food": "a"}, "total": 0}
