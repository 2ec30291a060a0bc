import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.orthography import (
    canon,
    fold,
    fold_text,
    folded_key,
    nfc,
    normalise,
    tokens,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
VIETNAMESE = st.text("aăâeêioôơuưyđĐÐnghtrc AOE\u0300\u0301\u0309\u0323\u0302\u031b", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"), ("Thúy", "thuý"), ("khỏe", "khoẻ"), ("ủy", "uỷ"), ("Lý", "lí"), ("Mỹ", "mĩ"),
        ("kỳ", "kì"), ("sỹ", "sĩ"), ("hy", "hi"), ("quý", "quí"), ("qúy", "quý"), ("tỵ", "tị"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert canon(one) == canon(other)


@pytest.mark.parametrize("word", ["hoàn", "suýt", "huỳnh", "của", "thủy", "yên", "tây", "thúi", "máy"])
def test_other_words_keep_their_letters(word: str) -> None:
    assert fold(canon(word)) == fold(word)


@pytest.mark.parametrize(("a", "b"), [("máy", "mái"), ("tai", "tay"), ("hòa", "hòe"), ("thúy", "thúi")])
def test_different_words_stay_different(a: str, b: str) -> None:
    assert canon(a) != canon(b)


def test_fold_takes_the_stroke_of_d() -> None:
    assert fold("Đặng") == fold("Ðặng") == fold("Ɖặng") == "dang"


def test_words_with_lost_marks_meet_under_one_key() -> None:
    assert folded_key("ky") == folded_key("Kỳ") == folded_key("kì")


def test_tokens_are_lower_case_words() -> None:
    assert tokens("C3 – D7_E66, Ðông Hà!") == ["c3", "d7", "e66", "đông", "hà"]


@given(ANY_TEXT | VIETNAMESE)
def test_normalised_text_is_nfc_and_every_span_holds_what_it_came_from(text: str) -> None:
    normal = normalise(text)
    assert normal.text == nfc(text)
    assert normal.span(0, len(normal.text)) == (0, len(text)) or not normal.text
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert normal.text[at] in nfc(text[start:end])


@given(ANY_TEXT | VIETNAMESE)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_text(fold_text(text)) == fold_text(text)
    assert canon(canon(text)) == canon(text)


@given(ANY_TEXT | VIETNAMESE)
def test_folded_text_keeps_its_length(text: str) -> None:
    assert len(fold_text(text)) == len(nfc(text))
