"""Take a file in over a bad network: in parts of any size, each safe in the store once acknowledged.

A phone may be killed, change its network or wait for days: it asks what has arrived and goes on from there.
When the parts cover the file they are joined as a stream into the ordinary intake, which compares it.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from archive.intake import Deposit, Receipt, Stores, receipt_of, receive
from archive.ports import Catalogue
from archive.rights.consents import allowed
from schemas.consent import Purpose
from schemas.errors import Busy, Conflict, InvalidInput, Refused, TooLarge
from schemas.holdings import AssetRole, ItemKind
from schemas.sendings import Sending, SentPart

PART_BYTES = 2 << 20
"""What a phone should send at once; it may send less."""
LARGEST_PART = 4 << 20
JOINS_AT_ONCE = 2
"""Of large files: each is read, hashed and written whole; more at once would only make all of them late."""
TURN_SECONDS = 8.0
LARGEST_FILE = 8 << 30
_DIGITS = 6
KEPT_FOR = timedelta(days=90)
"""A phone may lie in a drawer for weeks; what it already sent is not asked for again."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How far the file has come, without gaps from its start; `receipt` once it is taken in."""

    sending: Sending
    bytes_whole: int
    receipt: Receipt | None = None


def begin(archive: Stores, wanted: Sending) -> Arrived:
    """Announce a file, or ask how far it has come.

    Raises NotFound (visit), Refused (no consent any more), Conflict (another file has this id), TooLarge.
    """
    if not 0 < wanted.size <= LARGEST_FILE:
        raise TooLarge(f"{wanted.size} bytes announced")
    with archive.records() as records:
        records.visit(wanted.visit_id)
        _must_be_allowed(records, wanted.visit_id)
        standing = records.find_sending(wanted.id)
        if standing is None:
            standing = wanted
            records.add_sending(wanted)
            records.commit()
    if (standing.size, standing.visit_id, standing.by) != (wanted.size, wanted.visit_id, wanted.by):
        raise Conflict("another file was announced under this id")
    return how_far(archive, standing.id)


def _must_be_allowed(records: Catalogue, visit_id: str) -> None:
    """A phone that was away for days may not know that the family took its consent back."""
    purposes = allowed(records.consents_of([visit_id]).get(visit_id, ()))
    if purposes is not None and Purpose.KEEPING not in purposes:
        raise Refused(
            "consent was taken back",
            vi="Gia đình đã rút lại đồng ý lưu trữ, hoặc đã hết hạn. Kho không nhận thêm; phần còn lại vẫn ở "
            "máy này. Hãy hỏi đội trưởng rồi làm theo ý gia đình.",
            en="The family took its consent for keeping back, or it has run out. Nothing more is taken in; "
            "the rest is still on this phone. Ask the team lead and do as the family wishes.",
        )


def how_far(archive: Stores, sending_id: str) -> Arrived:
    with archive.records() as records:
        sending = records.sending(sending_id)
        parts = records.parts_of(sending_id)
    told = receipt_of(archive, sending.asset_id) if sending.asset_id else None
    receipt = replace(told, duplicate=False) if told else None
    return Arrived(sending, sending.size if receipt else _without_gap(parts), receipt)


def put_part(archive: Stores, sending_id: str, start: int, data: bytes) -> Arrived:
    """Keep one part; acknowledged only when it stands in the store. The same part twice is harmless.

    `data` may be only the beginning of what the phone meant to send: what arrived before a cut is not lost.
    Raises NotFound, InvalidInput (outside the file), TooLarge, StoreUnavailable, StoreFull.
    """
    with archive.records() as records:
        sending = records.sending(sending_id)
    if len(data) > LARGEST_PART:
        raise TooLarge(f"a part of {len(data)} bytes")
    if not data or start < 0 or start + len(data) > sending.size:
        raise InvalidInput(f"part {start}+{len(data)} of {sending.size}")
    if sending.asset_id is None:
        key = f"sending/{sending_id}/{start:012d}-{len(data)}"
        archive.objects.put_derivative(key, io.BytesIO(data), len(data), "application/octet-stream")
        with archive.records() as records:
            records.add_part(sending_id, SentPart(start, len(data), key))
            records.commit()
    return how_far(archive, sending_id)


