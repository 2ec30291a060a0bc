"""Files that arrive in parts, in any S3 store, and become originals there."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress

from minio.commonconfig import ComposeSource

from archive.adapters.objects_errors import store_faults
from archive.adapters.objects_parts import PartedUpload
from archive.adapters.objects_s3 import S3Objects
from archive.fixity import HashingReader, chunks
from archive.ports.uploads import PartStore
from archive.settings import Settings
from schemas.errors import DamagedObject, NotFound, StoreUnavailable
from schemas.holdings import StoredObject

_PAUSES = (0.5, 3.0, None)
"""Seconds between attempts to join; None: the last."""


class S3Incoming(S3Objects):
    """Parts gather in the bucket that is not locked; what they make is copied inside the store."""

    def _upload(self, key: str, store_id: str = "") -> PartedUpload:
        return PartedUpload(self._client, self._http, self._settings.s3_derivatives, key, store_id)

    def begin_parts(self, key: str, media_type: str) -> str:
        self.prepare()
        with store_faults():
            upload = self._upload(key)
            upload.begin(media_type)
        return upload.upload_id

    def part_address(self, key: str, store_id: str, number: int, origin: str | None = None) -> str:
        with store_faults():
            return self._upload(key, store_id).address(number, self._seen_from(origin))

    def parts_held(self, key: str, store_id: str) -> Mapping[int, int]:
        with store_faults():
            return {part.part_number: part.size or 0 for part in self._upload(key, store_id).sent()}

    def join_parts(self, key: str, store_id: str) -> None:
        """A store under load may answer "internal error" for a moment: asked again, it joins them."""
        for pause in _PAUSES:
            try:
                with store_faults():
                    upload = self._upload(key, store_id)
                    upload.complete(upload.sent())
                return
            except StoreUnavailable:
                if pause is None:
                    raise
                time.sleep(pause)
            except NotFound:
                if pause == _PAUSES[0]:
                    raise
                return  # joined by the time before, whose answer said otherwise

    def drop_parts(self, key: str, store_id: str) -> None:
        with suppress(NotFound), store_faults():
            self._upload(key, store_id).abort()
        with suppress(NotFound), store_faults():
            self._client.remove_object(self._settings.s3_derivatives, key)

    def head_of(self, key: str, size: int) -> bytes:
        with store_faults(), self._open(self._settings.s3_derivatives, key) as body:
            return body.read(size)

    def adopt(self, key: str, media_type: str) -> StoredObject:
        with store_faults():
            with self._open(self._settings.s3_derivatives, key) as body:
                reader = HashingReader(body)
                for _ in chunks(reader):
                    pass
            stored = StoredObject(reader.sha256, reader.size, media_type)
            if self._standing_size(stored.sha256) == stored.size and self._reads_back(
                stored.sha256, stored.size
            ):
                return stored
            source = ComposeSource(self._settings.s3_derivatives, key)
            headers: dict[str, str | list[str] | tuple[str]] = {"Content-Type": media_type}
            made = self._client.compose_object(
                self._settings.s3_bucket, stored.sha256, [source], metadata=headers
            )
            if not self._reads_back(stored.sha256, stored.size):
                self._client.remove_object(self._settings.s3_bucket, stored.sha256, made.version_id)
                raise DamagedObject("copied with another hash")
            self._lock(stored.sha256)
            self._survive_power_cut()
        return stored


def open_parts(settings: Settings) -> PartStore:
    """The store of these settings; nothing is asked of it yet."""
    return S3Incoming(settings)
