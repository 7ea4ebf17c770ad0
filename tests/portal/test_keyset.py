"""Pages by key: every row once, in one order, there and back, whatever the strands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.directory.models import Area, User
from portal.keyset import Order, count_up_to, slice_of
from portal.notices.models import Notice

pytestmark = pytest.mark.django_db

BY_READING = Order(("read_at", "-made_at", "pk"), nullable=frozenset({"read_at"}))
BY_NAME = Order(("-name", "code"))


@pytest.fixture
def notices():
    """Seven, of which some were read at the same time and some never."""
    user, now = User.objects.create(username="reader"), timezone.now()
    for number in range(7):
        notice = Notice.objects.create(user=user, key=str(number), template="new_task", path="/")
        read_at = None if number % 2 else now - timedelta(days=number // 4)
        Notice.objects.filter(pk=notice.pk).update(read_at=read_at, made_at=now - timedelta(hours=number // 3))
    return Notice.objects.all()


def walk(strands, order, size, *, among, back=False):
    """The pages from the first on; with `back` there and back again."""
    pages = [slice_of(strands, order, size=size, among=among)]
    while pages[-1].older:
        pages.append(slice_of(strands, order, size=size, among=among, after=pages[-1].older))
    if not back:
        return pages
    returned = [pages[-1]]
    while returned[0].newer:
        returned.insert(0, slice_of(strands, order, size=size, among=among, before=returned[0].newer))
    return returned


def rows(pages):
    return [row for page in pages for row in page.rows]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
def test_pages_show_each_row_once_in_order_with_the_empty_ones_last(notices, size):
    shown = rows(walk([notices], BY_READING, size, among=[notices]))
    assert shown == list(BY_READING.sort(notices))
    assert len(shown) == 7
    assert [row.read_at is None for row in shown] == [False] * 4 + [True] * 3


@pytest.mark.parametrize("size", [1, 2, 3])
def test_going_back_shows_the_same_rows(notices, size):
    there = rows(walk([notices], BY_READING, size, among=[notices]))
    back = rows(walk([notices], BY_READING, size, among=[notices], back=True))
    assert back == there[-len(back) :]
    assert back[0] == there[0]


def test_strands_are_woven_into_one_list_and_what_is_in_two_of_them_is_shown_once():
    for number in range(6):
        Area.objects.create(code=f"99012{number}000000", name="甲" if number < 4 else "乙")
    areas = Area.objects.all()
    first, second = areas.filter(code__lt="990124000000"), areas.filter(code__gte="990122000000")
    shown = rows(walk([first, second], BY_NAME, 2, among=[areas]))
    assert shown == list(BY_NAME.sort(areas))


@pytest.mark.parametrize("nonsense", ["", "0", "x", "-1", "9" * 30, "None"])
def test_a_page_behind_a_row_that_there_is_not_is_the_first_page(notices, nonsense):
    page = slice_of([notices], BY_READING, size=3, among=[notices], after=nonsense)
    assert page == slice_of([notices], BY_READING, size=3, among=[notices])
    assert not page.newer


def test_a_row_of_somebody_elses_list_opens_no_page(notices):
    other = Notice.objects.create(user=User.objects.create(username="other"), key="1", template="new_task", path="/")
    mine = notices.exclude(pk=other.pk)
    assert not slice_of([mine], BY_READING, size=3, among=[mine], after=str(other.pk)).newer


def test_counting_stops_where_it_was_told_to(notices):
    assert count_up_to(100, [notices], BY_READING) == 7
    assert count_up_to(5, [notices], BY_READING) == 5
    assert count_up_to(10, [notices, notices], BY_READING) == 10
