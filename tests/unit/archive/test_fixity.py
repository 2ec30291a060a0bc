"""Hashing while bytes pass by."""

from __future__ import annotations

import hashlib
import io

from hypothesis import given
from hypothesis import strategies as st

from archive.fixity import HashingReader, chunks, sha256_of


@given(st.binary(max_size=5000), st.integers(min_value=1, max_value=700))
def test_what_passes_is_hashed_however_it_is_cut(data: bytes, size: int) -> None:
    reader = HashingReader(io.BytesIO(data))
    assert b"".join(chunks(reader, size)) == data
    assert (reader.sha256, reader.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert sha256_of(io.BytesIO(data)) == (reader.sha256, reader.size)
