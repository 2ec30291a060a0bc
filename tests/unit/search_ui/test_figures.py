"""Numbers, dates and time codes in Vietnamese form."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_ui.presenters.figures import day, edtf_words, moment, number, size, time_code


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1000000, 0, "1.000.000", "1,000,000"),
        (3.0, 1, "3", "3"),
        (0, 0, "0", "0"),
        (100, 0, "100", "100"),
    ],
)
def test_numbers(value: float, digits: int, vi: str, en: str) -> None:
    assert (number(value, "vi", digits), number(value, "en", digits)) == (vi, en)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (999, "999 B"), (3_400_000, "3,4 MB"), (4 * 10**9, "4 GB")]
)
def test_sizes(count: int, words: str) -> None:
    assert size(count) == words


@given(st.floats(0, 360_000))
def test_a_time_code_says_the_whole_seconds_that_have_passed(seconds: float) -> None:
    total = 0
    for part in time_code(seconds).split(":"):
        total = total * 60 + int(part)
    assert total == int(seconds)


def test_time_codes_and_dates() -> None:
    assert time_code(3753.9) == "1:02:33"
    assert day(date(1975, 4, 30)) == "30/4/1975"
    assert moment(datetime(2026, 1, 1, 17, 5, tzinfo=UTC)) == "0:05 2/1/2026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1972-07-20", "20/7/1972"),
        ("1972-07", "7/1972"),
        ("1972", "1972"),
        ("1968~", "1968 (~)"),
        ("1972-07/1972-09", "1972-07/1972-09"),
    ],
)
def test_dates_of_the_material(value: str, words: str) -> None:
    assert edtf_words(value) == words
