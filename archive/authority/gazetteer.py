"""The table of places: today's tree, the 63-era tree, older provinces, battlefields; how they follow.

Seeded from vietnamadminunits 1.0.4 (MIT) and from the data files of this package; ids are stable:
`p25:` `w25:` today's provinces and communes, `p63:` `d63:` `w63:` the tree until 30/6/2025, `h:` older
provinces and regions, `b:` battlefields, `c:` countries.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel import Locale

from archive.authority.distances import data_rows
from archive.authority.orthography import canon, fold, nfc
from schemas.places import Place

_NOTES = "domain notes 5"
_SOURCE = "vietnamadminunits 1.0.4 (MIT)"


_COUNTRIES = {"Lào": "c:la"}


@dataclass
class Gazetteer:
    """Places by id and by name key; `within` and `parts` join it with what it became part of."""

    places: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_folded: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    within: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: Place) -> None:
        self.places[place.id] = place
        for name in (place.name, *place.aliases):
            key, folded = _keys(name)
            self.by_name[key].append(place.id)
            self.by_folded[folded].append(place.id)
        if place.parent:
            self.children[place.parent].append(place.id)

    def join(self, part: str, whole: str) -> None:
        """`part` became `whole`, or lies in what another time called `whole`."""
        self.within[part].add(whole)
        self.parts[whole].add(part)


_SYLLABLES = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """Canonical syllables, so that Đăk Hà, Đắk-Hà and ĐẮK HÀ meet, but other marks do not."""
    return " ".join(canon_highland(word) for word in _SYLLABLES.findall(nfc(name).lower()))


def folded_name_key(name: str) -> str:
    return " ".join(fold(canon(word)) for word in _SYLLABLES.findall(nfc(name).lower()))


@lru_cache(maxsize=1 << 14)
def _keys(name: str) -> tuple[str, str]:
    """Both keys of a name; many communes share one."""
    return name_key(name), folded_name_key(name)


def canon_highland(word: str) -> str:
    return "đắk" if word in {"đăk", "đắc", "dak", "đak", "đắk", "đăc"} else canon(word)


@cache
def gazetteer() -> Gazetteer:
    """The whole table, read once (about a quarter of a second)."""
    table = Gazetteer()
    folder = _package_data()
    with sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True) as connection:
        keys63 = _add_old_tree(table, connection)
        keys25 = _add_new_tree(table, connection)
    _join_trees(table, json.loads((folder / "converter_2025.json").read_text("utf-8")), keys63, keys25)
    _add_history(table)
    _add_battlefields(table)
    _add_countries(table)
    return table


def _package_data() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("vietnamadminunits is not installed; run the set-up again")
    return Path(spec.submodule_search_locations[0]) / "data"


def _old(
    place_id: str, name: str, kind: str, parent: str | None, point: tuple[float, float], radius: int
) -> Place:
    aliases = ("TP.HCM", "TPHCM", "TP HCM") if name == "Hồ Chí Minh" else ()
    return Place(place_id, nfc(name), kind, parent, aliases, None, 2025, _SOURCE, "C", *point, radius)


def _new(
    place_id: str, name: str, kind: str, parent: str | None, point: tuple[float, float], radius: int
) -> Place:
    return Place(place_id, nfc(name), kind, parent, (), 2025, None, _SOURCE, "C", *point, radius)


def _province_kind(full_name: str) -> str:
    return "thành phố" if full_name.startswith("Thành phố") else "tỉnh"


def _add_old_tree(table: Gazetteer, connection: sqlite3.Connection) -> dict[str, str]:
    keys: dict[str, str] = {}
    rows = connection.execute(
        "select provinceCode, province, provinceShort, provinceLat, provinceLon, provinceKey,"
        " districtCode, districtType, districtShort, districtLat, districtLon, districtKey,"
        " wardCode, wardType, wardShort, wardLat, wardLon, wardKey from admin_units_legacy"
    )
    for row in rows:
        province, district = f"p63:{row[0]}", f"d63:{row[6]}"
        if province not in table.places:
            table.add(_old(province, row[2], _province_kind(row[1]), None, row[3:5], 60))
            keys[row[5]] = province
        if row[6] and district not in table.places:
            table.add(_old(district, row[8], row[7].lower(), province, row[9:11], 15))
        if row[12]:
            parent = district if row[6] else province
            table.add(_old(f"w63:{row[12]}", row[14], row[13].lower(), parent, row[15:17], 4))
            keys[f"{row[5]}_{row[11]}_{row[17]}"] = f"w63:{row[12]}"
    return keys


def _add_new_tree(table: Gazetteer, connection: sqlite3.Connection) -> dict[str, str]:
    keys: dict[str, str] = {}
    rows = connection.execute(
        "select provinceCode, province, provinceShort, provinceLat, provinceLon, provinceKey,"
        " wardCode, wardType, wardShort, wardLat, wardLon, wardKey from admin_units"
    )
    for row in rows:
        province = f"p25:{row[0]}"
        if province not in table.places:
            table.add(_new(province, row[2], _province_kind(row[1]), None, row[3:5], 80))
            keys[row[5]] = province
        if row[6]:
            table.add(_new(f"w25:{row[6]}", row[8], (row[7] or "xã").lower(), province, row[9:11], 8))
            keys[f"{row[5]}_{row[11]}"] = f"w25:{row[6]}"
    return keys


def _join_trees(
    table: Gazetteer, converter: dict[str, Any], old: dict[str, str], new: dict[str, str]
) -> None:
    """Each old place lies within the new one that took it, or took a part of it."""
    pairs = [(key, new_key) for new_key, keys in converter["DICT_PROVINCE"].items() for key in keys]
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        pairs += [(member, f"{province}_{ward}") for ward, members in wards.items() for member in members]
    for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        pairs += [
            (member, f"{province}_{part['newWardKey']}") for member, parts in wards.items() for part in parts
        ]
    for part, whole in pairs:
        if part in old and whole in new:
            table.join(old[part], new[whole])


def _provinces_by_name(table: Gazetteer) -> dict[str, str]:
    """Ids of the 63-era provinces by the names that our own data files use."""
    named = {folded_name_key(table.places[i].name): i for i in table.places if i.startswith("p63:")}
    named["thua thien hue"] = named.get("thua thien hue") or named["hue"]
    return named


def _add_history(table: Gazetteer) -> None:
    provinces = _provinces_by_name(table)
    for name, aliases, kind, since, until, members, side, certainty in data_rows("provinces_history.tsv"):
        place_id = "h:" + folded_name_key(name).replace(" ", "-")
        years = (int(since) if since else None, int(until) if until else None)
        names = tuple(filter(None, aliases.split(";")))
        table.add(Place(place_id, name, kind, None, names, years[0], years[1], _NOTES, certainty, side=side))
        for member in members.split(";"):
            found = provinces.get(folded_name_key(member))
            if found and member.endswith("~"):
                table.join(place_id, found)
            elif found:
                table.join(found, place_id)


def _add_battlefields(table: Gazetteer) -> None:
    provinces = _provinces_by_name(table)
    for name, aliases, kind, province, lat, lon, radius, certainty in data_rows("battlefields.tsv"):
        place_id = "b:" + folded_name_key(name).replace(" ", "-")
        point: tuple[float | None, float | None] = (float(lat), float(lon)) if lat else (None, None)
        names = tuple(filter(None, aliases.split(";")))
        parent = provinces.get(folded_name_key(province)) or _COUNTRIES[province]
        reach = float(radius) if radius else None
        table.add(Place(place_id, name, kind, parent, names, None, None, _NOTES, certainty, *point, reach))


def _add_countries(table: Gazetteer) -> None:
    """Countries by their Vietnamese names (CLDR through babel), and the spellings of the time."""
    for code, name in Locale("vi").territories.items():
        if len(code) == 2 and code != "VN":
            table.add(Place(f"c:{code.lower()}", nfc(name), "nước", source="CLDR"))
    for name, code in data_rows("countries_alias.tsv"):
        table.add(Place(f"c:{code}", name, "nước", source="own list", certainty="K"))
    for name, kind in data_rows("regions.tsv"):
        place_id = "r:" + folded_name_key(name).replace(" ", "-")
        table.add(Place(place_id, name, kind, source="own list", certainty="K"))
