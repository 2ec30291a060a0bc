"""Cards are known by what stands on them, however a machine reads it; talk of cards and forms are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.rights.identity_cards import cards_in, is_card
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript, Word

FRONT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
CĂN CƯỚC CÔNG DÂN
Citizen Identity Card
Số / No.: 000 168 000 123
Họ và tên / Full name: LÊ THỊ MẬN
Có giá trị đến: 01/01/2035"""
CARDS = {
    "front of the card of 2021": FRONT,
    "read badly": "CAN CƯƠC CÔNG DAN\nSố/No 000168000123\nC6 gía tri dến 01/01/2035",
    "both languages in one line": "CĂN CƯỚC CÔNG DÂN Citizen Identity Card\n000168000123",
    "the old card": "GIẤY CHỨNG MlNH NHÂN DÂN\nSỐ 000234567\nHọ tên LÊ THỊ MẬN",
    "the card of 2024": "CĂN CƯỚC\nIDENTITY CARD\nSố định danh cá nhân 000168000123",
    "the back by its machine line": "Nơi cư trú: xã Triệu Ái\nIDVNM1680001232000168000123<<3",
    "the back by its words": "CHỨNG MINH NHÂN DÂN\nNgón trỏ trái\nDấu vết riêng và dị hình",
}
OTHERS = {
    "a death notice": "Độc lập - Tự do - Hạnh phúc\nGIẤY BÁO TỬ\nSố: 123/BT\nNơi thường trú: xã",
    "talk of a card": "Mẹ đi làm lại giấy chứng minh nhân dân rồi con ạ,\nđợt này đơn vị con chuyển quân xa",
    "a form with a number": "PHIẾU KHẢO SÁT\nHọ và tên: Mận\nSố CCCD: 000168000123\nNơi thường trú: Triệu Ái",
    "numbers of a battle": "ngày 123456789 viên đạn, e66 f304\n12 8 1972",
    "a wall of names": "căn cứ 100\nchứng nhân\nnhân dân xã Triệu Ái",
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_known(name: str) -> None:
    assert is_card(CARDS[name].split("\n"))


@pytest.mark.parametrize("name", OTHERS)
def test_another_paper_is_none(name: str) -> None:
    assert not is_card(OTHERS[name].split("\n"))


def _page(lines: str, number: int = 1) -> tuple[Segment, ...]:
    made = []
    for row, line in enumerate(lines.split("\n")):
        words = [
            Word(one, 0.9, Box(40 * at, 60 * row, 38, 50), source=None) for at, one in enumerate(line.split())
        ]
        made.append(Segment(line, 0.9, number, Box(0, 60 * row, 900, 50), words=tuple(words)))
    return tuple(made)


def test_the_page_of_a_card_is_found_whole_and_in_a_form_only_the_number() -> None:
    segments = (*_page(OTHERS["a form with a number"]), *_page(FRONT, 2), *_page(OTHERS["talk of a card"], 3))
    pages = tuple(PageInfo(number, 900, 600) for number in (1, 2, 3))
    number, card = sorted(
        cards_in(Transcript("a", Author("engine", "x"), segments, pages)), key=lambda p: p.page or 0
    )
    assert (card.page, card.box) == (2, None)
    assert number.page == 1 and number.box == Box(80, 120, 38, 50)


def test_what_is_said_aloud_has_no_page() -> None:
    spoken = Segment("căn cước công dân số 000168000123", 0.9, start=0.0, end=4.0)
    assert cards_in(Transcript("a", Author("engine", "x"), (spoken,), duration=4.0)) == []


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_text_is_judged_without_a_fault(lines: list[str]) -> None:
    text = Transcript("a", Author("engine", "x"), tuple(Segment(line, 0.5) for line in lines))
    assert all(one.page == 1 for one in cards_in(text))
