"""The parts of a unit as people write and say them: sizes, numbers, arms, theatres, codes, mailboxes.

Patterns run on folded text (as long as the text itself); what was written decides where folding lost
something (`sư` and `sự`, `đoàn` and `đoạn`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from archive.authority.distances import data_rows
from archive.authority.orthography import fold
from archive.authority.scan import agrees
from archive.authority.spoken_numbers import WORD_PATTERN, longest_number

_END = r"(?![^\W_])"
SIZE_WORDS = {fold(word): (word, level, kind) for word, level, kind in data_rows("unit_words.tsv")}
ARMS = [
    line
    for line in files("archive.authority").joinpath("data", "arms.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
SPOKEN_LETTERS = {
    "be": "b", "bo": "b", "xe": "c", "se": "c", "ce": "c", "de": "d", "re": "d", "gie": "d",
    "e": "e", "ep pho": "f", "ep phe": "f", "ep": "f", "pho": "f", "a": "a", "b": "b", "c": "c",
    "d": "d", "f": "f",
}  # fmt: skip
SPOKEN_FORMS = {
    "bê", "bờ", "xê", "xe", "sê", "cê", "dê", "đê", "rê", "giê", "e", "ê", "ép", "ếp", "phờ",
    "a", "b", "c", "d", "f",
}  # fmt: skip


def _either(words: list[str]) -> str:
    return "|".join(
        re.escape(fold(word)).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


_ARM = rf"(?:{_either(ARMS)}){_END}"
_LONG = re.compile(
    rf"(?P<size>{_either([word for word, _, _ in SIZE_WORDS.values()])})\s+(?P<arm>{_ARM}\s+)?(?:so\s+)?"
    rf"(?:(?P<dashed>\d(?:-\d){{1,2}}){_END}|(?P<digits>\d{{1,4}})(?P<suffix>[a-d]{_END})?"
    rf"|(?P<words>{WORD_PATTERN}(?:[ -]+{WORD_PATTERN}){{0,6}}){_END}"
    rf"|(?P<roman>[ivx]{{1,4}}){_END})"
)
_LETTER = re.compile(
    rf"(?P<letter>[a-f])(?P<gap>\.\s?|\s|-)?(?:(?P<arm>(?<=\s){_ARM})\s+)?"
    rf"(?:(?P<dashed>(?<=\s)\d(?:-\d){{1,2}}){_END}"
    rf"|(?P<digits>\d{{1,4}})(?:(?P<suffix>[a-d]){_END}|(?=[a-f]\d)|{_END}))"
)
_DAMAGED = re.compile(r"(?P<letter>[a-f€{£])(?P<number>[0-9oilgszb|]{1,4})(?![^\W_|])")
_SPOKEN = re.compile(
    rf"(?P<letter>{_either(list(SPOKEN_LETTERS))})[\s.]+"
    rf"(?:(?P<words>{WORD_PATTERN}(?:[ -]+{WORD_PATTERN}){{0,6}}){_END}|(?P<digits>\d{{1,4}}){_END})"
)
_SEPARATOR = re.compile(r"(?:[ \t,/.\-–—_+]|\n(?!\s*\n)){0,5}(?:(?:cua|thuoc|la)\s+)?")
_HONORIFIC_TAIL = re.compile(rf"\s+(?P<arm>{_ARM})")
_ARM_AND_FRONT = re.compile(rf"\s+(?P<arm>{_ARM})(?=\s+(?:qk|quan\s+khu|[b-f])\s?\d)")
"""An arm behind a short size, if the chain goes on behind it: "d406 đặc công QK5"."""
_MAILBOX = re.compile(
    r"(?:hom\s+thu|ht|h\.t|hop\s+thu)(?:\s+so)?\s*[:.]?\s*"
    r"(?P<box>(?=[a-z]{0,3}\d|\d)[0-9a-z]+(?:\.\d+)*"
    r"(?:[ -](?=[a-z0-9]*\d|[a-z]{1,3}(?![^\W_]))[0-9a-z.]{1,6}(?![^\W_]))?)"
)
_CODE = re.compile(rf"(?P<code>nt|ct|bt|qd|ld|p|q|doan)\s?(?P<number>\d{{1,4}}[a-d]?){_END}")
_THEATRE = re.compile(
    rf"(?:(?P<front>mat\s+tran|mt|chien\s+truong)\s+)?(?:(?P<code>b[1-5]|b\s[1-5]|kbm|kb|kn|kh|kt|nb|t10|t[1-9]){_END}"
    rf"|(?P<zone>quan\s+khu|qk|khu)\s?(?P<number>\d{{1,2}}|[ivx]{{1,4}}|{WORD_PATTERN}){_END}"
    rf"|(?P<spoken>be\s+(?:mot|hai|ba|bon|tu|nam)){_END})"
)
_FRONT_NAMED = re.compile(r"(?:mat\s+tran|mt)\s+")
_DAMAGED_DIGITS = str.maketrans("oilgszb|", "01165281")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a unit: `kind` is level, code, theatre or mailbox; `certainty` as in mentions."""

    kind: str
    level: str
    number: str
    start: int
    end: int
    style: str
    """`long`, `letter`, `spaced`, `spoken` or `damaged`: how it was written."""
    arm: str = ""


