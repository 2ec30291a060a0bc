"""Graves and kin of a martyr in words; points and contacts stay closed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.authority.grids import Grid
from archive.burials import seen_by, sees_kin
from archive.ports import Catalogue
from archive.rights.standing import reach
from schemas.graves import Grave, Kin, Relation
from schemas.people import User
from search_ui.presenters.burial_words import GRIDS, RELATIONS, REMAINS
from search_ui.presenters.cases import known_as
from search_ui.presenters.figures import day
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class GraveShown:
    id: str
    place: str
    source: str
    has_point: bool
    grid: str
    opens: bool
    """Whether the reader may open the point for a reason, and withdraw the statement."""


@dataclass(frozen=True, slots=True)
class KinShown:
    id: str
    words: str
    source: str
    has_contact: bool


@dataclass(frozen=True, slots=True)
class Burial:
    graves: Sequence[GraveShown]
    kin: Sequence[KinShown]
    sees_kin: bool
    elsewhere: bool = False
    """There is kin that another organisation stated and that is not for this reader."""


def burial_shown(records: Catalogue, user: User, record_id: str, *, kin: bool = True) -> Burial:
    """Kin only for who may see it (level 3, this organisation); `kin`: whether this paper may name them."""
    seen, reached = kin and sees_kin(user), reach(user)
    stated = records.kin_of(record_id) if seen else ()
    relatives = [one for one in stated if seen_by(reached, one)]
    order = list(Relation)
    return Burial(
        [_grave(records, one, opens=seen_by(reached, one)) for one in records.graves_of(record_id)],
        [_relative(records, one) for one in sorted(relatives, key=lambda one: order.index(one.relation))],
        seen,
        len(relatives) < len(stated),
    )


def _grave(records: Catalogue, one: Grave, *, opens: bool) -> GraveShown:
    numbered = (
        (_("mộ số %(number)s"), one.number),
        (_("hàng %(number)s"), one.row),
        (_("lô %(number)s"), one.lot),
        (_("khu %(number)s"), one.area),
    )
    parts = [words % {"number": written} for words, written in numbered if written]
    parts += [part for part in (one.cemetery, str(REMAINS[one.remains]) if one.remains else "") if part]
    grid = Grid(one.grid) if one.grid in set(Grid) else Grid.UNKNOWN
    has_point = bool(one.point_written)
    place = ", ".join(parts) or _("có tọa độ")
    return GraveShown(one.id, place, _source(records, one), has_point, str(GRIDS[grid]), opens)


def _relative(records: Catalogue, one: Kin) -> KinShown:
    words = f"{one.name} ({RELATIONS[one.relation]})"
    return KinShown(one.id, words, _source(records, one), bool(one.contact))


def _source(records: Catalogue, one: Grave | Kin) -> str:
    who = known_as(records, one.by)
    return _("%(source)s; %(who)s ghi %(day)s", source=one.source, who=who, day=day(one.made_at))
