"""Byte ranges as RFC 9110 asks, over streams that only go forward."""

from __future__ import annotations

import io
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_ui.ranges import RangeNotSatisfiableError, read_range, requested_range


@given(st.binary(min_size=1, max_size=3000), st.data())
def test_a_range_gives_exactly_its_bytes(body: bytes, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(body) - 1))
    last = data.draw(st.integers(first, len(body) + 10))
    wanted = requested_range(f"bytes={first}-{last}", len(body))
    assert wanted is not None
    got = b"".join(read_range(nullcontext(io.BytesIO(body)), wanted))
    assert got == body[first : last + 1]
    assert len(got) == wanted.length


def test_open_and_last_ranges() -> None:
    body = b"0123456789"
    for header, expected in (("bytes=4-", b"456789"), ("bytes=-3", b"789"), ("bytes=-99", body)):
        wanted = requested_range(header, len(body))
        assert b"".join(read_range(nullcontext(io.BytesIO(body)), wanted)) == expected


@pytest.mark.parametrize("header", [None, "", "bytes=-", "bytes=1-2,5-6", "lines=1-2", "bytes=a-b"])
def test_what_is_no_single_range_means_all(header: str | None) -> None:
    assert requested_range(header, 10) is None


def test_a_range_after_the_end_is_refused() -> None:
    with pytest.raises(RangeNotSatisfiableError):
        requested_range("bytes=10-", 10)
