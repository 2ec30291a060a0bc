"""Đo giữ chỗ của chữ khi hiệu đính / Measure whether words keep box and second through corrections.

Pages with known boxes and recordings with known times get seeded corrections (insert, delete, replace,
reorder, all of them at once), with the ids of their lines and pasted without them. One JSON object each:
the share of unchanged words that keep their place exactly, and of changed words that stand within one word
of where they belong. 1 where less than 0.99 or 0.95 do.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.cli.bench_mentions import made_texts
from archive.transcription.realignment import realign
from schemas.transcripts import Box, Segment, Word

EXACT, NEAR = 0.99, 0.95
_PER_LINE = 9
_ONE_WORD = 60
"""Pixels: as long as a usual word of the made pages."""
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@dataclass(slots=True)
class Cell:
    """A word of the corrected text: the old word that it is, or the old words between which it belongs."""

    text: str
    origin: int | None
    near: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Line:
    id: str
    cells: list[Cell]


Correction = Callable[[random.Random, list[Line]], None]


def made_page(chance: random.Random, text: str) -> tuple[Segment, ...]:
    """Lines with a box for each word; letters and gaps as uneven as in writing."""
    made = []
    for number, row in enumerate(_rows(text)):
        x, y, words = 80 + chance.randint(-20, 20), 100 + 70 * number, []
        for token in row:
            width = round(len(token) * chance.uniform(9, 15)) + 2
            words.append(Word(token, 0.8, Box(x, y + chance.randint(-4, 4), width, 44)))
            x += width + chance.randint(4, 18)
        made.append(
            Segment(" ".join(row), 0.8, 1, Box(80, y, x - 80, 50), words=tuple(words), id=f"s{number}")
        )
    return tuple(made)


def made_sound(chance: random.Random, text: str) -> tuple[Segment, ...]:
    """Stretches of speech with times for each word, and pauses."""
    made, at = [], 0.0
    for number, row in enumerate(_rows(text)):
        words = []
        for token in row:
            length = chance.uniform(0.12, 0.5)
            words.append(Word(token, 0.8, None, round(at, 2), round(at + length, 2)))
            at += length + chance.choice((0.0, 0.0, 0.05, 0.4))
        whole = Segment(" ".join(row), 0.8, None, None, words[0].start, words[-1].end, tuple(words))
        made.append(replace(whole, kind="speech", id=f"s{number}"))
    return tuple(made)


def _rows(text: str) -> Iterator[list[str]]:
    tokens = text.split()
    for at in range(0, len(tokens), _PER_LINE):
        yield tokens[at : at + _PER_LINE]


def insert(chance: random.Random, lines: list[Line]) -> None:
    line = _some(chance, lines)
    at = chance.randint(0, len(line.cells))
    left = next((c for c in reversed(line.cells[:at]) if c.origin is not None), None)
    right = next((c for c in line.cells[at:] if c.origin is not None), None)
    ends = [one.origin for one in (left, right) if one is not None and one.origin is not None]
    if ends:
        line.cells.insert(at, Cell(_token(chance), None, (ends[0], ends[-1])))


def delete(chance: random.Random, lines: list[Line]) -> None:
    line = _some(chance, lines)
    if len(line.cells) > 2:
        del line.cells[chance.randrange(len(line.cells))]


def replaced(chance: random.Random, lines: list[Line]) -> None:
    """A letter wrong, another word, a word cut in two, or two written as one."""
    line = _some(chance, lines)
    at = chance.randrange(len(line.cells))
    cell = line.cells[at]
    if cell.origin is None:
        return
    near, way = (cell.origin - 1, cell.origin + 1), chance.random()
    if way < 0.6:
        letter = chance.randrange(len(cell.text))
        text = cell.text[:letter] + chance.choice(_LETTERS) + cell.text[letter + 1 :]
        line.cells[at] = Cell(text if text != cell.text else text + "x", None, near)
    elif way < 0.8:
        line.cells[at] = Cell(_token(chance), None, near)
    elif way < 0.9 and len(cell.text) > 3:
        line.cells[at : at + 1] = [Cell(cell.text[:2], None, near), Cell(cell.text[2:], None, near)]
    elif at + 1 < len(line.cells) and line.cells[at + 1].origin == cell.origin + 1:
        joined = cell.text + line.cells[at + 1].text
        line.cells[at : at + 2] = [Cell(joined, None, (cell.origin - 1, cell.origin + 2))]


def reorder(chance: random.Random, lines: list[Line]) -> None:
    """Two words or two lines change places, a phrase moves, a line is cut or joined."""
    way, number = chance.randrange(5), chance.randrange(len(lines))
    line = lines[number]
    if way == 0 and len(line.cells) > 2:
        at = chance.randrange(len(line.cells) - 1)
        line.cells[at], line.cells[at + 1] = line.cells[at + 1], line.cells[at]
    elif way == 1 and len(line.cells) > 6:
        at, size = chance.randrange(len(line.cells) - 5), chance.randint(2, 5)
        phrase = line.cells[at : at + size]
        del line.cells[at : at + size]
        other = _some(chance, lines)
        place = chance.randint(0, len(other.cells))
        other.cells[place:place] = phrase
    elif way == 2 and number + 1 < len(lines):
        lines[number], lines[number + 1] = lines[number + 1], lines[number]
    elif way == 3 and len(line.cells) > 5:
        at = len(line.cells) // 2
        lines.insert(number + 1, Line(f"{line.id}+", line.cells[at:]))
        del line.cells[at:]
    elif way == 4 and number + 1 < len(lines):
        line.cells += lines.pop(number + 1).cells


def everything(chance: random.Random, lines: list[Line]) -> None:
    chance.choice((insert, delete, replaced, replaced, reorder))(chance, lines)


CORRECTIONS: dict[str, Correction] = {
    "insert": insert, "delete": delete, "replace": replaced, "reorder": reorder, "all": everything,
}  # fmt: skip


def _some(chance: random.Random, lines: Sequence[Line]) -> Line:
    return lines[chance.randrange(len(lines))]


def _token(chance: random.Random) -> str:
    return chance.choice(("và", "của", "anh", "đồng", "chí", "Nguyễn", "Văn", "ngày", "đã", "E66", "làng"))


def corrected(chance: random.Random, base: Sequence[Segment], how: Correction, share: float) -> list[Line]:
    """The text after corrections to about this share of its words."""
    origins = iter(range(sum(len(one.words) for one in base)))
    lines = [Line(one.id, [Cell(word.text, next(origins)) for word in one.words]) for one in base]
    for _ in range(max(int(share * sum(len(one.cells) for one in lines)), 1)):
        how(chance, lines)
        lines[:] = [one for one in lines if one.cells]
    return lines


@dataclass
class Tally:
    kept: int = 0
    exact: int = 0
    changed: int = 0
    near: int = 0

    def count(self, base: Sequence[Segment], lines: Sequence[Line], made: Sequence[Segment]) -> None:
        words = [word for segment in base for word in segment.words]
        rows = [number for number, segment in enumerate(base) for _ in segment.words]
        for line, segment in zip(lines, made, strict=True):
            for cell, word in zip(line.cells, segment.words, strict=True):
                if cell.origin is not None:
                    old = words[cell.origin]
                    self.kept += 1
                    self.exact += (word.box, word.start, word.end) == (old.box, old.start, old.end)
                else:
                    self.changed += 1
                    self.near += _is_near(word, words, rows, cell.near)


def _is_near(word: Word, words: Sequence[Word], rows: Sequence[int], near: tuple[int, int]) -> bool:
    """Whether the middle of the word lies between the far ends of the two words that it belongs between."""
    first, last = max(near[0], 0), min(near[1], len(words) - 1)
    if word.box is not None:
        x, y = word.box.x + word.box.width / 2, word.box.y + word.box.height / 2
        margin = 0 if first < last else _ONE_WORD  # before the first or after the last word of its line
        for row in {rows[at] for at in range(first, last + 1)}:
            boxes = [one for at in range(first, last + 1) if rows[at] == row and (one := words[at].box)]
            left, right = min(one.x for one in boxes), max(one.x + one.width for one in boxes)
            level = boxes[0].y - 10 <= y <= boxes[0].y + boxes[0].height + 10
            if level and left - margin <= x <= right + margin:
                return True
        return False
    if word.start is None or word.end is None:
        return False
    middle, begin, end = (word.start + word.end) / 2, words[first].start, words[last].end
    return begin is not None and end is not None and begin <= middle <= end


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kyuc evaluate alignment", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument(
        "--share", type=float, default=0.12, help="phần chữ bị sửa / share of words corrected"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    texts = made_texts(asked.texts, asked.seed)
    short = False
    for medium, make in (("page", made_page), ("sound", made_sound)):
        for name, how in CORRECTIONS.items():
            for with_ids in (True, False):
                tally = _measured(texts, make, how, asked, with_ids)
                row = {"medium": medium, "corrections": name, "line_ids": with_ids, **figures(tally)}
                short |= row["unchanged_exact"] < EXACT or row["changed_within_one_word"] < NEAR  # type: ignore[operator]
                print(json.dumps(row), flush=True)
    return int(short)


def _measured(
    texts: Sequence[str],
    make: Callable[[random.Random, str], tuple[Segment, ...]],
    how: Correction,
    asked: argparse.Namespace,
    with_ids: bool,
) -> Tally:
    tally = Tally()
    for number, text in enumerate(texts):
        chance = random.Random(asked.seed * 100_003 + number)
        base = make(chance, text)
        lines = corrected(chance, base, how, asked.share)
        tally.count(base, lines, realign(_edited(base, lines, with_ids), base))
    return tally


def _edited(base: Sequence[Segment], lines: Sequence[Line], with_ids: bool) -> list[Segment]:
    known = {one.id: one for one in base} if with_ids else {}
    made = []
    for line in lines:
        text = " ".join(cell.text for cell in line.cells)
        old = known.get(line.id)
        made.append(replace(old, text=text, words=()) if old else Segment(text, page=base[0].page))
    return made


def figures(tally: Tally) -> dict[str, float]:
    return {
        "unchanged": tally.kept,
        "unchanged_exact": round(tally.exact / max(tally.kept, 1), 4),
        "changed": tally.changed,
        "changed_within_one_word": round(tally.near / tally.changed, 4) if tally.changed else 1.0,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
