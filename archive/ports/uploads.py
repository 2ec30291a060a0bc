"""What resumable uploads need from the store and the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.holdings import StoredObject
from schemas.uploads import Upload


class PartStore(Protocol):
    """Files that arrive in parts, sent straight to the store by presigned addresses."""

    def begin_parts(self, key: str, media_type: str) -> str:
        """The store's own id for the parts of this key. Raises StoreUnavailable."""
        ...

    def part_address(self, key: str, store_id: str, number: int, origin: str | None = None) -> str:
        """Where part `number` (from 1) is PUT; valid for some hours."""
        ...

    def parts_held(self, key: str, store_id: str) -> Mapping[int, int]:
        """Bytes of each part that the store has. Raises NotFound once joined or dropped."""
        ...

    def join_parts(self, key: str, store_id: str) -> None: ...
    def drop_parts(self, key: str, store_id: str) -> None:
        """Also what was joined of them already."""
        ...

    def head_of(self, key: str, size: int) -> bytes:
        """The first bytes of what was joined. Raises NotFound."""
        ...

    def adopt(self, key: str, media_type: str) -> StoredObject:
        """Make an original of what was joined: hashed, copied inside the store, read back, locked.

        Raises DamagedObject, StoreUnavailable, StoreFull.
        """
        ...


class UploadRecords(Protocol):
    """The part of the records about uploads on their way."""

    def add_upload(self, upload: Upload) -> None: ...
    def find_upload(self, upload_id: str) -> Upload | None: ...
    def end_upload(self, upload_id: str, asset_id: str | None) -> None:
        """Done with this asset, or given up (None)."""
        ...

    def stale_uploads(self, before: datetime) -> Sequence[Upload]:
        """Those begun before then and not ended."""
        ...
