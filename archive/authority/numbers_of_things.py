"""Graves by khu, lô, hàng, mộ; numbers of papers; codes; coordinates and grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.authority.grids import Grid, Placed, wartime_square
from archive.authority.scan import Scan, Triggers, agrees
from archive.authority.spoken_numbers import WORD_PATTERN, longest_number

_END = r"(?![^\W_])"
_START = r"(?<![^\W_])"


@dataclass(slots=True)
class NumberReading:
    """`kind` is grave, paper, code or coordinate; offsets into the NFC text."""

    kind: str
    start: int
    end: int
    value: str
    attributes: dict[str, Any] = field(default_factory=dict)


def find_numbers(scan: Scan) -> list[NumberReading]:
    finders = (_graves, _papers, _coordinates, _codes)
    return [reading for finder in finders for reading in finder(scan)]


_GRAVE_WORDS = {"khu": "khu", "lo": "lô", "hang": "hàng", "mo": "mộ", "day": "dãy", "o": "ô"}
_GRAVE_ORDER = ("khu", "lô", "dãy", "ô", "hàng", "mộ")
_GRAVE_ITEM = re.compile(
    rf"{_START}(?P<word>khu|lo|hang|ngoi\s+mo|mo|day|o)\s*(?:so\s*)?[:.]?\s*"
    rf"(?P<name>\d{{1,4}}[a-z]?{_END}|[a-z]\d{{0,2}}{_END}|chinh{_END}|trung\s+tam{_END}|[ivx]{{1,4}}{_END}"
    rf"|{WORD_PATTERN}(?:\s+{WORD_PATTERN}){{0,3}}{_END})"
)
_GRAVE_GAP = re.compile(r"[\s,;\-–—./]{0,4}(?:(?:thuoc|cua|o|tai)\s+)?")
_GRAVE_FIRST = frozenset({"khu", "lo", "hang", "mo", "ngoi", "day"})
_GRAVE_TRIGGERS = Triggers(lambda _, folded: folded in _GRAVE_FIRST)


def _graves(scan: Scan) -> Iterator[NumberReading]:
    done = 0
    for token in scan.tokens_where(_GRAVE_TRIGGERS):
        if scan.starts[token] < done:
            continue
        items = _grave_items(scan, scan.starts[token])
        if not items or not _is_grave(scan, items):
            continue
        done = items[-1][3]
        parts = {word: name for word, name, _, _ in items}
        value = " ".join(f"{word}:{parts[word]}" for word in _GRAVE_ORDER if word in parts)
        yield NumberReading("grave", items[0][2], done, value, {"parts": parts})


def _grave_items(scan: Scan, start: int) -> list[tuple[str, str, int, int]]:
    items: list[tuple[str, str, int, int]] = []
    at = start
    while True:
        match = _GRAVE_ITEM.match(scan.folded, at)
        word = _GRAVE_WORDS[match["word"].split()[-1]] if match else ""
        if not match or any(word == known for known, _, _, _ in items):
            return items
        written = scan.text[match.start("word") : match.end("word")].split()[-1]
        name, end = _grave_name(scan, match)
        if not agrees(written, word) or not name:
            return items
        items.append((word, name, match.start(), end))
        gap = _GRAVE_GAP.match(scan.folded, end)
        at = gap.end() if gap else end


def _grave_name(scan: Scan, match: re.Match[str]) -> tuple[str, int]:
    written = scan.text[match.start("name") : match.end("name")]
    if match["name"].split()[0] in WORD_PATTERN.strip("(?:)").split("|"):
        read = longest_number(written.split(), most_digits=3)
        if read is None:
            return "", match.end()
        length = re.match(rf"(?:\S+\s*){{{read[1]}}}", written)
        return read[0], match.start("name") + len(length.group().rstrip()) if length else match.end()
    if written.isalpha() and not written.isupper() and match["name"] not in {"chinh", "trung tam"}:
        return "", match.end()
    return (written if match["name"] in {"chinh", "trung tam"} else written.upper()), match.end()


def _is_grave(scan: Scan, items: list[tuple[str, str, int, int]]) -> bool:
    words = {word for word, _, _, _ in items}
    if len(items) >= 2:
        return bool(words & {"mộ", "hàng", "lô"})
    word, name, start, end = items[0]
    counted = re.match(r"\s+(?:liet|chua|co|khong|nguoi|cai|ngoi)", scan.folded[end : end + 12])
    numbered = "so" in scan.folded[start:end].split()
    return word == "mộ" and name[0].isdigit() and (numbered or not counted) and name.isdigit()


_PAPERS = re.compile(
    rf"{_START}(?P<paper>giay\s+bao\s+tu|gbt|bang\s+to\s+quoc\s+ghi\s+cong|bang\s+tqgc|bang|quyet\s+dinh|qd"
    r"|giay\s+chung\s+nhan(?:\s+[a-z]+){0,4}|trich\s+luc(?:\s+[a-z]+){0,4}|giay\s+xac\s+nhan(?:\s+[a-z]+){0,4}"
    r"|(?:ma\s+)?(?:so\s+)?ho\s+so(?:\s+liet\s+s[iy])?|huan\s+chuong(?:\s+[a-z]+){0,4}|giay\s+khen|giay\s+gioi\s+thieu"
    r"|cong\s+van|phieu\s+bao|giay\s+bao|so\s+hieu\s+quan\s+nhan|so\s+hieu|the\s+thuong\s+binh|can\s+cuoc|cccd|cmnd"
    r"|chung\s+minh\s+thu|nghi\s+dinh|thong\s+tu|nghi\s+quyet|chi\s+thi|mau\s+so|ke\s+hoach|to\s+trinh|bao\s+tu)"
    r"\s*(?:(?:so|s[oố]|no)\s*)?[:.]?\s*(?:so\s*[:.]?\s*)?"
    r"(?P<number>(?=[a-z.\-/ ]{0,6}\d)[0-9a-z]+(?:[./\-][0-9a-z]+)*(?:\s[a-z]?\d{3,}[a-z]*(?:/[a-z]+)?)?)"
)
_PAPER_FIRST = tuple(
    "giay gbt bang quyet qd trich ma so ho huan cong phieu the can cccd cmnd chung nghi thong chi mau ke to"
    " bao".split()
)
_PAPER_TRIGGERS = Triggers(lambda _, folded: folded.startswith(_PAPER_FIRST))
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_NUMBER_MARK = re.compile(r"(?:so|no)\s*[:.]?\s*$|[:]\s*$")


def _papers(scan: Scan) -> Iterator[NumberReading]:
    """A paper with its number: the words and the number are one mention, the value is the number."""
    for match in scan.matches(_PAPERS, _PAPER_TRIGGERS):
        number = scan.text[match.start("number") : match.end("number")].rstrip(".-/")
        between = scan.folded[match.end("paper") : match.start("number")]
        short = match["paper"] in {"qd", "bang", "bao tu"}
        if not re.search(r"\d", number) or _DAY.fullmatch(number):
            continue
        if short and not _NUMBER_MARK.search(between):
            continue
        if (
            "so" not in between.split()
            and ":" not in between
            and "/" not in number
            and not _NUMBER_MARK.search(between)
        ) and match["paper"] not in {"cccd", "cmnd", "so hieu quan nhan", "ma ho so", "so hieu"}:
            continue
        end = match.start("number") + len(number)
        words = scan.text[match.start("paper") : match.end("paper")]
        yield NumberReading("paper", match.start(), end, number, {"paper": words.lower()})


_DEGREES = (
    r"(?P<d{0}>\d{{1,3}})\s*(?:°|º|độ|do)\s*(?P<m{0}>\d{{1,2}}(?:[.,]\d+)?)?\s*(?:['′’]|phút|phut)?\s*"
    r"(?:(?P<s{0}>\d{{1,2}}(?:[.,]\d+)?)\s*(?:\"|″|''|”|giây|giay))?\s*(?P<h{0}>[nsewbđdt](?![^\W_]))?"
)
_ANGLES = re.compile(_DEGREES.format(1) + r"\s*[,;\-–]?\s*(?:va\s+)?" + _DEGREES.format(2))
_DECIMAL = re.compile(
    r"(?<![\d.,])(?P<lat>[0-2]?\d[.]\d{3,8})\s*°?\s*[nb]?\s*[,;\s]\s*(?P<lon>1[0-1]\d[.]\d{3,8})\s*°?\s*[eđd]?(?!\d|\.\d)"
)
_OTHER_DATUM_M = 500
"""Degrees whose grid is not told may be those of a wartime map (domain 5.4)."""
_HAS_DECIMAL = re.compile(r"\d[.]\d{3}")
_GRID = re.compile(
    rf"{_START}(?:(?P<zone>4[789]\s?[npqrst])\s?)?(?P<square>[a-hj-np-z]{{2}})\s?(?P<east>\d{{2,5}})[\s\-.]?(?P<north>\d{{2,5}}){_END}"
)
_ZONE = re.compile(r"4[789]\s?[npqrst]\s?[a-z]{2}")
_NAMED_GRID = re.compile(
    rf"{_START}(?:(?:toa\s+do|t\.do)(?:\s+(?:uoc\s+)?la)?|o\s+vuong|diem)\s*[:.]?\s*(?:o\s+vuong\s+)?"
    r"(?P<grid>[(]?\d{2,4}[\s\-./,x]{1,3}\d{2,4}(?:[\s\-/]\d)?[)]?|\d{4,8})(?![\d.]*\d)"
)
_PLANE = re.compile(
    rf"{_START}x\s*[=:]\s*(?P<x>\d{{5,7}}(?:[.,]\d+)?)\s*[;,m\s]{{1,4}}y\s*[=:]\s*(?P<y>\d{{5,7}}(?:[.,]\d+)?)"
)
_NAMED_GRID_TRIGGERS = Triggers(lambda _, folded: folded in {"toa", "t", "o"} or folded.startswith("diem"))
_PLANE_TRIGGERS = Triggers(lambda _, folded: folded == "x")


def _coordinates(scan: Scan) -> Iterator[NumberReading]:
    text = scan.text.lower()
    lowered = text if len(text) == len(scan.text) else scan.folded
    if "°" in lowered or "º" in lowered or "độ" in lowered:
        for match in _ANGLES.finditer(lowered):
            if match["m1"] and match["m2"]:
                yield _angle_reading(match)
    for match in _DECIMAL.finditer(scan.folded) if _HAS_DECIMAL.search(scan.folded) else ():
        value = f"{float(match['lat']):.6f},{float(match['lon']):.6f}"
        last = match.end() - (len(match.group()) - len(match.group().rstrip()))
        known = {"crs": "EPSG:4326", "lat": float(match["lat"]), "lon": float(match["lon"])}
        yield NumberReading(
            "coordinate", match.start(), last, value, {**known, "uncertainty_m": _decimal_reach(match)}
        )
    for match in scan.matches(_PLANE, _PLANE_TRIGGERS):
        yield NumberReading(
            "coordinate", match.start(), match.end(), f"{match['x']},{match['y']}", {"crs": "không rõ"}
        )
    yield from _grids(scan)


def _angle_reading(match: re.Match[str]) -> NumberReading:
    first, second = _decimal_degrees(match, "1"), _decimal_degrees(match, "2")
    lat, lon = (second, first) if first > 90 or match["h1"] in {"e", "đ", "d"} else (first, second)
    reach = (30 if match["s1"] else 2000) + _OTHER_DATUM_M
    attributes = {"crs": "không rõ", "lat": round(lat, 6), "lon": round(lon, 6), "uncertainty_m": reach}
    return NumberReading("coordinate", match.start(), match.end(), f"{lat:.6f},{lon:.6f}", attributes)


def _decimal_reach(match: re.Match[str]) -> int:
    digits = min(len(match[side].partition(".")[2]) for side in ("lat", "lon"))
    return max(10, 111_000 // int("1" + "0" * digits))


def _decimal_degrees(match: re.Match[str], which: str) -> float:
    minutes = float((match["m" + which] or "0").replace(",", "."))
    seconds = float((match["s" + which] or "0").replace(",", "."))
    return int(match["d" + which]) + minutes / 60 + seconds / 3600


def _of_square(point: tuple[Placed, Grid] | None, digits: str) -> dict[str, Any]:
    """What a map square tells: where it lies if its map was one of the war, and how far off that may be."""
    if point is None:
        return {"crs": "không rõ", "uncertainty_m": 10 ** (5 - len(digits) // 2)}
    found, grid = point
    return {"crs": "không rõ", "assumed_crs": f"EPSG:{grid}", "lat": found.latitude, "lon": found.longitude,
            "uncertainty_m": found.radius_m}  # fmt: skip


def _grids(scan: Scan) -> Iterator[NumberReading]:
    gridded = "toa do" in scan.folded or _ZONE.search(scan.folded)
    for match in _GRID.finditer(scan.folded) if gridded else ():
        digits = match["east"] + match["north"]
        square = scan.text[match.start("square") : match.end("square")]
        if not square.isupper() or len(digits) % 2 or len(digits) < 4:
            continue
        zone = (match["zone"] or "").replace(" ", "").upper()
        point = wartime_square(zone, square, digits)
        near = "toa do" in scan.folded[max(0, match.start() - 16) : match.start()]
        if not (zone or near or (point and len(digits) in {6, 8})):
            continue
        value = f"{zone}{square}{digits}"
        yield NumberReading("coordinate", match.start(), match.end(), value, _of_square(point, digits))
    for match in scan.matches(_NAMED_GRID, _NAMED_GRID_TRIGGERS):
        grid = match["grid"].strip("()")
        if match.group().startswith("diem") or (grid.isdigit() and len(grid) % 2):
            continue
        digits = re.sub(r"\D", "", grid)
        start = match.start("grid") + (1 if match["grid"].startswith("(") else 0)
        reach = 1000 if len(digits) == 4 else 10 ** (5 - len(digits) // 2)
        end = start + len(grid)
        yield NumberReading(
            "coordinate", start, end, re.sub(r"\s+", "", grid), {"crs": "không rõ", "uncertainty_m": reach}
        )


_CODE = re.compile(
    rf"{_START}(?P<letter>[kpqtu])\s?(?P<number>\d{{1,3}}[a-d]?){_END}|{_START}sh\s?-?\s?(?P<relic>\d{{1,3}}-\d{{1,4}}[a-z]?){_END}"
)
_NOT_CODES = {
    "K54",
    "K50",
    "K44",
    "K63",
    "K59",
    "T54",
    "T34",
    "T59",
    "T72",
    "T62",
    "T55",
    "P64",
    "T28",
    "T10",
    "K53",
}
_NOT_BEFORE = {
    "phong",
    "sung",
    "tang",
    "xe",
    "lop",
    "khoi",
    "khoa",
    "phim",
    "khau",
    "quan",
    "q",
    "may",
    "tuyen",
}
_MEMBER = re.compile(
    rf"{_START}(?:mat\s+danh|ky\s+hieu|phien\s+hieu|bi\s+so)\s*(?:la\s*)?[:.]?\s*(?P<code>[a-z]{{1,3}}\d{{1,4}}[a-z]?){_END}"
)
_CODE_FIRST = re.compile(r"(?:[kpqtu]|sh)(?:\d|$)")
_CODE_TRIGGERS = Triggers(lambda _, folded: _CODE_FIRST.match(folded) is not None)
_MEMBER_TRIGGERS = Triggers(lambda _, folded: folded in {"mat", "ky", "phien", "bi"})


def _codes(scan: Scan) -> Iterator[NumberReading]:
    """Codes that stay closed: K6, P12, Q761, U1, SH-2-526; what they meant is for the resolver."""
    for match in scan.matches(_CODE, _CODE_TRIGGERS):
        written = scan.text[match.start() : match.end()]
        if match["relic"]:
            if written[:2].isupper():
                yield NumberReading("code", match.start(), match.end(), "SH-" + match["relic"].upper())
            continue
        before = re.findall(r"[^\W_]+", scan.folded[max(0, match.start() - 12) : match.start()])[-1:]
        if not written[0].isupper() or " " in written or written in _NOT_CODES or set(before) & _NOT_BEFORE:
            continue
        if match["letter"] == "t" and re.match(r"\s*[/.\-]\s*\d", scan.folded[match.end() : match.end() + 4]):
            continue
        yield NumberReading("code", match.start(), match.end(), written.upper())
    for match in scan.matches(_MEMBER, _MEMBER_TRIGGERS):
        code = scan.text[match.start("code") : match.end("code")]
        if code[0].isupper():
            yield NumberReading("code", match.start("code"), match.end("code"), code.upper())
