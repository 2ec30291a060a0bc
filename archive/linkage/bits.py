"""What each feature of an item is worth for each record, in bits: log2(m / u). Silence costs nothing.

m is the matcher's belief (`parameters`); u is counted in this very register for this very item, so that a
common year or village is worth little and an item with many dates does not profit from chance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.linkage.clues import Clues
from archive.linkage.parameters import Parameters
from archive.linkage.registry import Registry, Shares, day_codes
from archive.linkage.slips import Slip, slips_of

Bits = NDArray[np.float64]
Records = NDArray[np.int64]
_CODE_AT_MOST = 12.0


def _bits(agrees: NDArray[np.bool_], known: NDArray[np.bool_], m: float, u: float) -> Bits:
    u = float(np.clip(u, 1e-6, 0.98))
    return np.where(known, np.where(agrees, np.log2(m / u), np.log2((1 - m) / (1 - u))), 0.0)


def bits_of_birth(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    return _bits_of_year(registry.birth[:, 0], registry.birth_years, records, clues, believed)


def _bits_of_year(
    years: NDArray[np.int16], everyone: Shares, records: Records, clues: Clues, believed: Parameters
) -> Bits:
    """A record's year among the item's years; u is the share of all records whose year is."""
    if not clues.years:
        return np.zeros(len(records))
    wanted = np.array(sorted(clues.years), np.int64)
    mine = years[records]
    bits = _bits(np.isin(mine, wanted), mine > 0, believed.year_read, everyone.of_any(wanted))
    near = np.isin(mine, np.concatenate([wanted - 1, wanted + 1]))
    return np.where(near & (bits < 0), bits / 2, bits)


def bits_of_death(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    """The whole day where both sides have one, or the day as paper slips it; else the year."""
    bits = _bits_of_year(registry.death[:, 0], registry.death_years, records, clues, believed)
    bits = np.maximum(bits, _bits_of_notice(registry, records, clues, believed))
    if not clues.days:
        return bits
    mine = day_codes(registry.death[records])
    least = 0.5 / len(registry)
    for slip, days in slips_of(clues.days).items():
        worth = np.log2(believed.slips[slip] / max(registry.death_days.of_any(days), least))
        bits = np.where(np.isin(mine, days), np.maximum(bits, worth), bits)
    wanted = day_codes(np.array(sorted(clues.days)))
    chance = max(registry.death_days.of_any(wanted), least)
    return np.where(np.isin(mine, wanted), np.log2(believed.day_read / chance), bits)


def _bits_of_notice(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    """The notice's date where the death's should stand: in the list, or on the stone. Elsewhere -inf."""
    bits = np.full(len(records), -np.inf)
    mine = registry.death[records][:, 0]
    if clues.notice_years:
        wanted = np.array(sorted(clues.notice_years), np.int64)
        chance = float(np.clip(registry.death_years.of_any(wanted), 1e-6, 1.0))
        bits[np.isin(mine, wanted)] = np.log2(believed.notice_year / chance)
    told = registry.notice[records]
    known, least = float((registry.notice[:, 0] > 0).mean()), 0.5 / len(registry)
    if clues.years and known:
        chance = max(known * registry.notice_years.of_any(np.array(sorted(clues.years))), least)
        bits[np.isin(told[:, 0], sorted(clues.years))] = np.log2(believed.notice_year / min(chance, 1.0))
    if clues.days and known:
        wanted = day_codes(np.array(sorted(clues.days)))
        chance = max(known * registry.notice_days.of_any(wanted), least)
        bits[np.isin(day_codes(told), wanted)] = np.log2(believed.slips[Slip.NOTICE] / chance)
    return bits


def bits_of_places(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    """The rarest part of the origin that stands in the item, by its letters or by what the place was called
    at any time (commune and province are not two witnesses); silence of a worn stone costs nothing."""
    bits = np.zeros(len(records))
    text = clues.text.replace(" ", "")
    named = [part for part, letters in registry.place_letters if letters in text] if text else []
    found = [registry.places.of_key(part) for part in named]
    found += [registry.place_ids.of_key(place) for place in clues.places]
    for holders in found:
        if len(holders):
            worth = np.log2(max(believed.place_read * len(registry) / len(holders), 1.0))
            bits = np.where(np.isin(records, holders), np.maximum(bits, worth), bits)
    return np.minimum(bits, max(np.log2(believed.place_read / believed.place_by_chance), 0.0))


def bits_of_units(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    bits = np.zeros(len(records))
    for part in clues.units:
        holders = registry.units.of_key(part)
        if len(holders):
            worth = np.log2(max(believed.unit_shared / (len(holders) / len(registry)), 1))
            bits[np.isin(records, holders)] += worth
    return np.minimum(bits, max(np.log2(believed.unit_shared / believed.unit_by_chance), 0.0))


def bits_of_codes(registry: Registry, records: Records, clues: Clues, believed: Parameters) -> Bits:
    """The number of a certificate or notice that a form gives, among those of the record."""
    bits = np.zeros(len(records))
    for code in clues.codes:
        holders = registry.codes.of_key(code)
        if len(holders):
            worth = np.log2(max(believed.code_read * len(registry) / len(holders), 1.0))
            bits = np.where(np.isin(records, holders), np.maximum(bits, worth), bits)
    return np.minimum(bits, _CODE_AT_MOST)
