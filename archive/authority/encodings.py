"""Old Vietnamese encodings: recognised by what their letters make, and converted; callers keep the original.

TCVN3 (ABC fonts), VNI, VIQR, Windows-1258, UTF-8 read as Latin, and words left in Telex. Tables are our own;
Python has only cp1258.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.authority.lexicons import compounds, given_names, middle_names, surnames
from archive.authority.orthography import canon, nfc

_TCVN3_FROM = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ¡¢§£¤¥¦"
_TCVN3_TO = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

_VIQR = re.compile(
    r"(?i)dd|([aeiouy])([\^(+])?(?:(['`~])|([?.])(?=[a-z]))?|([aeiouy])([\^(+])([?.])(?![a-z])"
)
_VIQR_QUALITY = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_VIQR_TONE = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}


def from_tcvn3(text: str) -> str:
    """Text of a TCVN3 font, read as Latin-1: "NguyÔn V¨n" is "Nguyễn Văn"."""
    return text.translate(_TCVN3)


@cache
def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for letter in "aeiouyôö":
        base = _VNI_SINGLE.get(letter, letter)
        for mark, tone in _VNI_TONES.items():
            table[letter + mark] = nfc(base + tone)
    for letter in "aeo":
        table |= {letter + mark: nfc(letter + "\u0302" + tone) for mark, tone in _VNI_HATS.items()}
    table |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in _VNI_BREVES.items()}
    table |= _VNI_SINGLE
    return table | {pair.upper(): made.upper() for pair, made in table.items()}


@cache
def _vni_pattern() -> re.Pattern[str]:
    pairs = sorted(_vni_table(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, pairs)))


def from_vni(text: str) -> str:
    """Text of a VNI font, read as Latin-1: "Nguyeãn Vaên" is "Nguyễn Văn"."""
    return _vni_pattern().sub(lambda match: _vni_table()[match.group()], text)


def from_viqr(text: str) -> str:
    """ "Nguye^~n Va(n" is "Nguyễn Văn"; a full stop or question mark at a word's end stays what it is."""

    def made(match: re.Match[str]) -> str:
        if match.group().lower() == "dd":
            return "Đ" if match.group()[0] == "D" else "đ"
        letter = match[1] or match[5]
        tone = match[3] or match[4] or match[7] or ""
        quality = match[2] or match[6] or ""
        return nfc(letter + _VIQR_QUALITY.get(quality, "") + _VIQR_TONE.get(tone, ""))

    return _VIQR.sub(made, text)


def from_cp1258(text: str) -> str:
    """Windows-1258 that was read as Windows-1252."""
    return nfc(_bytes(text).decode("cp1258", errors="replace"))


def from_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252: "Nguyá»…n"."""
    return nfc(_bytes(text).decode("utf-8"))


def _bytes(text: str) -> bytes:
    """Bytes of text that was read as Latin-1 or Windows-1252. UnicodeEncodeError for other letters."""
    return b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("cp1252") for c in text)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text in Unicode and what it was: `unicode`, `tcvn3`, `vni`, `viqr`, `cp1258`, `mojibake`."""

    text: str
    encoding: str


_CONVERSIONS: dict[str, Callable[[str], str]] = {
    "tcvn3": from_tcvn3, "vni": from_vni, "viqr": from_viqr, "cp1258": from_cp1258, "mojibake": from_mojibake,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
VIQR_SIGNS = re.compile(r"(?i)[aeo]\^|[ou]\+|a\(|\bdd[aeiou]|[aeiouy]['`~][a-z]")
_HEAD = 4000


def recognise(text: str) -> Recognised:
    """Converts a text of an old encoding; text that is good as it stands comes back as it is.

    The conversion that makes the most Vietnamese words wins, if it makes clearly more than the text has.
    """
    head = text[:_HEAD]
    best, best_score = "unicode", _known_share(nfc(head)) + 0.2
    for name, convert in _CONVERSIONS.items():
        if (name == "viqr") != head.isascii() or (name == "viqr" and not VIQR_SIGNS.search(head)):
            continue
        try:
            score = _known_share(convert(head))
        except UnicodeError:
            continue
        if score > best_score:
            best, best_score = name, score
    return Recognised(text if best == "unicode" else _CONVERSIONS[best](text), best)


def convert(text: str, encoding: str) -> str:
    """Text that is known to be in an old encoding; letters that are not of it stay as they are."""
    try:
        return _CONVERSIONS[encoding](text)
    except UnicodeError:
        return text


def decode(data: bytes) -> Recognised:
    """Text of a file of unknown encoding: UTF-16 by its mark, UTF-8, else letters to be recognised."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Recognised(data.decode("utf-16", errors="replace"), "unicode")
    try:
        return recognise(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = recognise(data.decode("latin-1"))
    if found.encoding == "unicode":
        return Recognised(data.decode("utf-8", errors="replace"), "damaged")
    return found


def _known_share(text: str) -> float:
    """Share of the words with marks (or of all, if none has) that are Vietnamese syllables."""
    words = [word.lower() for word in _WORD.findall(text)]
    marked = [word for word in words if not word.isascii()]
    if not words:
        return 0.0
    good = sum(canon(word) in known_syllables() for word in marked)
    return good / len(words) - 0.5 * (len(marked) - good) / len(words)


@cache
def known_syllables() -> frozenset[str]:
    """Canonical syllables with marks or without that stand in our word lists."""
    words = {part for word in compounds() for part in word.split()}
    return frozenset(words | set(surnames()) | middle_names() | given_names())


_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TELEX_PAIRS = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))


@lru_cache(maxsize=1 << 15)
def untelex(word: str, *, loose: bool = False) -> str | None:
    """The word that a row of Telex keys was meant to be ("Nguyeexn", "ddooij"), or None if it is none.

    Only for words that show their keys plainly: a doubled letter or w together with a tone, and a result that
    is a known syllable. `loose`, among other such words: either of the two will do ("Vawn", "Hungf").
    """
    lower = word.lower()
    if not lower.isascii() or not lower.isalpha() or len(lower) < 3 or canon(lower) in known_syllables():
        return None
    tone = ""
    for at in range(len(lower) - 1, 1, -1):
        if lower[at] in _TELEX_TONES and not (lower[at] in "rs" and at < 2):
            tone, lower = lower[at], lower[:at] + lower[at + 1 :]
            break
    plain = lower
    lower = lower.replace("uow", "ươ").replace("uwow", "ươ")
    for keys, letter in _TELEX_PAIRS:
        lower = lower.replace(keys, letter)
    if lower == plain and not (loose and tone):
        return None
    if not loose and not tone and "đ" not in lower:
        return None
    made = _with_tone(lower, tone)
    if made is None or canon(made) not in known_syllables():
        return None
    return made.capitalize() if word[0].isupper() else made


def _with_tone(word: str, tone: str) -> str | None:
    if not tone:
        return word
    vowels = [at for at, letter in enumerate(word) if unicodedata.normalize("NFD", letter)[0] in "aeiouy"]
    if word.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [at for at in vowels if not word[at].isascii()]
    if not vowels:
        return None
    place = (
        marked[-1] if marked else vowels[-1] if word[-1] not in "aeiouy" or len(vowels) == 1 else vowels[-2]
    )
    return nfc(word[: place + 1] + _TELEX_TONES[tone] + word[place + 1 :])
