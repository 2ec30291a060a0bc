"""Lines of a photo are gathered into plates, put into rows, and placed on the upright original."""

from __future__ import annotations

import numpy as np
import pytest

from workers.engines.lines import cut_line, greedy, in_batches
from workers.engines.ports import Quad
from workers.imaging import PagePicture
from workers.page_lines import PageLine, PlacedWord, joined, to_segment
from workers.plates import gather, in_rows


def _box(left: float, top: float, width: float, height: float) -> Quad:
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def test_the_lines_of_a_plate_stand_together_and_the_neighbours_apart() -> None:
    plate = [_box(100, 100 + 50 * n, 200, 30) for n in range(4)]
    neighbour = _box(900, 110, 180, 30)
    groups = gather([*plate, neighbour])
    assert sorted(map(len, groups)) == [1, 4]


def test_pieces_of_a_row_are_read_from_the_left_and_rows_from_the_top() -> None:
    day, year = _box(100, 200, 80, 30), _box(230, 204, 90, 30)
    name = _box(90, 100, 260, 50)
    rows = in_rows([year, name, day])
    assert [len(row) for row in rows] == [1, 2]
    assert rows[1][0] is day and rows[1][1] is year


def test_columns_far_apart_do_not_share_a_row() -> None:
    assert len(in_rows([_box(0, 0, 100, 30), _box(900, 2, 100, 30)])) == 2


@pytest.mark.parametrize(
    ("turns", "place", "expected"),
    [
        (0, (10, 20, 40, 30), [10, 20, 30, 10]),
        (1, (10, 20, 40, 30), [20, 60, 10, 30]),
        (2, (10, 20, 40, 30), [160, 70, 30, 10]),
        (3, (10, 20, 40, 30), [170, 10, 10, 30]),
    ],
)
def test_boxes_lead_back_to_the_picture_as_it_was_given(
    turns: int, place: tuple[float, float, float, float], expected: list[int]
) -> None:
    picture = PagePicture(1, np.zeros((100, 200, 3), np.uint8), 200, 100)
    segment = to_segment(PageLine("a", 1.0, place), picture, turns)
    assert segment.box is not None and segment.box.as_list() == expected


def test_boxes_are_counted_in_pixels_of_the_original_that_was_read_smaller() -> None:
    picture = PagePicture(1, np.zeros((100, 200, 3), np.uint8), 400, 200)
    word = PlacedWord("a", 1.0, (10, 10, 20, 20))
    segment = to_segment(PageLine("a", 1.0, (10, 10, 20, 20), (word,)), picture, 0)
    assert segment.words[0].box is not None
    assert segment.words[0].box.as_list() == [20, 20, 20, 20]


def test_joined_pieces_keep_their_words_and_cover_both() -> None:
    left = PageLine("HY SINH:", 0.9, (0, 0, 50, 10), (PlacedWord("HY", 0.9, (0, 0, 20, 10)),))
    right = PageLine("1968", 1.0, (70, 1, 99, 11), (PlacedWord("1968", 1.0, (70, 1, 99, 11)),))
    row = joined([left, right])
    assert row.text == "HY SINH: 1968"
    assert row.place == (0, 0, 99, 11)
    assert [word.text for word in row.words] == ["HY", "1968"]


def test_a_slanted_line_is_cut_level() -> None:
    picture = np.zeros((200, 300, 3), np.uint8)
    for step in range(200):
        picture[40 + step // 4 : 44 + step // 4, 40 + step] = 255
    quad = np.array([[40, 30], [240, 80], [240, 104], [40, 54]], np.float32)
    strip = cut_line(picture, quad)
    assert strip.shape[0] >= 48
    rows = np.argmax(strip[:, 20:-20, 0] > 128, axis=0)
    assert np.ptp(rows) <= 6


def test_repeats_are_joined_and_blanks_dropped() -> None:
    best, peak = np.array([0, 1, 1, 0, 1, 2]), np.full(6, 0.9, np.float32)
    glyphs = greedy(best, peak, ["", "a", "b"])
    assert "".join(glyph.text for glyph in glyphs) == "aab"
    assert [glyph.at for glyph in glyphs] == sorted(glyph.at for glyph in glyphs)


def test_every_crop_is_in_one_batch() -> None:
    widths = [30, 900, 40, 35, 880, 31]
    batches = list(in_batches(widths, largest=3))
    assert sorted(index for batch in batches for index in batch) == list(range(6))
    assert all(max(widths[i] for i in b) <= 1.35 * min(widths[i] for i in b) + 16 for b in batches)