def separator_end(folded: str, at: int) -> int:
    match = _SEPARATOR.match(folded, at)
    return match.end() if match else at


def level_at(text: str, folded: str, at: int) -> Piece | None:
    """A size with its number that starts here, or None."""
    return _long_at(text, folded, at) or _letter_at(text, folded, at) or _spoken_at(text, folded, at)


def _long_at(text: str, folded: str, at: int) -> Piece | None:
    match = _LONG.match(folded, at)
    if not match:
        return None
    word, level, kind = SIZE_WORDS[" ".join(match["size"].split())]
    if not agrees(text[match.start("size") : match.end("size")], word):
        return None
    read = _number(text, match)
    if read is None or (match["roman"] and not text[match.start("roman")].isupper()):
        return None
    number, end = read
    arm = text[match.start("arm") : match.end("arm")].strip() if match["arm"] else ""
    if word == "đoàn" and match["words"]:
        return None
    tail = _HONORIFIC_TAIL.match(folded, end)
    if tail and not arm:
        arm, end = text[tail.start("arm") : tail.end("arm")], tail.end("arm")
    return Piece(kind, level, number, at, end, "long", arm)


def _number(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    groups = match.groupdict()
    if groups.get("dashed"):
        return groups["dashed"].replace("-", ""), match.end("dashed")
    if groups.get("digits"):
        end = match.end("suffix") if groups.get("suffix") else match.end("digits")
        return groups["digits"] + (groups.get("suffix") or "").upper(), end
    if groups.get("roman"):
        number = _ROMAN.get(groups["roman"])
        return (str(number), match.end("roman")) if number else None
    return spoken_number_at(text, match.start("words"), match.end("words"))


def spoken_number_at(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The number that words say in text[start:end] and where its words end; "năm" before digits is a year."""
    words = list(re.finditer(r"[^\W_]+", text[start:end]))
    said = [word.group() for word in words]
    for at in range(1, len(said)):
        if fold(said[at]) == "nam" and _is_year(said[at + 1 :], text[end:]):
            said = said[:at]
            break
    read = longest_number(said, most_digits=3)
    if read is None:
        return None
    number, taken = read
    return number, start + words[taken - 1].end()


def _is_year(said: list[str], behind: str) -> bool:
    """Whether what follows "năm" is a year: "năm bảy hai", "năm một chín bảy hai", "năm 1972"."""
    if not said:
        return re.match(r"\s+\d", behind) is not None
    read = longest_number(said)
    return read is not None and len(read[0]) in {2, 4} and read[1] > 1


def _letter_at(text: str, folded: str, at: int) -> Piece | None:
    match = _LETTER.match(folded, at)
    if match:
        tail = _ARM_AND_FRONT.match(folded, match.end())
        damaged = text[at] in "đĐ"
        style = "damaged" if damaged else "spaced" if (match["gap"] or "").strip(".-") else "letter"
        if (match["gap"] or "") == "-" and not text[at].isupper():
            return None
        number = (match["digits"] or match["dashed"].replace("-", "")) + (match["suffix"] or "").upper()
        arm = text[match.start("arm") : match.end("arm")] if match["arm"] else ""
        end = tail.end("arm") if tail else match.end()
        arm = text[tail.start("arm") : tail.end("arm")] if tail else arm
        return Piece("level", match["letter"], number, at, end, style, arm)
    match = _DAMAGED.match(folded, at)
    if not match or not any(c.isdigit() for c in match["number"]) or match["number"].isdigit():
        return _damaged_letter(match) if match and match["letter"] in "€{£" else None
    written = text[match.start("number") : match.end("number")]
    if any(c.isalpha() and c not in "OoIlGSZB" for c in written) or written[-1] in "abcd":
        return None
    return _damaged_letter(match)


def _damaged_letter(match: re.Match[str]) -> Piece | None:
    number = match["number"].translate(_DAMAGED_DIGITS).replace("g", "6")
    letter = {"€": "e", "£": "e", "{": "f"}.get(match["letter"], match["letter"])
    return Piece("level", letter, _six_for_g(match["number"], number), match.start(), match.end(), "damaged")


def _six_for_g(written: str, number: str) -> str:
    return "".join("6" if old == "g" else new for old, new in zip(written, number, strict=True))


def _spoken_at(text: str, folded: str, at: int) -> Piece | None:
    match = _SPOKEN.match(folded, at)
    if not match:
        return None
    said = text[match.start("letter") : match.end("letter")].lower().split()
    if any(word not in SPOKEN_FORMS and not word.isascii() for word in said):
        return None
    read = _number(text, match)
    if read is None:
        return None
    return Piece("level", SPOKEN_LETTERS[" ".join(match["letter"].split())], read[0], at, read[1], "spoken")


def beside_at(text: str, folded: str, at: int) -> Iterator[Piece]:
    """Mailbox, theatre or code that starts here (for the tail of a chain, or alone)."""
    match = _MAILBOX.match(folded, at)
    if match and (match.group()[:1] == "h"):
        written = text[match.start("box") : match.end("box")].rstrip(".- ")
        head, _, tail = written.partition(" ")
        if tail.isalpha() and not tail.isupper():
            written = head
        box, length = written.replace(" ", ""), len(written)
        yield Piece("mailbox", "HT", box, at, match.start("box") + length, "letter")
    match = _THEATRE.match(folded, at)
    if match:
        piece = _theatre(text, match)
        if piece:
            yield piece
    match = _CODE.match(folded, at)
    if match and (text[at].isupper() or match["code"] == "doan"):
        if match["code"] == "doan" and not agrees(text[at : match.end("code")], "đoàn"):
            return
        code = {"qd": "QĐ", "ld": "LĐ", "doan": "Đoàn"}.get(match["code"], match["code"].upper())
        yield Piece("code", code, match["number"].upper(), at, match.end(), "letter")


def _theatre(text: str, match: re.Match[str]) -> Piece | None:
    start = match.start()
    if match["spoken"]:
        digit = longest_number([match["spoken"].split()[1]])
        return Piece("theatre", "", f"B{digit[0] if digit else ''}", start, match.end(), "spoken")
    if match["code"]:
        written = text[match.start("code") : match.end("code")]
        if not (written[0].isupper() or match["front"]):
            return None
        return Piece("theatre", "", match["code"].upper().replace(" ", ""), start, match.end(), "letter")
    number = match["number"]
    if not number.isdigit():
        said = longest_number([text[match.start("number") : match.end("number")]])
        number = str(_ROMAN[number]) if number in _ROMAN else said[0] if said else ""
    if not number:
        return None
    prefix = "Khu" if match["zone"] == "khu" else "QK"
    return Piece("theatre", "", prefix + number, start, match.end(), "long")


def named_front_at(text: str, folded: str, at: int) -> Piece | None:
    """`mặt trận Tây Nguyên`: a front by the name of its country, kept as written."""
    match = _FRONT_NAMED.match(folded, at)
    if not match:
        return None
    name = capitalised_name(text, match.end())
    return Piece("theatre", "", name, at, match.end() + len(name), "long") if name else None


def capitalised_name(text: str, at: int) -> str:
    """Up to three capitalised words that start here, or the empty string."""
    words = re.match(r"[^\W\d_]+(?: [^\W\d_]+){0,2}", text[at : at + 40])
    kept: list[str] = []
    for word in words.group().split() if words else ():
        if not word[0].isupper():
            break
        kept.append(word)
    return " ".join(kept)
