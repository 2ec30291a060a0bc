from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archive.search_analysis.counts import empty_table
from archive.search_analysis.plan import SoughtWord, plan
from archive.search_analysis.snippets import SNIPPET_LENGTH, pieces_of
from schemas.queries import SearchQuery

FAR = "chữ " * 200


def sought(text: str) -> tuple[SoughtWord, ...]:
    return plan(SearchQuery(text), empty_table()).sought


def marked(text: str, query: str) -> list[list[str]]:
    pieces = pieces_of(text, sought(query))
    return [[text[p.start : p.end][m.start : m.end] for m in p.marks] for p in pieces]


def test_the_best_place_has_the_words_together() -> None:
    text = f"Có Nguyễn ở đây. {FAR} Anh Nguyễn Văn Hùng viết. {FAR} Văn thư."
    assert marked(text, "nguyễn văn hùng")[0] == ["Nguyễn", "Văn", "Hùng"]
    piece = pieces_of(text, sought("nguyễn văn hùng"))[0]
    assert text[piece.first : piece.last] == "Nguyễn Văn Hùng"


def test_other_marks_are_shown_where_the_typed_ones_do_not_stand() -> None:
    assert marked("Anh Nguyễn Văn Hưng", "nguyễn văn hùng") == [["Nguyễn", "Văn", "Hưng"]]
    assert marked("Hùng và Hưng", "hùng") == [["Hùng"]]


def test_other_spellings_are_marked() -> None:
    assert marked("xã Mỹ Lý, khoẻ", "mĩ lí khỏe") == [["Mỹ", "Lý", "khoẻ"]]


def test_text_in_separate_marks_is_marked_where_it_stands() -> None:
    text = unicodedata.normalize("NFD", f"{FAR} Anh Nguyễn Văn Hùng viết thư. {FAR}")
    assert [unicodedata.normalize("NFC", word) for word in marked(text, "văn hùng")[0]] == ["Văn", "Hùng"]


def test_parts_of_words_are_not_marked() -> None:
    assert marked("anhem hanh", "anh") == []


@given(st.text(alphabet="aá nN\u0301ngđ.\f\n😀", max_size=400), st.sampled_from(["an", "á n", "nang đa"]))
def test_marks_lie_inside_their_snippet_and_cover_whole_words(text: str, query: str) -> None:
    for piece in pieces_of(text, sought(query)):
        assert 0 <= piece.start <= piece.first < piece.last <= piece.end <= len(text)
        assert piece.end - piece.start <= 4 * SNIPPET_LENGTH
        for mark in piece.marks:
            assert piece.start + mark.end <= piece.end
            assert text[piece.start + mark.start : piece.start + mark.end].strip()
