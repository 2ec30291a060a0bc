"""Bring the story in through the ordinary intake, once: what is held already is left as it is.

Every id is made from the story's own keys, so that a second run, or a run after a break, adds only what is
missing. The ids have the form of UUIDv7 with the day of the visit as their time.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from archive.demo.accounts import PLACE
from archive.demo.bible import DemoItem, DemoText, DemoVisit
from archive.demo.make import MadeFile
from archive.intake import Deposit, Stores, open_visit, receive_file
from schemas.holdings import AssetRole, Item, ItemKind, Visit

KIND = "demo"
BY = "demo"


@dataclass(frozen=True, slots=True)
class Held:
    """An item of the story as the archive holds it."""

    key: str
    item_id: str
    title: str


def demo_id(day: date, *names: str) -> str:
    """The same names on the same day give the same id."""
    milliseconds = int(datetime.combine(day, time(2), UTC).timestamp() * 1000)
    chance = int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:10], "big")
    value = (milliseconds << 80) | chance
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def bring_visit(archive: Stores, visit: DemoVisit, made: Iterable[MadeFile], folder: Path) -> list[Held]:
    """Enter a visit with its items and texts; returns what the archive then holds of it.

    Raises what `archive.intake.receive_file` raises; what was entered before that stays and is not repeated.
    """
    entered = open_visit(archive, _visit(visit))
    held = []
    by_item: dict[str, list[MadeFile]] = {}
    for one in made:
        by_item.setdefault(one.item.key, []).append(one)
    for item in visit.items:
        row = _item(entered.id, visit, item)
        _enter_item(archive, row)
        for position, one in enumerate(by_item[item.key]):
            _enter_file(archive, row, one.path, one.file.role, demo_id(visit.day, item.key, str(position)))
        held.append(Held(item.key, row.id, row.title))
    for text in visit.texts:
        row = _text_item(entered.id, visit, text)
        path = folder / "texts" / f"{text.id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            path.write_text(f"{text.title}\n\n{text.text}\n", encoding="utf-8")
        _enter_item(archive, row)
        _enter_file(archive, row, path, AssetRole.TEXT, demo_id(visit.day, text.id, "0"))
        held.append(Held(text.id, row.id, row.title))
    return held


def _visit(visit: DemoVisit) -> Visit:
    return Visit(
        title=visit.title,
        commune=visit.commune,
        date=visit.day,
        team=visit.team,
        family=visit.family,
        witnesses=visit.witnesses,
        known_names=visit.known_names,
        kind=KIND,
        organisation_path=PLACE,
        id=demo_id(visit.day, visit.key),
    )


def _item(visit_id: str, visit: DemoVisit, item: DemoItem) -> Item:
    return Item(
        visit_id,
        item.kind,
        item.title,
        item.description,
        level=item.level,
        source=f"Câu chuyện mẫu, nhân vật hư cấu. Đồng ý: {visit.consent}",
        dated=item.dated,
        id=demo_id(visit.day, visit.key, item.key),
    )


def _text_item(visit_id: str, visit: DemoVisit, text: DemoText) -> Item:
    return Item(
        visit_id,
        ItemKind.TEXT,
        text.title,
        "",
        external_id=text.id,
        source=text.source,
        dated=text.date,
        id=demo_id(visit.day, visit.key, text.id),
    )


def _enter_item(archive: Stores, item: Item) -> None:
    with archive.records() as records:
        if not records.items([item.id]):
            records.add_item(item)
            records.commit()


def _enter_file(archive: Stores, item: Item, path: Path, role: AssetRole, asset_id: str) -> None:
    with archive.records() as records:
        if records.find_asset(asset_id) is not None:
            return
    receive_file(archive, path, Deposit(item.visit_id, BY, item_id=item.id, role=role, asset_id=asset_id))
