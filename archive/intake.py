"""Taking files in: nothing is acknowledged before its bytes are proven to stand in the store.

The database row is written only after the object has been read back and compared; work is planned in the same
transaction, and the queue is woken after it. Whatever breaks before that leaves nothing behind.
"""

from __future__ import annotations

import io
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from archive import route
from archive.formats import HEAD_BYTES, Format, recognise
from archive.ports import ByteSource, Catalogue, JobQueue, ObjectStore
from archive.rights.consents import allowed
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.consent import Purpose
from schemas.errors import Conflict, InvalidInput, NotFound, QueueUnavailable, Refused, UnreadableFile
from schemas.holdings import (
    PRACTICE,
    Accession,
    Asset,
    AssetRole,
    Item,
    ItemKind,
    Medium,
    StoredObject,
    Visit,
)
from schemas.ids import new_id
from schemas.processing import StageState
from schemas.rights import ThingState

_ROLES = {Medium.AUDIO: AssetRole.RECORDING, Medium.VIDEO: AssetRole.RECORDING, Medium.TEXT: AssetRole.TEXT}
_KINDS = {
    Medium.IMAGE: ItemKind.PHOTO,
    Medium.DOCUMENT: ItemKind.PAPER,
    Medium.AUDIO: ItemKind.TESTIMONY,
    Medium.VIDEO: ItemKind.TESTIMONY,
    Medium.TEXT: ItemKind.TEXT,
}
_CODE_LETTERS = "ABCDEFGHKLMNPRSTUVXY"
_CODE_DIGITS = "23456789"


class Stores(Protocol):
    """The parts of the archive that intake needs (`archive.bootstrap.Archive` has them)."""

    @property
    def objects(self) -> ObjectStore: ...
    @property
    def queue(self) -> JobQueue: ...
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender may rely on."""

    item: Item
    asset: Asset
    sha256: str
    size: int
    duplicate: bool
    """The same bytes were held already; both visits keep them, one copy is stored."""
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Deposit:
    """How a file is to be entered. Without `item_id` a new item is made of it."""

    visit_id: str
    by: str
    item_id: str | None = None
    kind: ItemKind | None = None
    title: str = ""
    description: str = ""
    role: AssetRole | None = None
    asset_id: str | None = None
    """Made on the phone: sending the same asset twice is harmless."""
    begins_item: bool = False
    """The id of the item was made on the phone too: whichever of its files comes first makes it."""
    position: int | None = None
    """Its place among the files of the item; without one it comes last."""
    label: str = ""
    """The code that lies beside the object: what carries the same one in a visit is the same item."""


def new_code() -> str:
    """A short code that people can read out: two letters, four digits, none that look alike."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(2))
    return letters + "-" + "".join(secrets.choice(_CODE_DIGITS) for _ in range(4))


def open_visit(archive: Stores, visit: Visit) -> Visit:
    """Enter a visit; it gets its code if it has none. Sent twice, the first stands."""
    with archive.records() as records:
        if (standing := records.find_visit(visit.id)) is not None:
            return standing
        while not visit.code or records.visit_with_code(visit.code):
            visit = replace(visit, code=new_code())
        records.add_visit(visit)
        records.note(AuditEntry(AuditAct.VISIT_OPENED, "visit", visit.id))
        records.commit()
    return visit


def take_visit(archive: Stores, visit: Visit) -> Visit:
    """As a phone sends it: later words replace earlier ones. Raises Refused (another's visit)."""
    standing = open_visit(archive, visit)
    if standing.created_by != visit.created_by:
        raise Refused("visit of another person")
    wanted = replace(visit, code=standing.code, made_at=standing.made_at, kind=standing.kind)
    wanted = replace(wanted, organisation_path=standing.organisation_path)
    with archive.records() as records:
        if wanted == standing or _is_emptied(records, visit.id):
            return standing
        records.change_visit(wanted)
        records.note(AuditEntry(AuditAct.VISIT_CHANGED, "visit", visit.id))
        records.commit()
    return wanted


def _is_emptied(records: Catalogue, visit_id: str) -> bool:
    """The family took its consent for keeping back: a phone that was away does not write it in again."""
    purposes = allowed(records.consents_of([visit_id]).get(visit_id, ()))
    return purposes is not None and Purpose.KEEPING not in purposes


def receive(archive: Stores, stream: ByteSource, filename: str, deposit: Deposit) -> Receipt:
    """Take one file in from a stream that is read once.

    Raises UnreadableFile (what it is, and what to send), NotFound (visit or item), StoreUnavailable,
    StoreFull, RecordsUnavailable; then nothing was accepted.
    """
    with archive.records() as records:
        must_exist(records, deposit)
    head = _head(stream)
    found = recognise(head)
    stored = archive.objects.deposit(_Joined(head, stream), found.media_type)
    return enter(archive, stored, found, filename, deposit)


def receive_file(archive: Stores, path: Path, deposit: Deposit) -> Receipt:
    """Take one file of this machine in. Raises as `receive`; UnreadableFile if it is still being written."""
    with archive.records() as records:
        must_exist(records, deposit)
    before = path.stat()
    with path.open("rb") as file:
        found = recognise(file.read(HEAD_BYTES))
    stored = archive.objects.deposit_file(path, found.media_type)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ) or stored.size != after.st_size:
        raise UnreadableFile(
            "still being written",
            vi="Tệp còn đang được ghi. Hãy chờ ghi xong rồi gửi lại.",
            en="The file is still being written. Wait until that is finished and send it again.",
        )
    return enter(archive, stored, found, path.name, deposit)