def complete(archive: Stores, sending_id: str) -> Receipt:
    """Join the parts into the intake and throw them away. Done twice, the first receipt stands.

    Raises Conflict if something is still missing or the whole is not what the phone hashed, Busy if it has to
    wait its turn.
    """
    arrived = how_far(archive, sending_id)
    if arrived.receipt is not None:
        return arrived.receipt
    sending = arrived.sending
    if arrived.bytes_whole < sending.size:
        raise Conflict(
            f"{arrived.bytes_whole} of {sending.size} bytes have arrived",
            vi="Tệp chưa đến đủ. Hãy gửi tiếp phần còn thiếu.",
            en="The file has not arrived whole. Send the missing part.",
        )
    with archive.records() as records:
        parts = _covering(records.parts_of(sending_id))
    with _turn(sending):
        receipt = receive(archive, _Joined(archive, parts), sending.filename, _deposit(sending))
    if sending.sha256 is not None and receipt.sha256 != sending.sha256:
        raise Conflict("the file changed while it was sent", vi=_CHANGED_VI, en=_CHANGED_EN)
    with archive.records() as records:
        records.end_sending(sending_id, receipt.asset.id)
        records.commit()
    for part in parts:
        archive.objects.remove_derivative(part.key)
    return receipt


_turns = threading.Lock()
_joining: set[str] = set()
_SMALL = 16 << 20
_small_joins, _large_joins = threading.BoundedSemaphore(6), threading.BoundedSemaphore(JOINS_AT_ONCE)


@contextmanager
def _turn(sending: Sending) -> Iterator[None]:
    """One of the few joins of this process; photos do not wait behind films.

    Raises Busy after some seconds: a waiting phone must not hold a thread for long.
    """
    lane = _small_joins if sending.size <= _SMALL else _large_joins
    with _turns:
        if sending.id in _joining:
            raise Busy("joined already")
        _joining.add(sending.id)
    try:
        if not lane.acquire(timeout=TURN_SECONDS):
            raise Busy("joins")
        try:
            yield
        finally:
            lane.release()
    finally:
        with _turns:
            _joining.discard(sending.id)


def drop_stale(archive: Stores, older_than: timedelta = KEPT_FOR) -> int:
    """Give up sendings of which no part came for long; how many. Raises StoreUnavailable."""
    with archive.records() as records:
        stale = records.stale_sendings(datetime.now(UTC) - older_than)
    for sending in stale:
        with archive.records() as records:
            for part in records.parts_of(sending.id):
                archive.objects.remove_derivative(part.key)
            records.drop_sending(sending.id)
            records.commit()
    return len(stale)


_CHANGED_VI = (
    "Tệp trên máy đã thay đổi trong lúc gửi. Bản đã nhận vẫn được giữ; hãy gửi bản mới như tệp khác."
)
_CHANGED_EN = "The file changed while it was sent. What arrived is kept; send the new one as another file."


def _deposit(sending: Sending) -> Deposit:
    told = sending.details
    kind, role, position = told.get("kind"), told.get("role"), told.get("position", "")
    return Deposit(
        visit_id=sending.visit_id,
        by=sending.by,
        item_id=told.get("item") or told.get("object"),
        kind=ItemKind(kind) if kind in set(ItemKind) else None,
        title=told.get("title", "")[:200],
        description=told.get("description", "")[:20_000],
        role=AssetRole(role) if role in set(AssetRole) else None,
        asset_id=sending.id,
        begins_item="object" in told and "item" not in told,
        position=int(position) if position.isdecimal() and len(position) <= _DIGITS else None,
        label=told.get("label", "")[:40],
    )


def _covering(parts: Sequence[SentPart]) -> list[SentPart]:
    """The parts that follow one another from the start; of two that overlap the longer is taken whole."""
    chosen: list[SentPart] = []
    at = 0
    for part in sorted(parts, key=lambda one: (one.start, -one.size)):
        if part.start == at:
            chosen.append(part)
            at += part.size
    return chosen


def _without_gap(parts: Sequence[SentPart]) -> int:
    return sum(part.size for part in _covering(parts))


class _Joined:
    """The parts one after another as one stream, never more than one of them open."""

    def __init__(self, archive: Stores, parts: Sequence[SentPart]) -> None:
        self._streams = self._open(archive, parts)
        self._current: BinaryIO | None = next(self._streams, None)

    @staticmethod
    def _open(archive: Stores, parts: Sequence[SentPart]) -> Iterator[BinaryIO]:
        for part in parts:
            with archive.objects.read_derivative(part.key) as stream:
                yield stream

    def read(self, size: int = -1, /) -> bytes:
        while self._current is not None:
            if data := self._current.read(size):
                return data
            self._current = next(self._streams, None)
        return b""
