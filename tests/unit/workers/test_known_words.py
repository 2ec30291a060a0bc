"""Words known from the visit help the hearing and never write themselves in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.transcripts import Word
from workers.heard_lines import Line
from workers.known_words import as_terms, is_better, most_alike, namesakes, occurrences, sound_likeness
from workers.known_words_marked import NAMESAKE, SOURCE, mark_listed

TERMS = as_terms(["Nguyễn Văn Hùng", "Trần Thị Mận", "làng Vây", "Sê Pôn", "", " làng  Vây ", "Đỗ Văn Hừng"])


def line(text: str) -> Line:
    return Line(tuple(Word(w, 0.9, None, at * 0.3, at * 0.3 + 0.3) for at, w in enumerate(text.split())), 0.1)


def test_a_list_is_taken_line_by_line_without_repeats() -> None:
    assert [term.text for term in TERMS] == [
        "Nguyễn Văn Hùng", "Trần Thị Mận", "làng Vây", "Sê Pôn", "Đỗ Văn Hừng",
    ]  # fmt: skip
    assert [term.text for term in as_terms(["Kon Tum, Pleiku"])] == ["Kon Tum", "Pleiku"]


def test_what_sounds_like_something_heard_is_suggested_best_last() -> None:
    chosen = most_alike(TERMS, "chúng tôi đánh ở làng dây rồi về xê bôn", 2)
    assert [term.text for term in chosen] == ["Sê Pôn", "làng Vây"]
    assert most_alike(TERMS, "") == []


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [("trương", "chương", "mận"), ("làng", "nàng", "hùng"), ("hỏi", "hõi", "tin"), ("vây", "dây", "pôn")],
)
def test_regional_confusions_sound_alike(a: str, b: str, far: str) -> None:
    assert sound_likeness(a, b) > 0.75 > 0.5 > sound_likeness(a, far)
    assert sound_likeness(a, b) == sound_likeness(b, a)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert sound_likeness(a, b) == pytest.approx(sound_likeness(b, a))
    assert 0 <= sound_likeness(a, b) <= 1


@pytest.mark.parametrize(
    ("second", "taken"),
    [
        ("chúng tôi đánh ở làng Vây", True),
        ("chúng tôi đánh ở làng dây đó", False),
        ("làng Vây", False),
        ("chúng tôi làng Vây làng Vây làng Vây làng Vây làng Vây làng Vây làng Vây", False),
    ],
)
def test_a_second_hearing_is_believed_only_within_bounds(second: str, taken: bool) -> None:
    assert is_better(TERMS, "chúng tôi đánh ở làng dây", second) is taken


def test_a_word_from_the_list_is_marked_and_a_word_heard_alone_is_not() -> None:
    marked = mark_listed(line("về làng Vây, gặp Trần Thị Mận"), TERMS, "về nàng dây gặp Trần Thị Mận")
    assert [word.text for word in marked.words if word.source == SOURCE] == ["làng", "Vây,"]


def test_namesakes_one_syllable_off_are_shown_beside_the_name() -> None:
    terms = as_terms(["Nguyễn Văn Hùng", "Nguyễn Văn Hừng", "Nguyễn Văn Mạnh"])
    assert [other.text for other in namesakes(terms, terms[0])] == ["Nguyễn Văn Hừng"]
    marked = mark_listed(line("anh Nguyễn Văn Hùng, quê"), terms, "anh nguyên van hung quê")
    assert [(r.text, r.engine) for r in marked.readings] == [("anh Nguyễn Văn Hừng quê", NAMESAKE)]


def test_the_longest_term_wins_at_a_place() -> None:
    terms = as_terms(["Hùng", "Nguyễn Văn Hùng"])
    assert [t.text for _, _, t in occurrences(terms, "ông nguyễn văn hùng và Hùng")] == [
        "Nguyễn Văn Hùng",
        "Hùng",
    ]
