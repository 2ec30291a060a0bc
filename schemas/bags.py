"""An item as it travels to another archive: all that the records know of it."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.consent import Consent, Withdrawal
from schemas.holdings import Accession, Asset, Item, StoredObject, Visit
from schemas.withheld import WithheldPart


@dataclass(frozen=True, slots=True)
class Parcel:
    """Texts travel beside it, each version in a file of its own."""

    visit: Visit
    item: Item
    assets: tuple[Asset, ...]
    accessions: tuple[Accession, ...]
    objects: tuple[StoredObject, ...]
    consents: tuple[Consent, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    withheld: tuple[WithheldPart, ...] = ()
