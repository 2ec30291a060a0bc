"""Which text a person may work on, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from archive.access import ACTS, Act, may
from archive.ports import Catalogue, JobQueue
from archive.seeing import must_see_whole
from schemas.errors import Refused
from schemas.holdings import Asset, Item
from schemas.people import User
from schemas.rights import Use
from schemas.textwork import SecondReading


class Stores(Protocol):
    """The parts of the archive that work on texts needs."""

    @property
    def queue(self) -> JobQueue: ...
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One file of an item, open to this person."""

    item: Item
    asset: Asset


def open_place(records: Catalogue, user: User, asset_id: str, track: str = "") -> Place:
    """`track`: the reader's own id for a second reading, where what the first read stays closed.

    Raises NotFound, also where the person may not see the item; Refused while they read it apart from the
    others, and for a track where they do not.
    """
    asset = records.asset(asset_id)
    item = records.item(asset.item_id)
    must_see_whole(records, user, item, Use.PICTURE if track else Use.VIEW)
    if track and (track != user.id or reading_of(records, user, asset_id) is None):
        raise Refused(
            "no second reading",
            vi="Bạn không có bản chép độc lập nào đang mở ở trang này.",
            en="You have no independent reading open on this page.",
        )
    return Place(item, asset)


def reading_of(records: Catalogue, user: User, asset_id: str) -> SecondReading | None:
    """This person's second reading, while it is open."""
    now = datetime.now(UTC)
    of_asset = records.second_readings([asset_id]).get(asset_id, ())
    return next((one for one in of_asset if one.reader == user.id and one.open_at(now)), None)


def must(user: User, act: Act) -> None:
    """Raises Refused."""
    if not may(user, act):
        raise Refused(act.value)


def role_for(user: User, act: Act) -> str | None:
    """The role by which this person does it now; it is kept with what they did."""
    return next((role.value for role in sorted(user.roles) if act in ACTS[role]), None)
