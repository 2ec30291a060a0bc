"""Sending a large file in parts, several at once: each part is signed by its address and not hashed again.

The client's own `put_object` hashes every part for its signature; that would only cost time here, since the
whole is read back and compared anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Protocol

from minio import Minio
from minio.datatypes import Part
from urllib3 import PoolManager

from archive.adapters.objects_errors import FULL_WORDS
from schemas.errors import StoreFull, StoreUnavailable

PART_BYTES = 16 * 1024 * 1024
_MOST_PARTS = 10_000
_AT_ONCE = 3
_VALID = timedelta(hours=6)
_INSUFFICIENT_STORAGE = 507


class Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class PartedUpload:
    """One object on its way. Nothing of it is seen before `complete`."""

    def __init__(self, client: Minio, http: PoolManager, bucket: str, key: str, upload_id: str = "") -> None:
        self._client = client
        self._http = http
        self._bucket = bucket
        self._key = key
        self.upload_id = upload_id

    def begin(self, media_type: str) -> None:
        self.upload_id = self._client._create_multipart_upload(
            bucket_name=self._bucket, object_name=self._key, headers={"Content-Type": media_type}
        )

    def address(self, number: int, signer: Minio | None = None, valid: timedelta = _VALID) -> str:
        """A presigned address for part `number` (from 1)."""
        query: Mapping[str, str] = {"partNumber": str(number), "uploadId": self.upload_id}
        signed_by = signer or self._client
        return str(
            signed_by.get_presigned_url(
                "PUT", self._bucket, self._key, expires=valid, extra_query_params=dict(query)
            )
        )

    def send(self, number: int, data: bytes) -> Part:
        """Raises StoreUnavailable, StoreFull."""
        answer = self._http.request("PUT", self.address(number), body=data)
        if answer.status == _INSUFFICIENT_STORAGE:
            raise StoreFull(f"part {number}")
        if answer.status != 200:
            raise refused(answer.data, number)
        return Part(number, answer.headers["ETag"].strip('"'))

    def sent(self) -> list[Part]:
        """The parts that the store has, in order."""
        found: list[Part] = []
        marker: str | None = None
        while True:
            listed = self._client._list_parts(
                bucket_name=self._bucket,
                object_name=self._key,
                upload_id=self.upload_id,
                part_number_marker=marker,
            )
            found += listed.parts
            if not listed.is_truncated or not listed.parts:
                return found
            marker = str(found[-1].part_number)

    def complete(self, parts: list[Part]) -> str | None:
        """The version that the store made of it."""
        made = self._client._complete_multipart_upload(
            bucket_name=self._bucket, object_name=self._key, upload_id=self.upload_id, parts=parts
        )
        return made.version_id

    def abort(self) -> None:
        self._client._abort_multipart_upload(
            bucket_name=self._bucket, object_name=self._key, upload_id=self.upload_id
        )


def refused(answer: bytes, number: int) -> StoreUnavailable:
    """Why the store did not take a part."""
    words = answer[:2000].decode("utf-8", "replace").lower()
    full = any(sign in words for sign in FULL_WORDS)
    return (StoreFull if full else StoreUnavailable)(f"part {number} was refused")


def part_size(size: int) -> int:
    """Bytes of a part, so that the whole needs no more parts than S3 allows."""
    needed = -(-size // _MOST_PARTS)
    return max(PART_BYTES, -(-needed // 1048576) * 1048576)


def send_in_parts(upload: PartedUpload, source: Source, size: int) -> list[Part]:
    """Send all of it; at most a few parts are in memory at once."""
    waiting: set[Future[Part]] = set()
    done: list[Part] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, data in enumerate(_parts(source, part_size(size)), 1):
            waiting.add(pool.submit(upload.send, number, data))
            if len(waiting) >= _AT_ONCE:
                ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                done += [part.result() for part in ended]
        done += [part.result() for part in waiting]
    return sorted(done, key=lambda part: part.part_number)


def _parts(source: Source, size: int) -> Iterator[bytes]:
    while data := _full(source, size):
        yield data


def _full(source: Source, size: int) -> bytes:
    pieces, missing = [], size
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
