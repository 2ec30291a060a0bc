"""A filled-in form becomes labelled fields, whatever the reader's slips; a letter does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.linkage.suggesting import clues_of_text
from archive.transcription.forms import fields_of
from schemas.holdings import ItemKind
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript

_NOTICE = """QUÂN KHU VIỆT BẮC
Ső: 208 / BT
GIẤY BÁO TỬ
Đồng chỉ: Nguyễn Văn Hùng      Bí danh: Việt Hùng
Sinh năm 1952
Nguyên quản: Úc Kỳ, Phú Bình,
>Bắc Thái
Đơn vi: C3, D7, E66
Cấp bậc: Hạ sĩ Chức vụ: Tiểu đội phó
Đã hy sinh ngày: 28-7-1972
Trong trường hợp ..........
Vậy báo tin để gia đình và địa phương biết.
Con ông: Nguyễn Văn Thiết
Ngày 10-3-1974"""


def _page(text: str) -> Transcript:
    """Lines one below the other; those with > begin further in."""
    lines = tuple(
        Segment(line.lstrip(">"), 0.9, 1, Box(300 if line[:1] == ">" else 100, 100 + 40 * number, 800, 30))
        for number, line in enumerate(text.splitlines())
    )
    return Transcript("a", Author("engine", "x"), lines, (PageInfo(1, 1000, 1400),))


def _values(text: str) -> dict[str, str]:
    return {field.name: field.value for field in fields_of(_page(text))}


def test_a_death_notice_gives_its_places_in_spite_of_slips() -> None:
    assert _values(_NOTICE) == {
        "number": "208 / BT", "name": "Nguyễn Văn Hùng", "alias": "Việt Hùng", "birth": "1952",
        "origin": "Úc Kỳ, Phú Bình, Bắc Thái", "unit": "C3, D7, E66", "rank": "Hạ sĩ",
        "post": "Tiểu đội phó", "died": "28-7-1972", "circumstance": "", "kin": "Nguyễn Văn Thiết",
    }  # fmt: skip


def test_each_value_stands_where_it_says_in_text_and_on_the_page() -> None:
    page = _page(_NOTICE)
    for field in fields_of(page):
        within = page.text[field.start : field.end].replace("\n", " ")
        assert within == field.value
        assert field.where is not None and field.where.box is not None


def test_a_paper_for_a_grave_is_read_in_columns() -> None:
    text = "PHIẾU MỘ CHÍ\nHọ và tên: Trần Đình Nam\nNghĩa trang: Triệu Thượng\nKhu: B   Hàng: 4   Mộ số: 12"
    found = [(field.label, field.value) for field in fields_of(_page(text))]
    assert found == [
        ("Họ và tên", "Trần Đình Nam"), ("Nghĩa trang", "Triệu Thượng"),
        ("Khu", "B"), ("Hàng", "4"), ("Mộ số", "12"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "letter",
    [
        "Thưa hai bác,\nĐồng chí Nguyễn Văn Hùng, hạ sĩ, đã\nhy sinh anh dũng\ntại thôn Nhan Biều.",
        "Ngày 20-2-1972.\nĐơn vị lên đường đi B.\nQuê mình đang mùa gặt.",
        "",
    ],
)
def test_running_text_is_no_form(letter: str) -> None:
    assert fields_of(_page(letter)) == ()


def test_only_the_dead_mans_own_name_and_days_count_as_clues() -> None:
    """The father and the day of the notice stand on the same paper."""
    clues = clues_of_text(ItemKind.DEATH_NOTICE, _page(_NOTICE), ())
    names = {text for clue in clues.names for text, _ in clue.readings}
    assert names == {"Nguyễn Văn Hùng", "Việt Hùng"}
    assert clues.days == {(1972, 7, 28)}
    assert clues.years == {1952, 1972}
    assert "uc ky" in clues.text


@given(st.text(max_size=300))
def test_any_text_at_all_is_taken(text: str) -> None:
    page = _page(text)
    assert all(page.text[field.start : field.start + 1] == field.value[:1] for field in fields_of(page))
