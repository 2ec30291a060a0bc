"""Words keep their places through free editing, whatever was done to the text around them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.cli.evaluate_alignment import EXACT, NEAR, main
from archive.transcription.realignment import DOUBTED, realign
from schemas.markings import Mark, MarkKind
from schemas.transcripts import Box, Reading, Segment, Word
from tests.support.texts import page_lines, spoken_lines

words = st.text(st.sampled_from("aăbcđêghơnu,."), min_size=1, max_size=6)
lines = st.lists(words, min_size=1, max_size=8).map(" ".join)
texts = st.lists(lines, min_size=1, max_size=5).map(tuple)


def numbered(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return tuple(replace(one, id=f"s{at}") for at, one in enumerate(segments))


@given(texts)
def test_a_text_that_nobody_changed_keeps_every_word(given_lines: tuple[str, ...]) -> None:
    for base in (numbered(page_lines(given_lines)), numbered(spoken_lines(given_lines))):
        edited = [replace(one, words=()) for one in base]
        made = realign(edited, base)
        assert [[(w.text, w.box, w.start, w.end) for w in one.words] for one in made] == [
            [(w.text, w.box, w.start, w.end) for w in one.words] for one in base
        ]


@given(texts, texts)
def test_any_text_over_any_other_has_its_own_words_in_possible_places(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    for base in (numbered(page_lines(before)), numbered(spoken_lines(before))):
        edited = [Segment(text, page=1, id=f"s{at}") for at, text in enumerate(after)]
        made = realign(edited, base)
        assert [one.text for one in made] == list(after)
        assert [[word.text for word in one.words] for one in made] == [text.split() for text in after]
        for word in (word for one in made for word in one.words):
            assert word.box is None or (word.box.x >= 0 and word.box.width > 0 and word.box.height > 0)
            assert (word.start is None) == (word.end is None)
            assert word.start is None or word.end is None or word.start <= word.end


@given(texts, st.data())
def test_a_word_put_in_or_taken_out_moves_no_other(before: tuple[str, ...], data: st.DataObject) -> None:
    base = numbered(page_lines(before))
    number = data.draw(st.integers(0, len(base) - 1))
    row = before[number].split()
    at = data.draw(st.integers(0, len(row)))
    edited = [replace(one, words=()) for one in base]
    edited[number] = replace(edited[number], text=" ".join([*row[:at], "Thêm", *row[at:]]))
    made = realign(edited, base)[number].words
    old = base[number].words
    assert [word.box for word in (*made[:at], *made[at + 1 :])] == [word.box for word in old]
    new = made[at].box
    assert new is not None
    middle = new.x + new.width / 2
    if at:
        left = old[at - 1].box
        assert left is not None and middle >= left.x + left.width
    if at < len(old):
        right = old[at].box
        assert right is not None and middle <= right.x + 1


def test_a_line_that_was_cut_joined_or_moved_takes_its_words_along() -> None:
    base = numbered(page_lines())
    first, second, third = base
    edited = [
        replace(third, words=()),
        Segment("Mẹ kính yêu", page=1, id="mới"),
        Segment(f"của con, {second.text}", page=1, id="s1"),
    ]
    made = realign(edited, base)
    assert [word.box for word in made[0].words] == [word.box for word in third.words]
    assert [word.box for word in made[1].words] == [word.box for word in first.words[:3]]
    assert [word.box for word in made[2].words] == [word.box for word in (*first.words[3:], *second.words)]
    assert made[1].box == Box(50, 100, 110, 40)


def test_a_word_cut_in_two_shares_its_box_and_two_that_were_joined_have_both() -> None:
    base = numbered((page_lines(("bên bờsông Thạch Hãn",))[0],))
    [made] = realign([replace(base[0], text="bên bờ sông ThạchHãn", words=())], base)
    whole, thach, han = base[0].words[1].box, base[0].words[2].box, base[0].words[3].box
    assert whole and thach and han
    left, right, joined = (word.box for word in made.words[1:])
    assert left and right and joined
    assert left.union(right) == whole
    assert joined == thach.union(han)


def test_pieces_of_a_word_that_a_machine_cut_are_one_word_again() -> None:
    cut = (
        Word("Thạch", 0.9, Box(0, 0, 50, 40)),
        Word("Hãn", 0.9, Box(50, 0, 30, 40)),
        Word(",", 0.5, Box(80, 0, 5, 40)),
    )
    base = (Segment("Thạch Hãn, nay", page=1, words=(*cut, Word("nay", 0.9, Box(95, 0, 30, 40))), id="s0"),)
    [made] = realign([replace(base[0], text="Thạch Hãn, này", words=())], base)
    assert [word.box for word in made.words] == [Box(0, 0, 50, 40), Box(50, 0, 35, 40), Box(95, 0, 30, 40)]


def test_what_a_person_read_is_sure_but_for_what_she_marked() -> None:
    base = numbered((replace(page_lines()[0], readings=(Reading("Mẹ kinh yêu", 0.4, "b"),)),))
    mark = Mark(3, 7, MarkKind.UNCLEAR)
    [made] = realign([replace(base[0], words=(), readings=(), marks=(mark,))], base)
    assert [word.confidence == DOUBTED for word in made.words] == [False, True, False, False, False]
    assert made.readings == base[0].readings


def test_the_measured_shares_hold() -> None:
    assert main(["--texts", "3", "--seed", "5"]) == 0
    assert (EXACT, NEAR) == (0.99, 0.95)
