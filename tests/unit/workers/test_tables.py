"""A ruled list keeps each person's cells together, in the order of the list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.support.pages import FONT, page
from workers.reading import read_document
from workers.tables import find_grid

ROWS = (
    ("Họ và tên", "Năm sinh", "Đơn vị"),
    ("Trần Hữu Khởi", "1949", "c3 d7 e66"),
    ("Lê Quang Thước", "1951", "d2 e101"),
    ("Hoàng Đình Bảo", "1950", "e95 f325"),
)
EDGES = (100, 560, 800, 1140)


def _sheet() -> Image.Image:
    picture = Image.new("RGB", (1240, 700), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), 34)
    draw.text((330, 60), "DANH SÁCH LIỆT SĨ CỦA XÃ", font=font, fill="black")
    for number in range(len(ROWS) + 1):
        draw.line((EDGES[0], 160 + 90 * number, EDGES[-1], 160 + 90 * number), fill="black", width=3)
    for edge in EDGES:
        draw.line((edge, 160, edge, 160 + 90 * len(ROWS)), fill="black", width=3)
    for number, row in enumerate(ROWS):
        for left, cell in zip(EDGES, row, strict=False):
            draw.text((left + 20, 180 + 90 * number), cell, font=font, fill="black")
    return picture


def test_each_row_is_one_line_with_its_cells_in_order(tmp_path: Path) -> None:
    _sheet().save(tmp_path / "list.png")
    document = read_document(tmp_path / "list.png")
    rows = [segment for segment in document.segments if segment.kind == "row"]
    cells = [[cell.replace(" ", "") for cell in row.text.split("\t")] for row in rows]
    assert cells == [[cell.replace(" ", "") for cell in row] for row in ROWS]  # "d2 e101" may come glued
    assert "DANH SÁCH" in document.segments[0].text
    year = next(word for word in rows[2].words if word.text == "1951")
    assert year.box is not None and EDGES[1] < year.box.x < EDGES[2]


def test_the_rules_are_found_where_they_were_drawn() -> None:
    grid = find_grid(np.asarray(_sheet()))
    assert grid is not None
    assert all(abs(seen - drawn) < 4 for seen, drawn in zip(grid.columns, EDGES, strict=True))
    assert len(grid.rows) == len(ROWS) + 1


def test_a_page_of_running_print_has_no_table() -> None:
    assert find_grid(np.asarray(page())) is None
