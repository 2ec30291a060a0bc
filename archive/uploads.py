"""Resumable uploads: parts go straight to the store; the archive says what has arrived and proves the whole.

    begin -> (addresses -> PUT …)* -> complete -> Receipt

Everything may be asked again: the sender's id of the upload makes `begin` and `complete` harmless to repeat,
and `arrived` says what is still missing after days without a signal. Only `complete` acknowledges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.formats import HEAD_BYTES, recognise
from archive.intake import Deposit, Receipt, Stores, clean_name, enter, must_exist, receipt_of
from archive.ports.uploads import PartStore
from schemas.errors import Conflict, DamagedObject, InvalidInput, NotFound, TooLarge
from schemas.holdings import AssetRole, ItemKind
from schemas.ids import new_id
from schemas.uploads import Upload

PART_BYTES = 8 * 1024 * 1024
"""Small enough for a weak signal; S3 wants at least 5 MiB for all but the last."""

LARGEST = 80 * 1024**3
"""10,000 parts of PART_BYTES: what S3 allows."""

_KEPT_FOR = timedelta(days=14)


class PartStores(Stores, Protocol):
    @property
    def parts(self) -> PartStore: ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """How far an upload is. `parts`: the numbers (from 1) that the store has whole."""

    upload_id: str
    part_bytes: int
    count: int
    parts: tuple[int, ...]
    receipt: Receipt | None = None
    """Once it is complete."""

    @property
    def missing(self) -> tuple[int, ...]:
        held = set(self.parts)
        return tuple(number for number in range(1, self.count + 1) if number not in held)


def begin(
    archive: PartStores,
    deposit: Deposit,
    filename: str,
    size: int,
    *,
    sha256: str | None = None,
    upload_id: str | None = None,
) -> Arrived:
    """Begin, or find the upload begun before under this id.

    Raises NotFound (visit, item), InvalidInput (empty), TooLarge, Conflict (the id is somebody else's or of
    another file), StoreUnavailable.
    """
    if size <= 0:
        raise InvalidInput("empty", vi="Tệp rỗng, không có nội dung.", en="The file is empty.")
    if size > LARGEST:
        raise TooLarge("upload")
    with archive.records() as records:
        standing = records.find_upload(upload_id) if upload_id else None
        must_exist(records, deposit)
    if standing is not None:
        if (standing.by, standing.size, standing.visit_id) != (deposit.by, size, deposit.visit_id):
            raise Conflict("another upload has this id")
        return arrived(archive, standing.id, deposit.by)
    identity = upload_id or new_id()
    key = f"incoming/{identity}"
    upload = Upload(
        deposit.visit_id,
        deposit.by,
        clean_name(filename),
        size,
        key,
        archive.parts.begin_parts(key, "application/octet-stream"),
        sha256.lower() if sha256 else None,
        deposit.item_id,
        _details(deposit),
        id=identity,
    )
    with archive.records() as records:
        records.add_upload(upload)
        records.commit()
    return Arrived(upload.id, PART_BYTES, _count(size), ())


def arrived(archive: PartStores, upload_id: str, by: str) -> Arrived:
    """What the store has of it. Raises NotFound (also for somebody else's), StoreUnavailable."""
    upload = _mine(archive, upload_id, by)
    count = _count(upload.size)
    if upload.asset_id is not None:
        everything = tuple(range(1, count + 1))
        return Arrived(upload.id, PART_BYTES, count, everything, receipt_of(archive, upload.asset_id))
    return Arrived(upload.id, PART_BYTES, count, _arrived_parts(archive, upload, count))


def _arrived_parts(archive: PartStores, upload: Upload, count: int) -> tuple[int, ...]:
    """All of them where the store has joined the parts but its answer was lost."""
    try:
        return tuple(sorted(_whole_parts(archive, upload)))
    except NotFound:
        archive.parts.head_of(upload.key, 1)  # raises NotFound where nothing was joined either
        return tuple(range(1, count + 1))


def addresses(
    archive: PartStores, upload_id: str, by: str, numbers: Iterable[int], origin: str | None = None
) -> dict[int, str]:
    """Where to PUT these parts. Raises NotFound, InvalidInput (no such part)."""
    upload = _mine(archive, upload_id, by)
    wanted, count = sorted(set(numbers)), _count(upload.size)
    if upload.ended_at is not None or not all(1 <= number <= count for number in wanted):
        raise InvalidInput(f"parts {wanted[:3]} of {count}")
    return {
        number: archive.parts.part_address(upload.key, upload.store_id, number, origin) for number in wanted
    }


def complete(archive: PartStores, upload_id: str, by: str) -> Receipt:
    """Join the parts, prove the whole, enter it. Asked again, the same receipt.

    Raises Conflict (parts are missing: see `arrived`), UnreadableFile, DamagedObject (not the file whose
    SHA-256 was declared: it is dropped, to be sent again), StoreUnavailable, StoreFull.
    """
    upload = _mine(archive, upload_id, by)
    if upload.asset_id is not None:
        return receipt_of(archive, upload.asset_id)
    _join(archive, upload)
    head = archive.parts.head_of(upload.key, HEAD_BYTES)
    try:
        found = recognise(head)
        stored = archive.parts.adopt(upload.key, found.media_type)
        if upload.sha256 not in (None, stored.sha256) or stored.size != upload.size:
            raise DamagedObject(
                "arrived with another hash",
                vi="Tệp đến nơi không giống tệp trên máy gửi. Chưa nhận; hãy gửi lại.",
                en="What arrived differs from the file on the sender's device. Not accepted; send it again.",
            )
    except (InvalidInput, DamagedObject):
        _give_up(archive, upload)
        raise
    receipt = enter(archive, stored, found, upload.filename, _deposit(upload))
    with archive.records() as records:
        records.end_upload(upload.id, receipt.asset.id)
        records.commit()
    archive.parts.drop_parts(upload.key, upload.store_id)
    return receipt


def drop_stale(archive: PartStores, older_than: timedelta = _KEPT_FOR) -> int:
    """Give up uploads of which nothing was heard for long; how many. Raises StoreUnavailable."""
    with archive.records() as records:
        stale = records.stale_uploads(datetime.now(UTC) - older_than)
    for upload in stale:
        _give_up(archive, upload)
    return len(stale)


def _join(archive: PartStores, upload: Upload) -> None:
    try:
        whole = _whole_parts(archive, upload)
    except NotFound:  # joined by an earlier `complete` that was cut short
        return
    if len(whole) != _count(upload.size):
        raise Conflict(
            "parts are missing",
            vi="Tệp chưa đến đủ. Hãy gửi tiếp các phần còn thiếu.",
            en="The file has not arrived whole. Send the parts that are missing.",
        )
    archive.parts.join_parts(upload.key, upload.store_id)


def _whole_parts(archive: PartStores, upload: Upload) -> Mapping[int, int]:
    """Parts with exactly the bytes that they must have; a torn one is to be sent again."""
    count = _count(upload.size)
    last = upload.size - (count - 1) * PART_BYTES
    held = archive.parts.parts_held(upload.key, upload.store_id)
    return {
        number: size for number, size in held.items() if size == (last if number == count else PART_BYTES)
    }


def _give_up(archive: PartStores, upload: Upload) -> None:
    archive.parts.drop_parts(upload.key, upload.store_id)
    with archive.records() as records:
        records.end_upload(upload.id, None)
        records.commit()


def _mine(archive: PartStores, upload_id: str, by: str) -> Upload:
    with archive.records() as records:
        upload = records.find_upload(upload_id)
    if upload is None or upload.by != by or (upload.ended_at is not None and upload.asset_id is None):
        raise NotFound("upload")
    return upload


def _count(size: int) -> int:
    return -(-size // PART_BYTES)


def _details(deposit: Deposit) -> dict[str, str]:
    given = {"kind": deposit.kind, "title": deposit.title, "description": deposit.description}
    given |= {"role": deposit.role, "asset_id": deposit.asset_id}
    return {name: str(value) for name, value in given.items() if value}


def _deposit(upload: Upload) -> Deposit:
    details = upload.details
    return Deposit(
        upload.visit_id,
        upload.by,
        upload.item_id,
        ItemKind(details["kind"]) if "kind" in details else None,
        details.get("title", ""),
        details.get("description", ""),
        AssetRole(details["role"]) if "role" in details else None,
        details.get("asset_id") or upload.id,
    )
