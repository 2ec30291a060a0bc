"""Units in running text: chains of sizes with their theatre, codes and mailbox, and what is no unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.authority.orthography import fold
from archive.authority.scan import Scan, Triggers, agrees
from archive.authority.spoken_numbers import FOLDED_WORDS
from archive.authority.unit_grammar import (
    ARMS,
    SIZE_WORDS,
    SPOKEN_FORMS,
    SPOKEN_LETTERS,
    Piece,
    beside_at,
    capitalised_name,
    level_at,
    named_front_at,
    separator_end,
)
from schemas.units import LEVELS, UnitName

_SIZE_FIRST = {word.split()[0] for word in SIZE_WORDS} | {"hom", "ht", "hop", "quan"}
_SIZE_FORMS = {word.split()[0] for word, _, _ in SIZE_WORDS.values()} | {"hòm", "hộp", "quân", "đoàn"}
_SPOKEN_FIRST = {word.split()[0] for word in SPOKEN_LETTERS}
_LETTER_TOKEN = re.compile(r"(?:[a-f]\d|[€£{]|(?:nt|ct|bt|qd|ld|qk|[pqkut])\d|[a-f][oilgs]\d)")
_TRIGGERS = Triggers(
    lambda word, folded: (
        _LETTER_TOKEN.match(folded) is not None
        or (folded in _SIZE_FIRST and (word.isascii() or word in _SIZE_FORMS))
        or (folded in _SPOKEN_FIRST and (word.isascii() or word in SPOKEN_FORMS))
    )
)
_BEHIND_LETTER = {fold(arm.split()[0]) for arm in ARMS} | {".", "-", "pho", "phe"}
_HILLS = {
    "doi",
    "chot",
    "mom",
    "dui",
    "diem",
    "cao",
    "dinh",
    "nui",
    "cot",
    "ham",
    "hang",
    "moc",
    "dong",
    "deo",
}
_HILLS |= {"tri"}
_NOT_MILITARY = {
    "vitamin", "toa", "nha", "lo", "block", "hem", "phong", "lop", "bang", "hang", "khoi", "omega",
    "cong", "ngo",
    "giay", "size", "co", "hinh", "cau", "tang", "nhom", "thuoc", "mau", "duong", "ql", "tl", "virus",
    "mo", "sheet",
}  # fmt: skip
_WEAPONS = {
    "B40", "B41", "B52", "B57", "B72", "B26", "C130", "C119", "C123", "C47", "C141", "F105", "F111",
    "F100", "F8",
    "A37", "A26", "D44", "D74", "D30", "AD6",
}  # fmt: skip
_WEAPON_WORDS = {
    "bay", "sung", "khau", "dan", "phao", "co", "kich", "luc", "qua", "no", "pha", "ban", "thang", "ham",
    "chiec",
    "ma", "hoa",
}  # fmt: skip
_FRONT_BEFORE = re.compile(r"(?:mat tran|chien truong|vao|di|mt)\s+$")
_EXPLOSIVE = re.compile(r"\s+(?:thuoc|no|boc|pha)")
_FRONT_WORDS = {"tran", "truong", "mt", "di", "vao"}
_COUNTED = {
    "nguoi",
    "chien",
    "dong",
    "ngay",
    "thang",
    "gio",
    "khau",
    "lan",
    "dua",
    "anh",
    "can",
    "em",
    "dai",
    "km",
}
_COUNTED_FORMS = {
    "người", "chiến", "đồng", "ngày", "tháng", "giờ", "khẩu", "lần", "đứa", "anh", "cán", "em", "km", "xe",
}  # fmt: skip
_SIGNS = " \t\n,/.-–—_+"
_ENEMY_BEFORE = {"địch", "ngụy", "nguỵ", "mỹ", "mĩ", "vnch", "lính"}
_ENEMY_AFTER = re.compile(
    r"[\s,(]*(?:(?:cua|thuoc|quan|linh)\s+)?(?:dich|nguy|my|vnch|viet nam cong hoa|tqlc|"
    r"quan luc viet nam cong hoa|thuy quan luc chien|biet dong quan|nhay du|du|ky binh|khong ky|bao an|"
    r"cong hoa|quan doi sai gon|sai gon|han quoc|nam trieu tien|uc)(?![^\W_])"
)
_ENEMY_FORMS = {
    "địch", "ngụy", "nguỵ", "mỹ", "mĩ", "vnch", "tqlc", "dù", "chiến", "quân", "binh", "kỵ", "kị", "an",
    "hòa", "hoà",
    "gòn", "quốc", "tiên", "úc",
}  # fmt: skip
_ENEMY_ARMS = {"kỵ binh", "kỵ binh bay", "không kỵ", "dù", "nhảy dù", "biệt động quân", "thủy quân lục chiến"}
_UNKNOWN_CODES = {"P", "Q", "K", "T", "U"}


@dataclass
class UnitReading:
    """A chain found in text[start:end], with what decides how far it can be trusted."""

    start: int
    end: int
    pieces: list[Piece] = field(default_factory=list)
    enemy: bool = False

    @property
    def name(self) -> UnitName:
        levels = {piece.level: piece.number for piece in self.pieces if piece.kind == "level"}
        ordered = tuple((letter, levels[letter]) for letter in LEVELS if letter in levels)
        codes = tuple(piece.level + piece.number for piece in self.pieces if piece.kind == "code")
        theatre = next((piece.number for piece in self.pieces if piece.kind == "theatre"), None)
        mailbox = next((piece.number for piece in self.pieces if piece.kind == "mailbox"), None)
        return UnitName(ordered, codes, theatre, mailbox)

    @property
    def weak(self) -> bool:
        """Read from a damaged form, or a single spoken one."""
        styles = [piece.style for piece in self.pieces]
        return "damaged" in styles or styles == ["spoken"]


def find_units(scan: Scan) -> Iterator[UnitReading]:
    """Every unit of the text in order; single letters with numbers that are hills or weapons are left out."""
    done, hill_until = 0, -1
    for index in scan.tokens_where(_TRIGGERS):
        start = scan.starts[index]
        if start < done or _only_a_word(scan, index):
            continue
        reading = read_chain(scan.text, scan.folded, start)
        if reading is None:
            continue
        single = len(reading.pieces) == 1 and reading.pieces[0].style in {"letter", "spaced", "damaged"}
        if single and (_on_hill(scan, index) or start <= hill_until):
            hill_until = _list_goes_on(scan, reading.end)
            continue
        if _is_unit(scan, index, reading):
            reading.enemy = _enemy(scan, index, reading)
            done = reading.end
            yield reading


def _only_a_word(scan: Scan, index: int) -> bool:
    """A spoken letter without a number behind it: an everyday word."""
    if scan.folds[index] not in _SPOKEN_FIRST or index + 1 >= len(scan.folds):
        return False
    behind = scan.folds[index + 1]
    return not (behind in FOLDED_WORDS or behind[0].isdigit() or behind in _BEHIND_LETTER)


def read_chain(text: str, folded: str, at: int) -> UnitReading | None:
    """The longest chain of parts that starts exactly here."""
    first = level_at(text, folded, at) or next(
        (
            piece
            for piece in beside_at(text, folded, at)
            if piece.kind != "theatre" or piece.number[:2] == "QK"
        ),
        None,
    )
    if (
        first is None
        or _is_weapon(text, first)
        or (first.level == "b" and _FRONT_BEFORE.search(folded, max(at - 20, 0), at))
    ):
        return None
    reading = UnitReading(at, first.end, [first])
    while True:
        piece = _next_piece(text, folded, reading)
        if piece is None:
            return reading
        reading.pieces.append(piece)
        reading.end = piece.end


def _next_piece(text: str, folded: str, reading: UnitReading) -> Piece | None:
    at = separator_end(folded, reading.end)
    if text[reading.end : at].strip(_SIGNS).lower() == "thuốc":
        return None
    if any(piece.kind == "theatre" for piece in reading.pieces):
        return None
    used = {piece.level for piece in reading.pieces}
    level = level_at(text, folded, at)
    if level and _sentence_ends(text, reading.end, at, level):
        return None
    glued = at == reading.end
    if glued and not (level and reading.pieces[-1].kind == "level" and text[at - 1].isdigit()):
        level = None
        if at >= len(text) or text[at - 1 : at].isalnum():
            return None
    besides = [piece for piece in beside_at(text, folded, at) if _fits(piece, reading)] if not glued else []
    front = next((piece for piece in besides if piece.kind == "theatre"), None)
    if (
        level
        and level.level in LEVELS
        and front
        and front.end >= level.end
        and _means_front(text, reading, level)
    ):
        return front
    if level and level.level not in used and not (_is_weapon(text, level) and level.level in "ab"):
        return level
    if besides:
        return besides[0]
    return None if glued else _named_or_behind_a_place(text, folded, reading, at)


def _fits(piece: Piece, reading: UnitReading) -> bool:
    levels = {found.level for found in reading.pieces if found.kind == "level"}
    if piece.kind == "theatre" and piece.number[0] == "T":
        return bool(levels & set("cdef"))
    return not any(found.kind == piece.kind and found.level == piece.level for found in reading.pieces)


def _means_front(text: str, reading: UnitReading, level: Piece) -> bool:
    """B1 to B5 behind a company or more: the front; "b2" right behind its company: a platoon."""
    if level.level != "b" or level.number not in "12345":
        return False
    used = [piece.level for piece in reading.pieces if piece.kind == "level"]
    if "b" in used or not set(used) & set("cdef"):
        return "b" in used
    if re.match(r"[\s,./-]*[aA]\s?\d", text[level.end :]):
        return False
    return text[level.start].isupper() or used[-1] != "c" or level.style == "spoken"


def _sentence_ends(text: str, end: int, at: int, level: Piece) -> bool:
    between = text[end:at]
    return "." in between and between.strip() == "." and between[-1:].isspace() and level.style != "letter"


def _is_weapon(text: str, piece: Piece) -> bool:
    return piece.style == "letter" and text[piece.start : piece.end] in _WEAPONS


def _named_or_behind_a_place(text: str, folded: str, reading: UnitReading, at: int) -> Piece | None:
    """`mặt trận Tây Nguyên`, or a theatre behind the name of a province: "D83 – Quảng Ngãi, QK5"."""
    front = named_front_at(text, folded, at)
    if front:
        return front
    name = capitalised_name(text, at)
    if not name:
        return None
    behind = separator_end(folded, at + len(name))
    if "," not in text[at + len(name) : behind] and "-" not in text[at + len(name) : behind]:
        return None
    return next((piece for piece in beside_at(text, folded, behind) if piece.kind == "theatre"), None)


def _on_hill(scan: Scan, index: int) -> bool:
    before = scan.folds[index - 1] if index else ""
    return before in _HILLS and scan.words[index - 1].lower() not in {
        "đồng",
        "động",
        "đông",
        "cao điểm",
        "đồi mồi",
    }


def _list_goes_on(scan: Scan, end: int) -> int:
    """Where the next one of "E1 và E4", "C1, C2" would start: it is a hill as well."""
    match = re.compile(r"\s*(?:,|va|voi|hoac|-)\s*(?=[a-f]\d)").match(scan.folded, end)
    return match.end() if match else -1


def _is_unit(scan: Scan, index: int, reading: UnitReading) -> bool:
    first, only = reading.pieces[0], len(reading.pieces) == 1
    before = scan.folds[index - 1] if index else ""
    if first.kind == "code" and first.style == "letter" and first.level in _UNKNOWN_CODES and only:
        return False
    if first.style in {"long", "spoken"} and only and _counts_something(scan, reading.end):
        return False
    if first.level == "Đoàn" and only:
        return len(first.number) >= 2 and (scan.text[first.start].isupper() or len(first.number) == 3)
    if first.kind == "mailbox" or not only or first.style == "long":
        return not (first.style == "spoken" and _plain_words(scan, reading))
    if first.kind != "level":
        return True
    if first.style == "spoken":
        return (
            len(first.number) >= 2 and first.level in "cdef" and scan.words[index].lower() not in {"xe", "đê"}
        )
    return _single_letter_is_unit(scan, first, before)


def _single_letter_is_unit(scan: Scan, piece: Piece, before: str) -> bool:
    written = scan.text[piece.start : piece.end]
    if before in _NOT_MILITARY or written.upper() in _WEAPONS or before in _WEAPON_WORDS:
        return False
    if before in _FRONT_WORDS and piece.level == "b":
        return False
    if written.upper() == "C4" and _EXPLOSIVE.match(scan.folded, piece.end):
        return False
    if piece.start and scan.text[piece.start - 1] in "-_/.":
        return False
    if piece.style == "spaced" and not (written[0].isupper() and piece.level in "cdef"):
        return False
    if piece.level in "ab":
        return written[0].islower() and len(piece.number) <= 2
    return not (piece.style == "damaged" and written[0] in "đĐ" and len(piece.number) > 3)


def _plain_words(scan: Scan, reading: UnitReading) -> bool:
    """A chain of spoken letters needs at least one that is no everyday word."""
    everyday = {"xe", "a", "bờ", "đê", "đề"}
    return all(
        piece.style == "spoken" and scan.text[piece.start : piece.end].split()[0].lower() in everyday
        for piece in reading.pieces
    )


def _counts_something(scan: Scan, end: int) -> bool:
    match = re.compile(r"[^\S\n]+([^\W_]+)").match(scan.text, end)  # the next line counts nothing
    word = match[1].lower() if match else ""
    return word in _COUNTED_FORMS or (
        word.isascii() and word in _COUNTED and word not in {"dong", "can", "dai"}
    )


def _enemy(scan: Scan, index: int, reading: UnitReading) -> bool:
    if any(piece.arm and any(agrees(piece.arm, arm) for arm in _ENEMY_ARMS) for piece in reading.pieces):
        return True
    if index and scan.words[index - 1].lower() in _ENEMY_BEFORE:
        return True
    match = _ENEMY_AFTER.match(scan.folded, reading.end)
    if not match:
        return False
    last = re.findall(r"[^\W_]+", scan.text[match.start() : match.end()])[-1].lower()
    return last in _ENEMY_FORMS or (last.isascii() and scan.text[reading.start : reading.end].isascii())


def unit_tails(normal: str) -> tuple[str, ...]:
    """Every name under which a unit in normal form shall be found.

    >>> unit_tails("c3.d7.e66")
    ('c3.d7.e66', 'd7.e66', 'e66')
    """
    return UnitName.parse(normal).tails()
