"""Sealed streams: any part opens by itself, and whatever was changed, cut or moved does not."""

import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.privacy import sealing, streams
from portal.privacy.sealing import Unreadable

PLACE = "file.content:1"
CHUNK = 16
STEP = CHUNK + streams.ADDED


@pytest.fixture(params=["AES-256-GCM", "SM4-GCM"])
def key(request, db, settings):
    settings.SEALING_ALGORITHM = request.param
    return sealing.new_key()


def sealed(plain: bytes, key, *, place: str = PLACE, chunk_bytes: int = CHUNK) -> bytes:
    return streams.SealingStream(io.BytesIO(plain), key, place=place, chunk_bytes=chunk_bytes).read()


def opened(data: bytes, key, *, place: str = PLACE) -> bytes:
    content = streams.opened(io.BytesIO(data), key, place=place)
    return b"".join(content.between(0, content.size))


def chunks(data: bytes) -> tuple[bytes, list[bytes]]:
    head, body = data[: streams.HEADER.size], data[streams.HEADER.size :]
    return head, [body[start : start + STEP] for start in range(0, len(body), STEP)]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 33, 160])
def test_what_is_sealed_opens_whatever_its_length(key, length):
    plain = bytes(range(length))

    assert opened(sealed(plain, key), key) == plain


@hypothesis_settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(length=st.integers(0, 70), start=st.integers(0, 80), stop=st.integers(0, 80))
def test_a_part_is_what_a_slice_would_be(key, length, start, stop):
    plain = bytes(range(length))
    content = streams.opened(io.BytesIO(sealed(plain, key)), key, place=PLACE)

    assert b"".join(content.between(start, stop)) == plain[start:stop]


def test_a_part_opens_only_the_chunks_it_lies_in(key):
    head, pieces = chunks(sealed(bytes(160), key))
    pieces[7] = bytes(len(pieces[7]))
    content = streams.opened(io.BytesIO(head + b"".join(pieces)), key, place=PLACE)

    assert b"".join(content.between(20, 100)) == bytes(80)
    with pytest.raises(Unreadable):
        list(content.between(110, 120))


def test_cut_off_at_any_byte_it_does_not_open(key):
    whole = sealed(bytes(40), key)

    for length in range(len(whole)):
        with pytest.raises(Unreadable):
            streams.opened(io.BytesIO(whole[:length]), key, place=PLACE)


def test_with_any_byte_changed_it_does_not_open(key):
    whole = sealed(bytes(20), key)

    for at in range(len(whole)):
        with pytest.raises(Unreadable):
            opened(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], key)


@pytest.mark.parametrize(
    "order",
    [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2], [0, 0, 2, 3], [0, 2, 3], [1, 2, 3], [0, 1, 2], [0, 1, 2, 3, 3], [3]],
    ids=str,
)
def test_chunks_that_are_moved_doubled_or_missing_do_not_open(key, order):
    head, pieces = chunks(sealed(bytes(range(60)), key))
    assert len(pieces) == 4

    with pytest.raises(Unreadable):
        opened(head + b"".join(pieces[position] for position in order), key)


def test_a_chunk_of_another_stream_under_the_same_key_and_place_does_not_open(key):
    head, pieces = chunks(sealed(bytes(48), key))
    _other_head, others = chunks(sealed(bytes(48), key))

    with pytest.raises(Unreadable):
        opened(head + pieces[0] + others[1] + pieces[2], key)


def test_a_stream_moved_to_another_place_or_key_does_not_open(key):
    whole = sealed(b"a picture", key)

    with pytest.raises(Unreadable):
        opened(whole, key, place="file.content:2")
    with pytest.raises(Unreadable):
        opened(whole, sealing.new_key())
    sealing.erase(key)
    with pytest.raises(Unreadable):
        opened(whole, key)


def test_a_header_cannot_ask_for_much_memory(key):
    head, pieces = chunks(sealed(b"a picture", key))
    for version, chunk_bytes in [(1, 0), (1, 2**31), (2, CHUNK)]:
        forged = streams.HEADER.pack(streams.MARK, version, chunk_bytes, head[-16:])
        with pytest.raises(Unreadable):
            streams.opened(io.BytesIO(forged + pieces[0]), key, place=PLACE)


def test_what_was_sealed_in_one_piece_before_still_opens(key):
    old = sealing.seal_bytes(b"a letter of last year", key, place=PLACE)

    content = streams.opened(io.BytesIO(old), key, place=PLACE)

    assert content.size == 21
    assert b"".join(content.between(2, 8)) == b"letter"


def test_no_two_sealings_are_alike_and_none_shows_what_is_inside(key):
    plain = b"a child's name!!" * 4

    first, second = sealed(plain, key), sealed(plain, key)

    assert not set(chunks(first)[1]) & set(chunks(second)[1])
    assert len(set(chunks(first)[1])) == 4
    assert b"child" not in first


def test_a_source_that_gives_little_at_a_time_is_sealed_in_full_chunks(key):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 3))

    stream = streams.SealingStream(Slow(bytes(40)), key, place=PLACE, chunk_bytes=CHUNK)

    assert len(chunks(stream.read())[1]) == 3
    assert stream.size == 40


class Zeros:
    """As many zeros as were asked for, from nowhere."""

    def __init__(self, length: int) -> None:
        self.left = length

    def read(self, size: int) -> bytes:
        taken = min(size, self.left)
        self.left -= taken
        return bytes(taken)


def test_thirty_megabytes_pass_through_half_a_megabyte_of_memory(key, tmp_path):
    length = 30 * 1024 * 1024
    tracemalloc.start()
    try:
        stream = io.BufferedReader(streams.SealingStream(Zeros(length), key, place=PLACE))
        with (tmp_path / "sealed").open("wb") as target:
            while part := stream.read(streams.CHUNK_BYTES):
                target.write(part)
        content = streams.opened((tmp_path / "sealed").open("rb"), key, place=PLACE)
        seen = sum(len(part) for part in content.between(0, content.size))
        content.close()
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen == length
    assert most < 1024 * 1024
