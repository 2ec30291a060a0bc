"""File names are data: any Unicode, never a path."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.intake import clean_name, new_code


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Ảnh\\bà Tư.jpg", "bà Tư.jpg"),
        (unicodedata.normalize("NFD", "Nhật ký.jpg"), "Nhật ký.jpg"),
        ("thư\u202egpj.exe", "thưgpj.exe"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
    ],
)
def test_what_is_kept_of_a_name(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text())
def test_no_name_is_a_path_or_holds_what_cannot_be_seen(name: str) -> None:
    kept = clean_name(name)
    assert 0 < len(kept) <= 240
    assert "/" not in kept
    assert "\\" not in kept
    assert kept not in (".", "..")
    assert all(unicodedata.category(char)[0] != "C" for char in kept)


def test_a_code_can_be_read_out() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert not set("".join(codes)) & set("OIJQZ01")
