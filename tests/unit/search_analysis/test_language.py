from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search_analysis.language import FieldValue, Phrase, parse


def test_phrases_must_and_must_not() -> None:
    request = parse('nhật ký "Nguyễn Văn Hùng" +e66 -"mặt trận" -ngãi')
    assert request.words == "nhật ký Nguyễn Văn Hùng e66"
    assert request.phrases == (
        Phrase("Nguyễn Văn Hùng"), Phrase("e66"), Phrase("mặt trận", False), Phrase("ngãi", False),
    )  # fmt: skip


def test_fields_with_and_without_marks() -> None:
    assert parse('đơn vị:e66 noi:"Quảng Trị" năm: 1968 -loai:thư').fields == (
        FieldValue("unit", "e66"), FieldValue("place", "Quảng Trị"), FieldValue("year", "1968"),
        FieldValue("kind", "thư", False),
    )  # fmt: skip


def test_dashes_between_words_are_no_bans() -> None:
    request = parse("C3 – D7 - E66, Ai-len")
    assert request.words == "C3 D7 E66, Ai-len"
    assert request.phrases == ()


def test_a_quote_without_an_end_is_words() -> None:
    assert parse('"nhật ký').words == "nhật ký"


def test_curly_quotes_are_quotes() -> None:
    assert parse("“nhật ký” xưa").phrases == (Phrase("nhật ký"),)


@given(st.text(alphabet='ab "+-:đơn vị*()[]\\\n', max_size=60) | st.text())
def test_any_text_is_understood(text: str) -> None:
    request = parse(text)
    assert len(request.words) <= max(len(text) * 2, 1)


@pytest.mark.parametrize(
    ("typed", "value", "words"),
    [
        ("nơi:hà bắc hùng", "hà bắc", "hùng"),
        ("noi:quang tri e66", "quang tri", "e66"),
        ("đơn vị:trung đoàn 66 hùng", "trung đoàn 66", "hùng"),
        ("nơi:hùng hà bắc", "hùng", "hà bắc"),
        ("nơi:vinh năm:1968", "vinh", ""),
    ],
)
def test_a_place_or_unit_behind_its_field_needs_no_quotes(typed: str, value: str, words: str) -> None:
    request = parse(typed)
    assert (request.fields[0].text, request.words) == (value, words)
