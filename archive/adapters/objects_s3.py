"""Originals and derivatives in any S3 store: SeaweedFS, MinIO and others, through the `minio` client.

An original is hashed while it passes through a spool file (its key is its hash, known only at the end), sent
in parts in parallel, read back and compared, and only then locked and called stored.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote, urlsplit

from minio import Minio
from minio.commonconfig import GOVERNANCE
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error
from minio.retention import Retention
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from archive.adapters.disk import flush_to_disk
from archive.adapters.objects_errors import disk_faults, store_faults
from archive.adapters.objects_parts import PART_BYTES, PartedUpload, send_in_parts
from archive.fixity import HashingReader, chunks
from archive.ports import ByteSource, ObjectStore
from archive.settings import Settings
from schemas.errors import DamagedObject, StoreFull, StoreUnavailable
from schemas.holdings import StoredObject

_IN_MEMORY = 8 * 1024 * 1024
_RETENTION = timedelta(days=365 * 100)
_PATIENCE = Timeout(connect=5, read=120)
_LEAST_ROOM = 0.02
_REGION = "us-east-1"


class S3Objects:
    """The store. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._spool = settings.data / "spool"
        self._http = PoolManager(
            timeout=_PATIENCE, maxsize=16, retries=Retry(2, backoff_factor=0.2, redirect=0)
        )
        self._client = self._connect(settings.s3_endpoint, settings.s3_secure)
        self._ready = False

    def _connect(self, endpoint: str, secure: bool) -> Minio:
        if not endpoint:
            raise StoreUnavailable("no store is set: KYUC_S3_ENDPOINT is empty and `kyuc up` runs none")
        keys = (self._settings.s3_access_key, self._settings.s3_secret_key)
        return Minio(endpoint, *keys, secure=secure, region=_REGION, http_client=self._http)

    def prepare(self) -> None:
        """Make the buckets if they are missing. Raises StoreUnavailable."""
        if self._ready:
            return
        with store_faults():
            for bucket, locked in ((self._settings.s3_bucket, True), (self._settings.s3_derivatives, False)):
                if not self._client.bucket_exists(bucket):
                    self._client.make_bucket(bucket, object_lock=locked)
        self._ready = True

    def deposit(self, stream: ByteSource, media_type: str = "application/octet-stream") -> StoredObject:
        self.prepare()
        with self._room_told(), store_faults(), disk_faults():
            self._spool.mkdir(parents=True, exist_ok=True)
            with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._spool)) as spool:
                reader = HashingReader(stream)
                for piece in chunks(reader):
                    spool.write(piece)
                spool.seek(0)
                return self._place(cast(BinaryIO, spool), reader.sha256, reader.size, media_type)

    def deposit_file(self, path: Path, media_type: str = "application/octet-stream") -> StoredObject:
        """As `deposit`, from a file on this machine: hashed first, sent from where it lies."""
        self.prepare()
        with self._room_told(), store_faults(), path.open("rb") as file:
            reader = HashingReader(file)
            for _ in chunks(reader):
                pass
            file.seek(0)
            return self._place(file, reader.sha256, reader.size, media_type)

    @contextmanager
    def _room_told(self) -> Iterator[None]:
        """SeaweedFS says "internal error" when its disk is full; on the same machine we can see why."""
        try:
            yield
        except StoreUnavailable as error:
            if self._is_here and not isinstance(error, StoreFull) and _nearly_full(self._settings.data):
                raise StoreFull("the disk of the store is full") from error
            raise

    def _place(self, file: BinaryIO, sha256: str, size: int, media_type: str) -> StoredObject:
        stored = StoredObject(sha256, size, media_type)
        if self._standing_size(sha256) == size and self._reads_back(sha256, size):
            return stored
        version = self._send(file, sha256, size, media_type)
        if not self._reads_back(sha256, size):
            self._client.remove_object(self._settings.s3_bucket, sha256, version)
            raise DamagedObject("read back with another hash")
        self._lock(sha256)
        self._survive_power_cut()
        return stored

    def _survive_power_cut(self) -> None:
        """Before the receipt: where the store's own folder is on this machine, see its bytes to the disk."""
        own = self._settings.data / "objects"
        if self._is_here and own.is_dir():
            with disk_faults():
                flush_to_disk(own)

    @property
    def _is_here(self) -> bool:
        return self._settings.s3_endpoint.startswith(("127.0.0.1:", "localhost:"))

    def _send(self, file: BinaryIO, key: str, size: int, media_type: str) -> str | None:
        """The version that the store made of it."""
        if size <= PART_BYTES:
            return self._client.put_object(self._settings.s3_bucket, key, file, size, media_type).version_id
        upload = PartedUpload(self._client, self._http, self._settings.s3_bucket, key)
        upload.begin(media_type)
        try:
            return upload.complete(send_in_parts(upload, file, size))
        except BaseException:
            with suppress(MinioException, HTTPError):
                upload.abort()
            raise

    def _lock(self, sha256: str) -> None:
        until = datetime.now(UTC) + _RETENTION
        self._client.set_object_retention(self._settings.s3_bucket, sha256, Retention(GOVERNANCE, until))

    def _standing_size(self, sha256: str) -> int | None:
        try:
            return self._client.stat_object(self._settings.s3_bucket, sha256).size
        except S3Error as error:
            if error.code in ("NoSuchKey", "NoSuchObject", "NoSuchVersion", "ResourceNotFound"):
                return None
            raise

    def _reads_back(self, sha256: str, size: int) -> bool:
        with self._open(self._settings.s3_bucket, sha256) as body:
            reader = HashingReader(body)
            for _ in chunks(reader):
                pass
        return (reader.sha256, reader.size) == (sha256, size)

    def holds(self, sha256: str) -> bool:
        self.prepare()
        with store_faults():
            return self._standing_size(sha256) is not None

    def verify(self, sha256: str, size: int) -> bool:
        """Whether the stored bytes still have this hash and size. Raises NotFound, StoreUnavailable."""
        with store_faults():
            return self._reads_back(sha256, size)

    @contextmanager
    def retrieve(self, sha256: str) -> Iterator[BinaryIO]:
        with store_faults(), self._open(self._settings.s3_bucket, sha256) as body:
            yield body

    def erase(self, sha256: str) -> None:
        bucket = self._settings.s3_bucket
        with store_faults():
            held = [
                DeleteObject(one.object_name or sha256, one.version_id)
                for one in self._client.list_objects(bucket, prefix=sha256, include_version=True)
            ]
            refused = list(self._client.remove_objects(bucket, held, bypass_governance_mode=True))
        if refused:
            raise StoreUnavailable(f"erase: {refused[0].code}")

    def put_derivative(self, key: str, stream: BinaryIO, size: int, media_type: str) -> None:
        self.prepare()
        with store_faults():
            self._client.put_object(self._settings.s3_derivatives, key, stream, size, media_type)

    def remove_derivative(self, key: str) -> None:
        with store_faults():
            self._client.remove_object(self._settings.s3_derivatives, key)

    @contextmanager
    def read_derivative(self, key: str) -> Iterator[BinaryIO]:
        with store_faults(), self._open(self._settings.s3_derivatives, key) as body:
            yield body

    @contextmanager
    def _open(self, bucket: str, key: str) -> Iterator[BinaryIO]:
        response = self._client.get_object(bucket, key)
        try:
            yield cast(BinaryIO, response)
        finally:
            response.close()
            response.release_conn()

    def address(
        self,
        key: str,
        *,
        original: bool,
        filename: str | None = None,
        valid: timedelta = timedelta(hours=1),
        origin: str | None = None,
    ) -> str:
        bucket = self._settings.s3_bucket if original else self._settings.s3_derivatives
        headers: dict[str, str | list[str] | tuple[str]] = {}
        if filename:
            headers["response-content-disposition"] = _disposition(filename)
        with store_faults():
            return self._seen_from(origin).presigned_get_object(bucket, key, valid, response_headers=headers)

    def _seen_from(self, origin: str | None) -> Minio:
        """A client that signs for the address under which a browser reaches the store through the front."""
        public = origin or self._settings.public_url
        if not public:
            return self._client
        parts = urlsplit(public)
        return self._connect(parts.netloc, parts.scheme == "https")


def _nearly_full(folder: Path) -> bool:
    """SeaweedFS stops writing when a hundredth of the disk is left."""
    disk = shutil.disk_usage(folder)
    return disk.free < disk.total * _LEAST_ROOM


def _disposition(filename: str) -> str:
    """RFC 6266: any Unicode name, nothing of it trusted."""
    return f"attachment; filename*=UTF-8''{quote(filename, safe='')}"


def open_objects(settings: Settings) -> ObjectStore:
    """The store of these settings; nothing is asked of it yet."""
    return S3Objects(settings)