def clean_name(filename: str) -> str:
    """The file name as data: NFC, without folders or control characters, never used as a path."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C").strip()
    return name[:240] if name not in ("", ".", "..") else "khong-ten"


def must_exist(records: Catalogue, deposit: Deposit) -> None:
    """Raises NotFound (visit or item), InvalidInput (an item of another visit)."""
    records.visit(deposit.visit_id)
    standing = _standing(records, deposit)
    if standing is not None and standing.visit_id != deposit.visit_id:
        raise InvalidInput(
            "item of another visit",
            vi="Tư liệu này thuộc một buổi thăm khác.",
            en="This item belongs to another visit.",
        )


def _standing(records: Catalogue, deposit: Deposit) -> Item | None:
    """The item that the file belongs to, if there is one already. Raises NotFound."""
    if deposit.item_id is None:
        return None
    if not deposit.begins_item:
        return records.item(deposit.item_id)
    found = [*records.items([deposit.item_id]), *_labelled(records, deposit)]
    return found[0] if found else None


def _labelled(records: Catalogue, deposit: Deposit) -> list[Item]:
    if not deposit.label:
        return []
    known = records.items_known_as(_labels_of(records.visit(deposit.visit_id)), [deposit.label])
    return [item for item in known if item.state is not ThingState.WITHDRAWN]


def _labels_of(visit: Visit) -> str:
    """The source of items that carry a label in this visit; their external id is the code on it."""
    return f"nhãn {visit.code}"


def _head(stream: ByteSource) -> bytes:
    """The first HEAD_BYTES; a network stream may give them in small pieces."""
    pieces, wanted = [], HEAD_BYTES
    while wanted and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


class _Joined:
    """The head that was read already, then the rest of the stream."""

    def __init__(self, head: bytes, rest: ByteSource) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        return self._head.read(size) or self._rest.read(size)


def enter(archive: Stores, stored: StoredObject, found: Format, filename: str, deposit: Deposit) -> Receipt:
    """Write down what is proven to be stored, plan its work and wake the workers."""
    name = clean_name(filename)
    with archive.records() as records:
        if (again := _sent_before(records, stored, deposit)) is not None:
            return again
        records.add_object(
            stored
        )  # takes the lock: of two that bring the same bytes, the second finds the first
        duplicate = bool(records.assets_with(stored.sha256))
        item = _item(records, deposit, found.medium, name)
        asset = _asset(records, item, stored, found, name, deposit)
        now = datetime.now(UTC)
        accession = Accession(asset.id, deposit.visit_id, stored.sha256, now, deposit.by, duplicate)
        records.add_asset(asset, accession)
        stages = () if item.state is ThingState.PRACTICE else route.first_stages(found.medium)
        planned = [records.plan_stage(asset.id, item.id, stage) for stage in stages]
        told: dict[str, Detail] = {"item": item.id, "sha256": stored.sha256, "duplicate": duplicate}
        records.note(AuditEntry(AuditAct.FILE_RECEIVED, "asset", asset.id, details=told))
        records.commit()
    wake(archive.queue, planned)
    return Receipt(item, asset, stored.sha256, stored.size, duplicate, stored.stored_at)


def receipt_of(archive: Stores, asset_id: str) -> Receipt:
    """The receipt of something received earlier. Raises NotFound."""
    with archive.records() as records:
        asset = records.asset(asset_id)
        stored = records.stored_object(asset.sha256)
        if stored is None:
            raise NotFound("original")
        return Receipt(records.item(asset.item_id), asset, stored.sha256, stored.size, True, stored.stored_at)


def _sent_before(records: Catalogue, stored: StoredObject, deposit: Deposit) -> Receipt | None:
    """The phone did not hear the answer and sent the same asset again."""
    asset = records.find_asset(deposit.asset_id) if deposit.asset_id else None
    if asset is None:
        return None
    if asset.sha256 != stored.sha256:
        raise Conflict("another file was received under this id")
    item, held = records.item(asset.item_id), records.stored_object(asset.sha256) or stored
    return Receipt(item, asset, held.sha256, held.size, True, held.stored_at)


def _item(records: Catalogue, deposit: Deposit, medium: Medium, name: str) -> Item:
    if (standing := _standing(records, deposit)) is not None:
        return standing
    visit = records.visit(deposit.visit_id)
    item = Item(
        deposit.visit_id,
        deposit.kind or _KINDS[medium],
        title=deposit.title or Path(name).stem,
        description=deposit.description,
        state=ThingState.PRACTICE if visit.kind == PRACTICE else ThingState.KEPT,
        id=deposit.item_id or new_id(),
    )
    if deposit.label:
        item = replace(item, source=_labels_of(visit), external_id=deposit.label)
    records.add_item(item)
    return item


def _asset(
    records: Catalogue, item: Item, stored: StoredObject, found: Format, name: str, deposit: Deposit
) -> Asset:
    position = len(records.assets_of(item.id)) if deposit.position is None else deposit.position
    role = deposit.role or _ROLES.get(found.medium) or (AssetRole.PAGE if position else AssetRole.FRONT)
    asset = Asset(item.id, stored.sha256, name, found.medium, found.media_type, role, position)
    return replace(asset, id=deposit.asset_id) if deposit.asset_id else asset


def wake(queue: JobQueue, planned: list[StageState]) -> None:
    """Wake workers for what was committed. A queue that is away loses nothing: the sweeper wakes later."""
    for state in planned:
        try:
            queue.wake(state)
        except QueueUnavailable:
            return
