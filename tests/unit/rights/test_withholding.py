"""Withheld words are gone, everything else stays where it was; stamps of secrecy are known from words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.rights.secrecy import is_stamp
from archive.rights.withholding import BLOCK, hidden_from, mask_of, masks_of, mentions_left, without
from schemas.mentions import Mention, MentionKind
from schemas.transcripts import Author, Box, Locator, Segment, Transcript, Word
from schemas.withheld import WithheldFor, WithheldPart

WORDS = ("Chị", "Lê", "Thị", "Mận", "ở", "Triệu", "Ái")
LINE = Segment(
    " ".join(WORDS),
    page=1,
    box=Box(0, 0, 700, 50),
    words=tuple(Word(word, box=Box(n * 100, 0, 90, 50)) for n, word in enumerate(WORDS)),
    raw="Chi Le Thi Man o Trieu Ai",
)
PAGE = Transcript("a", Author("engine", "x"), (LINE, replace(LINE, page=2)))
NAME = WithheldPart(Locator("a", 1, Box(110, 10, 280, 20)), WithheldFor.LIVING_PERSON, "u")
CARD = WithheldPart(Locator("a", 2), WithheldFor.IDENTITY_CARD, "u", level=4)


def test_words_inside_the_box_are_blocks_and_offsets_stay() -> None:
    left = without(PAGE, [NAME])
    first, second = left.segments
    assert first.text == f"Chị {BLOCK * 2} {BLOCK * 3} {BLOCK * 3} ở Triệu Ái"
    assert second.text == LINE.text
    assert len(left.text) == len(PAGE.text)
    assert not any(word in str(first) for word in ("Thị", "Mận", "Man"))


def test_a_part_without_a_box_is_the_whole_page() -> None:
    assert set(without(PAGE, [CARD]).segments[1].text) == {BLOCK, " "}


def test_a_line_whose_words_have_no_place_goes_whole() -> None:
    loose = replace(PAGE, segments=(replace(LINE, words=()), replace(LINE, words=LINE.words[:2])))
    assert set(without(loose, [NAME]).segments[0].text) == {BLOCK, " "}


def test_a_stretch_of_speech_takes_the_words_it_touches() -> None:
    words = tuple(Word(word, start=float(n), end=n + 0.9) for n, word in enumerate(WORDS))
    spoken = Transcript("a", Author("engine", "x"), (Segment(" ".join(WORDS), start=0, end=7, words=words),))
    part = WithheldPart(Locator("a", start=5.4, end=5.5), WithheldFor.GRIEF, "u")
    assert without(spoken, [part]).text == f"Chị Lê Thị Mận ở {BLOCK * 5} Ái"


def test_mentions_of_withheld_words_are_gone() -> None:
    found = [
        Mention(MentionKind.PERSON, 4, 14, "Lê Thị Mận", "Lê Thị Mận"),
        Mention(MentionKind.PLACE, 17, 25, "Triệu Ái", ""),
    ]
    assert [one.text for one in mentions_left(found, without(PAGE, [NAME]))] == ["Triệu Ái"]


@pytest.mark.parametrize("level", [-1, 0, 2, 3, 4])
def test_every_reader_has_a_derivative_of_their_own(level: int) -> None:
    hidden = hidden_from([NAME, CARD], level)
    assert {-1: 2, 0: 2, 2: 2, 3: 1, 4: 0}[level] == len(hidden)
    assert mask_of(hidden) in {"", *map(mask_of, masks_of([NAME, CARD]))}


@pytest.mark.parametrize(
    "line", ["MẬT", "TỐI MẬT", " TUYỆT MẬT ", "TOI MAT", "*MẬT*", "ĐỘ MẬT: TỐI MẬT", "MẬT 03"]
)
def test_a_stamp_is_known(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize(
    "line", ["giữ bí mật", "Tối mật độ dày", "MẶT", "MẮT", "MẶT TRẬN", "BÍ MẬT", "MẬT THƯ", "Mật", "MÁT", ""]
)
def test_other_words_are_no_stamp(line: str) -> None:
    assert not is_stamp(line)
