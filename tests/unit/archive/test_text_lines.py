"""One line of a list of texts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text_lines import iso_date, parse_line
from schemas.errors import InvalidInput
from schemas.holdings import ItemKind


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30/4/1975", "1975-04-30"),
        ("4/1975", "1975-04"),
        ("1975", "1975"),
        ("1972-07-02T08:00:00", "1972-07-02"),
        ("2-7-1972", "1972-07-02"),
        ("31/2/1972", None),
        ("mùa khô 1972", None),
        ("", None),
    ],
)
def test_a_day_is_understood_or_left_alone(written: str, expected: str | None) -> None:
    assert iso_date(written) == expected


def test_every_field_is_kept() -> None:
    line = parse_line(b'{"id": 7, "text": "a", "kind": "LETTER", "date": "sau Tet", "page": {"n": 3}}')
    assert (line.external_id, line.kind, line.dated) == ("7", ItemKind.LETTER, None)
    assert line.record == {"page": {"n": 3}, "date": "sau Tet"}


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text), st.text(max_size=20))
def test_a_text_comes_out_word_for_word(text: str, title: str) -> None:
    line = parse_line(json.dumps({"id": "a", "text": text, "title": title}).encode())
    assert line.text == text


@given(st.binary())
def test_any_bytes_are_a_line_or_a_reason(data: bytes) -> None:
    try:
        assert parse_line(data).external_id
    except InvalidInput as error:
        assert error.message_vi.startswith("Bỏ qua dòng này")
