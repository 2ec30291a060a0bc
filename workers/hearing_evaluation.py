"""How well recordings are heard: word error rate, words of the visit found, lines invented, time taken.

Ways that are compared: the engine as it comes, the engine with our settings, ours, ours with the words of the
visit among others, ours with a list that holds none of them.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import jiwer

from archive.authority.orthography import canon, tokens
from schemas.errors import InvalidInput
from workers.hearing import hear_recording
from workers.known_words import as_terms, occurrences

_COMMON = frozenset(
    "là và của có được cho các những một hai ba này đó kia ấy thì mà với như để ở trong ngoài trên dưới từ "
    "đến tới vào ra lên xuống đi về lại không chưa đã đang sẽ cũng rất nhiều ít người ta tôi anh chị em "
    "ông bà chúng mọi khi nếu vì nên do bởi hay hoặc bị làm nói thế nào gì ai đây đấy năm ngày".split()
)
_WORDS_OF_A_CLIP = 3


@dataclass(frozen=True, slots=True)
class Clip:
    path: Path
    text: str

    @property
    def rarer(self) -> tuple[str, ...]:
        """Pairs of neighbouring syllables that are not among the commonest: what a visit might know."""
        words = tokens(self.text)
        pairs = pairwise(words)
        rare = [f"{a} {b}" for a, b in pairs if not {a, b} & _COMMON]
        return tuple(rare[:: max(1, len(rare) // _WORDS_OF_A_CLIP)][:_WORDS_OF_A_CLIP])


@dataclass(frozen=True, slots=True)
class Row:
    """One way of hearing over all clips. Rates 0 to 1; `seconds_a_second`: work for one second of sound."""

    way: str
    word_error_rate: float
    known_words_found: float
    clips_worse: int
    """Clips with more errors than ours without a list."""
    seconds_a_second: float


def read_labels(folder: Path) -> list[Clip]:
    """`labels.tsv` (file, tab, text). Raises InvalidInput."""
    labels = folder / "labels.tsv"
    try:
        rows = list(csv.reader(labels.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise InvalidInput(
            str(error),
            vi="Thư mục cần có tệp labels.tsv: mỗi dòng một tên tệp, dấu tab, lời đúng.",
            en="The folder needs a file labels.tsv: file name, tab, true text, one clip a line.",
        ) from error
    return [Clip(folder / row[0], row[1]) for row in rows if len(row) >= 2 and (folder / row[0]).is_file()]


def evaluate(clips: Sequence[Clip], ways: dict[str, Callable[[Clip], str]], seconds: float) -> Iterator[Row]:
    """One row a way, in order; the first way named `ours` is what lists are compared with."""
    baseline: list[int] | None = None
    for name, hear in ways.items():
        begun = time.perf_counter()
        heard = [hear(clip) for clip in clips]
        took = time.perf_counter() - begun
        errors = [_errors(clip.text, text) for clip, text in zip(clips, heard, strict=True)]
        if name == "ours":
            baseline = errors
        worse = sum(new > old for new, old in zip(errors, baseline, strict=True)) if baseline else 0
        yield Row(
            name,
            round(sum(errors) / sum(len(tokens(clip.text)) for clip in clips), 4),
            round(_found(clips, heard), 3),
            worse,
            round(took / seconds, 4),
        )


def ours(known: Callable[[Clip], Sequence[str]]) -> Callable[[Clip], str]:
    def hear(clip: Clip) -> str:
        return " ".join(s.text for s in hear_recording(clip.path, known=known(clip)).segments)

    return hear


def _errors(truth: str, heard: str) -> int:
    """Wrong, missing and added words; case, punctuation and tone placement do not count."""
    result = jiwer.process_words(_plain(truth), _plain(heard) or "∅")
    return int(result.substitutions + result.deletions + result.insertions)


def _plain(text: str) -> str:
    return " ".join(map(canon, tokens(text)))


def _found(clips: Sequence[Clip], heard: Sequence[str]) -> float:
    wanted = found = 0
    for clip, text in zip(clips, heard, strict=True):
        terms = as_terms(clip.rarer)
        wanted += len(terms)
        found += len({term for _, _, term in occurrences(terms, text)})
    return found / max(1, wanted)
