"""Which text a person may work on, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from archive.access import ACTS, Act, may
from archive.ports import Catalogue, JobQueue
from archive.seeing import must_see_whole
from schemas.errors import Refused
from schemas.holdings import Asset, Item
from schemas.people import User


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


def open_place(records: Catalogue, user: User, asset_id: str) -> Place:
    """Raises NotFound, also where the person may not see the item."""
    asset = records.asset(asset_id)
    item = records.item(asset.item_id)
    must_see_whole(records, user, item)
    return Place(item, asset)


def must(user: User, act: Act) -> None:
    """Raises Refused."""
    if not may(user, act):
        raise Refused(act.value)


def role_for(user: User, act: Act) -> str | None:
    """The role by which this person does it now; it is kept with what they did."""
    return next((role.value for role in sorted(user.roles) if act in ACTS[role]), None)
