"""A transcript drawn as lines: no text is lost, words keep their seconds, mentions their place."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from schemas.mentions import Mention, MentionKind
from schemas.transcripts import Author, Box, Segment, Transcript, Word
from search_ui.presenters.lines import lines
from search_ui.presenters.locators import Wanted

AUTHOR = Author("engine", "scripted", "1")
TEXT = "Đơn vị c3, d7, e66 chốt bên sông"


def _transcript(*segments: Segment) -> Transcript:
    return Transcript("asset", AUTHOR, segments)


def test_a_mention_is_marked_on_exactly_its_letters(app: Flask) -> None:
    start = TEXT.index("c3")
    mention = Mention(MentionKind.UNIT, start, start + len("c3, d7, e66"), "c3, d7, e66", "c3.d7.e66")
    with app.test_request_context():
        (line,) = lines(_transcript(Segment(TEXT)), [mention], Wanted())
    marked = [piece for piece in line.pieces if "mention unit" in piece.classes]
    assert "".join(piece.text for piece in marked) == "c3, d7, e66"
    assert marked[0].title == "Đơn vị: c3.d7.e66"


def test_words_keep_their_seconds_inside_a_mention(app: Flask) -> None:
    words = tuple(Word(word, 1.0, start=float(i), end=i + 0.5) for i, word in enumerate(TEXT.split(" ")))
    mention = Mention(MentionKind.UNIT, 7, 9, "c3", "c3")
    with app.test_request_context():
        (line,) = lines(_transcript(Segment(TEXT, words=words, start=0.0, end=8.0)), [mention], Wanted())
    piece = next(piece for piece in line.pieces if piece.text == "c3")
    assert (piece.start, piece.end) == (2.0, 2.5)


@given(
    st.lists(st.text("aăâ bđ.,", max_size=30), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40)), max_size=6),
)
def test_nothing_of_the_text_is_lost(texts: list[str], spans: list[tuple[int, int]]) -> None:
    transcript = _transcript(*(Segment(text) for text in texts))
    whole = transcript.text
    mentions = [
        Mention(MentionKind.CODE, start, min(start + length, len(whole)), "x", "y")
        for start, length in spans
        if start < len(whole)
    ]
    drawn = lines(transcript, mentions, Wanted())
    assert ["".join(piece.text for piece in line.pieces) for line in drawn] == texts


def test_the_line_at_the_box_is_found() -> None:
    first, second = Box(0, 0, 100, 20), Box(0, 30, 100, 20)
    transcript = _transcript(Segment("một", page=1, box=first), Segment("hai", page=1, box=second))
    drawn = lines(transcript, [], Wanted(page=1, box=Box(10, 32, 30, 15)), page=1)
    assert [line.found for line in drawn] == [False, True]


def test_only_the_page_that_is_open_is_drawn() -> None:
    transcript = _transcript(Segment("một", page=1), Segment("hai", page=2))
    assert [line.id for line in lines(transcript, [], Wanted(), page=2)] == ["1"]


def test_a_word_that_is_unsure_says_so() -> None:
    words = (Word("chôn", 0.3, Box(0, 0, 9, 9)), Word("anh", 0.9, Box(9, 0, 9, 9)))
    (line,) = lines(_transcript(Segment("chôn anh", words=words)), [], Wanted())
    assert [piece.text for piece in line.pieces if "unsure" in piece.classes] == ["chôn"]
