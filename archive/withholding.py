"""Withholding a part of an item, giving it back, and setting a suspected secret apart. Each holds at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from archive.access import Act, may
from archive.exporting import recall_those_of_readers_below
from archive.indexing import index_now
from archive.intake import wake
from archive.ports import Catalogue, JobQueue, SearchIndex
from archive.ports.tiles import TileCutter, ready_name
from archive.rights.identity_cards import cards_in
from archive.rights.policy import level_over
from archive.rights.standing import reach
from archive.rights.withholding import overlap
from archive.seeing import must_see, thing_of, things_of
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput, Refused
from schemas.holdings import Asset, Item, Medium
from schemas.people import User
from schemas.processing import Stage, StageState, State
from schemas.rights import ThingState
from schemas.transcripts import Locator, Transcript
from schemas.withheld import MACHINE, WithheldFor, WithheldPart

_CARDS_FROM = 3
"""What a machine takes for a card; a person may keep it from level 4."""
_LISTED = 200
_OF_PAGES = frozenset({Medium.IMAGE, Medium.DOCUMENT})


class Stores(Protocol):
    @property
    def queue(self) -> JobQueue: ...
    @property
    def index(self) -> SearchIndex: ...
    @property
    def tiles(self) -> TileCutter: ...
    def records(self) -> Catalogue: ...


def withhold(archive: Stores, user: User, part: WithheldPart) -> None:
    """From now on who is below the part's level sees, hears and finds the item without it.

    Raises NotFound, Refused, InvalidInput (a part that lies nowhere).
    """
    with archive.records() as records:
        asset, item = _open(records, user, part.asset_id)
        _check(part.where, asset)
        records.add_withheld(part)
        records.note(_entry(asset, part, "withheld"))
        planned = _anew(records, item, asset)
        recall_those_of_readers_below(records, item, part.level)
        shown = [*records.derivatives_of(asset.id), *(one.derivative for one in records.masked_of(asset.id))]
        records.commit()
    archive.tiles.forget(ready_name(one.key) for one in shown)
    _carry_on(archive, item, planned)


def give_back(archive: Stores, user: User, part_id: str) -> str:
    """The part is shown again; the id of its item. Raises NotFound, Refused (who may not see it)."""
    with archive.records() as records:
        part = records.withheld_part(part_id)
        asset, item = _open(records, user, part.asset_id)
        _must_see_part(records, user, item, part)
        records.lift_withheld(part_id, user.id)
        records.note(_entry(asset, part, "given_back"))
        planned = _anew(records, item, asset)
        records.commit()
    _carry_on(archive, item, planned)
    return item.id


def confirm(archive: Stores, user: User, part_id: str) -> str:
    """What a machine withheld is what it took it for; the id of its item. Raises NotFound, Refused."""
    with archive.records() as records:
        part = records.withheld_part(part_id)
        asset, item = _open(records, user, part.asset_id)
        _must_see_part(records, user, item, part)
        records.confirm_withheld(part_id, user.id)
        records.note(_entry(asset, part, "confirmed"))
        records.commit()
    return item.id


def withhold_cards(records: Catalogue, item: Item, text: Transcript) -> list[StageState]:
    """Identity cards that somebody or a machine read in this text, masked by default: from level 3 until a
    person says otherwise. Where a person has said so once, no machine withholds again."""
    earlier = records.ever_withheld(text.asset_id)
    found = [where for where in cards_in(text) if not any(_covers(part, where) for part in earlier)]
    if not found:
        return []
    asset = records.asset(text.asset_id)
    for where in found:
        place = replace(where, text_start=None, text_end=None)
        part = WithheldPart(place, WithheldFor.IDENTITY_CARD, MACHINE, level=_CARDS_FROM)
        records.add_withheld(part)
        records.note(_entry(asset, part, "withheld"))
    recall_those_of_readers_below(records, item, _CARDS_FROM)
    return _anew(records, item, asset)


def found_cards(records: Catalogue, user: User) -> list[tuple[WithheldPart, Item]]:
    """Cards a machine found and nobody has looked at yet, as far as this person may see; newest first."""
    waiting = records.unconfirmed_withheld(MACHINE, _LISTED)
    items = {item.id: item for item in records.items(sorted({item_id for _, item_id in waiting}))}
    things, reached = things_of(records, list(items.values())), reach(user)
    levels = {item_id: level_over(reached, thing) for item_id, thing in things.items()}
    return [
        (part, items[item_id])
        for part, item_id in waiting
        if (level := levels.get(item_id)) is not None and level >= part.level
    ]


def _covers(part: WithheldPart, where: Locator) -> bool:
    """Whether that was looked at before; a page that a person opened again stays open."""
    if part.reason is not WithheldFor.IDENTITY_CARD or (part.where.page or 1) != (where.page or 1):
        return False
    mine, theirs = part.where.box, where.box
    return mine is None or (theirs is not None and overlap(mine, theirs))


def _must_see_part(records: Catalogue, user: User, item: Item, part: WithheldPart) -> None:
    level = level_over(reach(user), thing_of(records, item))
    if level is None or level < part.level:
        raise Refused(
            "withheld part",
            vi="Chỉ người được xem phần này mới được mở lại hoặc xác nhận.",
            en="Only who may see this part may give it back or confirm it.",
        )


def suspect(archive: Stores, user: User, item_id: str) -> None:
    """A person saw a stamp of secrecy. Raises NotFound."""
    with archive.records() as records:
        item = records.item(item_id)
        must_see(records, user, item)
        planned = set_apart(records, item, "person")
        records.commit()
    _carry_on(archive, item, planned)


def clear(archive: Stores, user: User, item_id: str) -> None:
    """It is no secret: back to where it was, and machines go on. Raises NotFound, Refused."""
    with archive.records() as records:
        item = records.item(item_id)
        must_see(records, user, item)
        if not may(user, Act.CLEAR_SECRET):
            raise Refused("clear")
        records.set_item_state(item.id, ThingState.KEPT)
        records.note(AuditEntry(AuditAct.ITEM_CHANGED, "item", item.id, details={"state": "kept"}))
        barred = [one for one in records.stages_of(item.id) if one.state is State.BARRED]
        planned = [records.plan_stage(one.target_id, item.id, one.stage) for one in barred]
        planned.append(records.plan_stage(item.id, item.id, Stage.INDEX_ITEM))
        records.commit()
    _carry_on(archive, item, planned)


def set_apart(records: Catalogue, item: Item, by: str) -> list[StageState]:
    """Cách ly: from now on one role sees it and no machine works on it. `by`: `machine` or `person`."""
    records.set_item_state(item.id, ThingState.QUARANTINED)
    records.replace_suggestions(item.id, ())
    told = {"state": "quarantined", "by": by}
    records.note(AuditEntry(AuditAct.ITEM_CHANGED, "item", item.id, details=told))
    return [records.plan_stage(item.id, item.id, Stage.INDEX_ITEM)]


def _open(records: Catalogue, user: User, asset_id: str) -> tuple[Asset, Item]:
    asset = records.asset(asset_id)
    item = records.item(asset.item_id)
    must_see(records, user, item)
    if not may(user, Act.WITHHOLD):
        raise Refused("withhold")
    return asset, item


def _check(where: Locator, asset: Asset) -> None:
    box = where.box
    if asset.medium in _OF_PAGES:
        fits = box is not None and box.width > 0 and box.height > 0 and min(box.x, box.y) >= 0
    else:
        fits = where.start is not None and where.end is not None and 0 <= where.start < where.end
    if not fits:
        raise InvalidInput(
            "part",
            vi="Hãy chọn một vùng trên ảnh, hoặc giây đầu và giây cuối của đoạn ghi.",
            en="Choose a box of the picture, or the first and last second of the recording.",
        )


def _anew(records: Catalogue, item: Item, asset: Asset) -> list[StageState]:
    return [
        records.plan_stage(asset.id, item.id, Stage.MAKE_DERIVATIVES),
        records.plan_stage(item.id, item.id, Stage.INDEX_ITEM),
    ]


def _carry_on(archive: Stores, item: Item, planned: list[StageState]) -> None:
    index_now(archive.records, archive.index, [item.id])
    wake(archive.queue, planned)


def _entry(asset: Asset, part: WithheldPart, how: str) -> AuditEntry:
    details = {"part": part.id, "how": how, "reason": part.reason.value, "level": part.level}
    return AuditEntry(AuditAct.ITEM_CHANGED, "asset", asset.id, details=details)
