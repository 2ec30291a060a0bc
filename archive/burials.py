"""Graves and kin of a martyr: stated with a source, contacts and exact points opened only for a reason.

Kin is level 3 and belongs, as the point of a grave does, to the organisation of who stated it: a commune does
not read the contacts of another. Who opens a contact or a point writes why; that stands in the records and in
the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from archive.access import Act, may
from archive.authority.grids import Grid, placed
from archive.ports import Catalogue
from archive.rights.policy import decide, level_over
from archive.rights.standing import reach
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput, Refused
from schemas.graves import Grave, Kin, Opening, Relation, Remains
from schemas.people import User
from schemas.rights import Outcome, Reach, Thing, Use

_LONGEST = 200
_LEVEL = 3
_LIVING = Thing(_LEVEL, organisation_path=None)


class Stores(Protocol):
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What was behind the reason: the contact of kin, or the point of a grave."""

    words: str
    subject_id: str


def sees_kin(user: User | None) -> bool:
    return bool(decide(user, _LIVING))


def seen_by(reached: Reach, statement: Grave | Kin) -> bool:
    """Whether somebody of this reach may see kin, or open the point of a grave, that was stated so."""
    return (level_over(reached, _thing(statement)) or 0) >= _LEVEL


def _thing(statement: Grave | Kin) -> Thing:
    return Thing(_LEVEL, statement.organisation_path, owners=frozenset({statement.by}))


def state_grave(archive: Stores, user: User, record_id: str, given: Mapping[str, str]) -> Grave:
    """Raises Refused, InvalidInput (no grave, no source, a point that its grid does not hold), NotFound."""
    _must_state(user)
    cells = {name: given.get(name, "").strip()[:_LONGEST] for name in _GRAVE_FIELDS}
    if not cells["source"] or not any(cells[name] for name in _GRAVE_FIELDS if name != "source"):
        raise InvalidInput(
            "grave", vi="Hãy ghi phần mộ và nguồn của nó.", en="State the grave and its source."
        )
    grid = Grid(given.get("grid", "")) if given.get("grid", "") in set(Grid) else Grid.UNKNOWN
    point = placed(cells["point_written"], grid) if cells["point_written"] else None
    if cells["point_written"] and grid is not Grid.UNKNOWN and point is None:
        raise InvalidInput(
            "point",
            vi="Tọa độ này không đọc được theo hệ đã chọn. Nếu không rõ hệ, hãy chọn “không rõ”.",
            en="This point cannot be read in the chosen grid. If the grid is not known, choose “not known”.",
        )
    remains = given.get("remains", "")
    made = Grave(
        record_id,
        user.id,
        cells["source"],
        cells["cemetery"],
        cells["area"],
        cells["lot"],
        cells["row"],
        cells["number"],
        point_written=cells["point_written"],
        grid=grid.value,
        organisation_path=user.organisation_path,
        remains=Remains(remains) if remains in set(Remains) else Remains.UNKNOWN,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        radius_m=point.radius_m if point else None,
    )
    with archive.records() as records:
        records.external_id(record_id)
        records.add_grave(made)
        records.commit()
    return made


def state_kin(archive: Stores, user: User, record_id: str, given: Mapping[str, str]) -> Kin:
    """Raises Refused, InvalidInput, NotFound."""
    _must_state(user)
    name, source = (given.get(one, "").strip()[:_LONGEST] for one in ("name", "source"))
    if not name or not source or given.get("relation") not in set(Relation):
        raise InvalidInput(
            "kin",
            vi="Hãy ghi họ tên, quan hệ và nguồn.",
            en="State the name, the relation and the source.",
        )
    made = Kin(
        record_id,
        user.id,
        source,
        name,
        Relation(given["relation"]),
        given.get("contact", "").strip()[:500],
        organisation_path=user.organisation_path,
    )
    with archive.records() as records:
        records.external_id(record_id)
        records.add_kin(made)
        records.commit()
    return made


def withdraw(archive: Stores, user: User, statement_id: str) -> None:
    """It stays in the records and is shown no more. Raises Refused, NotFound."""
    _must_state(user)
    with archive.records() as records:
        if not seen_by(reach(user), records.burial_statement(statement_id)):
            raise Refused("statement of another organisation")
        records.withdraw_statement(statement_id)
        records.commit()


def open_contact(archive: Stores, user: User, kin_id: str, reason: str) -> Opened:
    """Raises Refused with the reason why not, NotFound."""
    with archive.records() as records:
        relative = records.kin(kin_id)
        _must_open(user, relative, Use.CONTACTS, reason)
        records.add_opening(Opening(kin_id, user.id, reason.strip()[:1000]))
        records.note(AuditEntry(AuditAct.CONTACTS_READ, "kin", kin_id))
        records.commit()
    return Opened(relative.contact, kin_id)


def open_point(archive: Stores, user: User, grave_id: str, reason: str) -> Opened:
    """The point as written, and in WGS 84 with its radius. Raises Refused, NotFound."""
    with archive.records() as records:
        grave = records.grave(grave_id)
        _must_open(user, grave, Use.EXACT_POINT, reason)
        records.add_opening(Opening(grave_id, user.id, reason.strip()[:1000]))
        records.note(AuditEntry(AuditAct.POINT_READ, "grave", grave_id))
        records.commit()
    if grave.latitude is None or grave.longitude is None:
        return Opened(grave.point_written, grave_id)
    return Opened(
        f"{grave.point_written} = {grave.latitude:.6f}, {grave.longitude:.6f} (± {grave.radius_m:.0f} m)",
        grave_id,
    )


def _must_state(user: User) -> None:
    if not sees_kin(user) or not may(user, Act.PROPOSE_LINK):
        raise Refused("state burial")


def _must_open(user: User, statement: Grave | Kin, use: Use, reason: str) -> None:
    ruling = decide(user, _thing(statement), use, reason=reason)
    if ruling.outcome is not Outcome.ALLOWED:
        raise Refused("reason or level", vi=ruling.words_vi, en=ruling.words_en)


_GRAVE_FIELDS = ("source", "cemetery", "area", "lot", "row", "number", "point_written")
