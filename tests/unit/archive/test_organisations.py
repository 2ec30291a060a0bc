"""One place is one path, however it was typed."""

from __future__ import annotations

import pytest

from archive.organisations import path_of
from schemas.errors import InvalidInput

KNOWN = ("Lạng Sơn/Xã Mẫu Sơn/Chi đoàn 2", "Thái Nguyên")


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("", ""),
        ("Lạng Sơn", "Lạng Sơn"),
        ("lang son / xa  mau son", "Lạng Sơn/Xã Mẫu Sơn"),
        ("LẠNG SƠN/Xã Kỳ Lừa/", "Lạng Sơn/Xã Kỳ Lừa"),
        ("Cao Bằng / Xã Đàm Thủy", "Cao Bằng/Xã Đàm Thủy"),
    ],
)
def test_known_places_keep_their_spelling(written: str, path: str) -> None:
    assert path_of(written, KNOWN) == path


def test_a_place_is_no_letter() -> None:
    with pytest.raises(InvalidInput):
        path_of("/".join("abcdefgh"), ())
