import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.distances import likeness, syllable_distance
from archive.authority.syllables import phonetic_key, split

SYLLABLES = st.sampled_from(
    "Nguyễn Văn Hùng Trần Trung Chung Sơn Xơn Lan Nan Tựu Tưu quý gì giêng e66 Ngọc Thị x1 Đặng dang".split()
)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("chung", "trung"), ("xơn", "sơn"), ("nan", "lan"), ("Dinh", "Vinh"), ("ngả", "ngã"),
        ("lan", "lang"), ("bác", "bát"), ("Tưu", "Tựu"), ("hung", "Hùng"), ("iêm", "yêm"),
    ],
)  # fmt: skip
def test_what_ears_and_machines_confuse_is_near(heard: str, meant: str) -> None:
    assert 0 < syllable_distance(heard, meant) <= 0.4


@pytest.mark.parametrize(("a", "b"), [("minh", "trịnh"), ("hùng", "lan"), ("thiện", "bảo"), ("e66", "f304")])
def test_other_words_are_far(a: str, b: str) -> None:
    assert syllable_distance(a, b) >= 0.6


def test_likeness_follows_the_rule_that_joins() -> None:
    pairs = [("Hùng", "hùng"), ("hòa", "hoà"), ("Kỳ", "Kì"), ("Hùng", "Hưng"), ("Sơn", "Xơn"), ("An", "Bình")]
    assert [likeness(a, b) for a, b in pairs] == [1.0, 0.98, 0.95, 0.85, 0.7, 0.0]


@given(SYLLABLES, SYLLABLES)
def test_distance_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert syllable_distance(a, b) == syllable_distance(b, a)
    assert 0 <= syllable_distance(a, b) <= 1
    assert syllable_distance(a, a) == 0


@given(st.text(max_size=12))
def test_any_text_has_parts_and_a_key(text: str) -> None:
    split(text)
    phonetic_key(text)
    assert syllable_distance(text, text) == 0


def test_sound_key_joins_what_regions_merge() -> None:
    assert phonetic_key("Trương") == phonetic_key("chươn")
    assert phonetic_key("Lan") == phonetic_key("nang")
    assert phonetic_key("vân", southern=True) == phonetic_key("dân", southern=True)
    assert phonetic_key("đan") != phonetic_key("dan")


@pytest.mark.parametrize(("word", "parts"), [("gì", ("gi", "i", "")), ("nghiêng", ("ngh", "iê", "ng"))])
def test_syllables_are_split_by_spelling(word: str, parts: tuple[str, str, str]) -> None:
    syllable = split(word)
    assert (syllable.initial, syllable.vowels, syllable.final) == parts
