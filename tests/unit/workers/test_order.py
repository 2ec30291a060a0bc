"""Columns and facing pages are read one after the other, whatever order the finder met them in."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from workers.order import in_reading_order
from workers.page_lines import PageLine


def _column(left: float, name: str, lines: int, top: float = 100, width: float = 800) -> list[PageLine]:
    return [
        PageLine(f"{name}{n}", 0.9, (left, top + 60 * n, left + width, top + 60 * n + 40))
        for n in range(lines)
    ]


def _texts(lines: list[PageLine]) -> list[str]:
    return [line.text for line in lines]


def test_the_left_page_of_an_open_diary_comes_before_the_right() -> None:
    pages = [*_column(100, "trái ", 8), *_column(1200, "phải ", 8)]
    shuffled = random.Random(1).sample(pages, len(pages))
    assert _texts(in_reading_order(shuffled)) == _texts(pages)


def test_a_letterhead_in_two_blocks_stands_above_the_body() -> None:
    office = _column(100, "cơ quan ", 3, top=100, width=300)
    motto = _column(1000, "quốc hiệu ", 2, top=100, width=500)
    body = _column(100, "thân ", 6, top=400, width=1400)
    signed = _column(1000, "ký ", 2, top=900, width=400)
    paper = [*office, *motto, *body, *signed]
    shuffled = random.Random(2).sample(paper, len(paper))
    assert _texts(in_reading_order(shuffled)) == _texts(paper)


def test_lines_of_a_slanted_page_keep_their_order() -> None:
    slanted = [
        PageLine(str(n), 0.9, (100 + 3 * n, 100 + 50 * n, 900 + 3 * n, 180 + 50 * n)) for n in range(12)
    ]
    assert _texts(in_reading_order(slanted[::-1])) == [str(n) for n in range(12)]


@given(st.lists(st.tuples(*[st.floats(0, 3000)] * 4), max_size=40))
def test_no_line_is_lost_or_doubled(corners: list[tuple[float, float, float, float]]) -> None:
    lines = [
        PageLine(str(n), 0.9, (min(a, c), min(b, d), max(a, c), max(b, d)))
        for n, (a, b, c, d) in enumerate(corners)
    ]
    assert sorted(_texts(in_reading_order(lines))) == sorted(_texts(lines))
