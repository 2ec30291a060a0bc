"""A missing value is written in many ways and means one of five things; it never agrees or contradicts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.linkage.clues import clues_of_lines
from archive.linkage.missing import missing_value
from archive.linkage.reconcile import reconcile
from archive.linkage.registry import Registry
from archive.linkage.suggest import suggest
from archive.linkage.table import table_of
from schemas.martyrs import MartyrRow, Missing
from schemas.transcripts import Segment


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("death", "không rõ", Missing.UNKNOWABLE),
        ("unit", "Không rõ đơn vị", Missing.UNKNOWABLE),
        ("death", "KO RÕ", Missing.UNKNOWABLE),
        ("birth", "không xác định được", Missing.UNKNOWABLE),
        ("hometown", "Chưa xác định", Missing.UNDETERMINED),
        ("hometown", "chưa rõ quê quán", Missing.UNDETERMINED),
        ("name", "Chưa xác định danh tính", Missing.UNDETERMINED),
        ("name", "Liệt sĩ vô danh", Missing.UNDETERMINED),
        ("birth", "?", Missing.UNDETERMINED),
        ("grave", "Không có", Missing.UNDETERMINED),
        ("rank", "không có", Missing.NOT_APPLICABLE),
        ("rank", "không áp dụng", Missing.NOT_APPLICABLE),
        ("unit", "N/A", Missing.NOT_APPLICABLE),
        ("death", "//", Missing.NOT_ENTERED),
        ("unit", " - ", Missing.NOT_ENTERED),
        ("unit", "", Missing.NOT_ENTERED),
        ("birth", "nan", Missing.NOT_ENTERED),
        ("cemetery", "chưa nhập", Missing.NOT_ENTERED),
        ("hometown", "Hạn chế công bố", Missing.RESTRICTED),
    ],
)
def test_each_way_of_writing_it_means_one_thing(field: str, written: str, meant: Missing) -> None:
    assert missing_value(field, written) is meant


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("name", "Na"),
        ("name", "Nan"),
        ("name", "Trần Văn Không"),
        ("death", "1972"),
        ("death", "chưa rõ ngày, tháng 8 năm 1972"),
        ("hometown", "Trống"),
        ("unit", "d7"),
        ("cemetery", "Nghĩa trang mặt trận"),
    ],
)
def test_a_value_is_not_taken_for_its_absence(field: str, written: str) -> None:
    assert missing_value(field, written) is None


@given(st.text(max_size=80))
def test_any_cell_can_be_asked(written: str) -> None:
    meant = missing_value("unit", written)
    assert meant is None or meant in set(Missing)


def test_two_rows_that_do_not_know_neither_agree_nor_contradict() -> None:
    headings = ["id", "Họ và tên", "Năm sinh", "Quê quán"]
    men = [[f"{at}", f"Lò Văn {name}", "1950", "xã Yên Trạch"] for at, name in enumerate(("Pành", "Xôm"))]
    men.append(["9", "Bế Thị Nụ", "không rõ", "chưa xác định"])
    links = reconcile(table_of(headings, men), table_of(headings, men))
    same = next(link for link in links if (link.left, link.right) == ("9", "9"))
    assert {one.feature for one in (*same.evidence, *same.contradictions)} == {"Họ và tên"}


def test_a_paper_that_says_unknown_does_not_speak_for_a_record_that_says_so_too() -> None:
    rows = [MartyrRow("a", "a", "Lò Văn Pành", hometown="Không rõ"), MartyrRow("b", "b", "Bế Thị Nụ")]
    lines = [Segment("LÒ VĂN PÀNH", confidence=1.0), Segment("QUÊ QUÁN: KHÔNG RÕ", confidence=1.0)]
    best = suggest(Registry.of(rows), clues_of_lines(lines))[0]
    assert {one.feature for one in (*best.evidence, *best.contradictions)} == {"name"}
