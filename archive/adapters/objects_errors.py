"""Faults of the store and of the disk, made ours."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from minio.error import MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError

from schemas.errors import KyucError, NotFound, StoreFull, StoreUnavailable

MISSING = frozenset({"NoSuchKey", "NoSuchObject", "NoSuchVersion", "NoSuchBucket", "NoSuchUpload"})
_FULL = frozenset({"XMinioStorageFull", "QuotaExceeded", "XAmzStorageFull", "InsufficientStorage"})
FULL_WORDS = (
    "no free volumes",
    "no writable volumes",
    "no space left",
    "not enough space",
    "no more writable",
)
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def store_faults() -> Iterator[None]:
    """What the S3 client or its connection raises becomes NotFound, StoreFull or StoreUnavailable."""
    try:
        yield
    except S3Error as error:
        raise _of_answer(error) from error
    except (MinioException, ServerError, HTTPError) as error:
        raise StoreUnavailable(type(error).__name__) from error


def _of_answer(error: S3Error) -> KyucError:
    code, words = str(error.code), str(error.message).lower()
    if code in MISSING:
        return NotFound(code)
    if code in _FULL or any(part in words for part in FULL_WORDS):
        return StoreFull(code)
    return StoreUnavailable(code)


@contextmanager
def disk_faults() -> Iterator[None]:
    """A full disk of this machine becomes StoreFull; other faults of the disk pass."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise StoreFull("the disk of the archive is full") from error
        raise
