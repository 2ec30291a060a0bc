"""Texts made on the spot for measuring: Vietnamese syllables, words by Zipf's law, sentences, paragraphs.

The same seed gives the same texts on every machine. They mean nothing, but words, pairs and lengths are
spread as in real text, which is what speed depends on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from schemas.holdings import ItemKind
from schemas.queries import IndexDocument, Passage

_INITIALS = ["", *"b c ch d đ g gh gi h k kh l m n ng nh p ph qu r s t th tr v x".split()]
_RIMES = (
    "a ai an ang ao au ac am ap at ay anh ach e en em eo et ê ên êm êu êt i in im iu inh ich iên iêu o on "
    "ong oi oc om ot ô ôn ông ôi ôc ôm ôt ơ ơn ơi ơm u un ung ui uc um ut ư ưng ươi ương ươc ưu uyên uôn "
    "uông oan oa ăn ăng ăc ăm ăt ân âng âu âc âm ât ây"
).split()
_TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
_SYLLABLES = 6_500
_WORDS = 40_000
_MEDIAN_WORDS = 160
"""Words of one to three syllables in a text: about 370 syllables on average, as in the news."""
_CHUNK = 1_000
_FIRST_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class WordModel:
    words: tuple[str, ...]
    cumulative: np.ndarray[tuple[int], np.dtype[np.float64]]
    seed: int

    def texts(self, count: int) -> Iterator[str]:
        random = np.random.default_rng(self.seed + 1)
        for start in range(0, count, _CHUNK):
            yield from self._chunk(random, min(_CHUNK, count - start))

    def _chunk(self, random: np.random.Generator, count: int) -> Iterator[str]:
        sizes = np.maximum(random.lognormal(np.log(_MEDIAN_WORDS), 0.5, count), 5).astype(int)
        drawn = np.searchsorted(self.cumulative, random.random(int(sizes.sum()))).tolist()
        lengths = iter(random.integers(6, 18, int(sizes.sum()) // 5 + 2 * count).tolist())
        at = 0
        for size in sizes.tolist():
            words = [self.words[index] for index in drawn[at : at + size]]
            at += size
            yield _paragraphs(words, lengths)


def word_model(seed: int = 1975) -> WordModel:
    random = np.random.default_rng(seed)
    syllables = list(
        dict.fromkeys(
            unicodedata.normalize("NFC", initial + rime[0] + tone + rime[1:])
            for initial in _INITIALS
            for rime in _RIMES
            for tone in _TONES
        )
    )
    random.shuffle(syllables)
    syllables = syllables[:_SYLLABLES]
    lengths = random.choice([1, 2, 3], _WORDS, p=[0.12, 0.8, 0.08])
    chosen = random.choice(len(syllables), int(lengths.sum()), p=_zipf(len(syllables), 0.9)).tolist()
    words, at = [], 0
    for length in lengths.tolist():
        words.append(" ".join(syllables[index] for index in chosen[at : at + length]))
        at += length
    return WordModel(tuple(words), np.cumsum(_zipf(_WORDS, 1.0)) * (1 - 1e-12), seed)


def _zipf(size: int, exponent: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = 1 / np.arange(1, size + 1) ** exponent
    return np.asarray(weights / weights.sum(), np.float64)


def _paragraphs(words: list[str], lengths: Iterator[int]) -> str:
    """Sentences of the given lengths; the first paragraph has two, the others four."""
    sentences, at = [], 0
    while at < len(words):
        length = next(lengths)
        sentences.append(" ".join(words[at : at + length]).capitalize() + ".")
        at += length
    parts = [sentences[:2], *(sentences[start : start + 4] for start in range(2, len(sentences), 4))]
    return "\n".join(" ".join(part) for part in parts)


def document(number: int, text: str) -> IndexDocument:
    """An item with such a text and with something in every facet."""
    regiment, company = number % 97, number % 11
    return IndexDocument(
        item_id=f"item-{number}",
        kind=list(ItemKind)[number % len(ItemKind)],
        title="",
        passages=(Passage(f"asset-{number}", f"text-{number}", text, 0.5 + number % 50 / 100),),
        visit_id=f"visit-{number // 20}",
        organisation_path=f"tinh-{number % 34}/xa-{number % 100}",
        commune=f"Xã {number % 100}",
        captured=_FIRST_DAY + timedelta(days=number % 300),
        persons=(f"Người {number % 5000}",),
        units=(f"c{company}.e{regiment}", f"e{regiment}") if number % 5 == 0 else (),
        places=(f"place-{number % 3321}", f"place-{number % 34}"),
        days=((date(1965 + number % 11, 1, 1), date(1965 + number % 11, 12, 31)),),
        medium="text",
    )
