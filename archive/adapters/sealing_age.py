"""Sealing with age (age-encryption.org/v1) through `pyrage` (MIT): X25519 and ChaCha20-Poly1305, streamed.

Chosen because the machine that makes backups holds only the public key, so whoever steals the machine or
the disk reads nothing; because every piece is authenticated; and because in thirty years any program for
this small, published format opens the files without ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, cast

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from archive.keeping.errors import DamagedBackup, WrongKey
from archive.ports import ByteSource
from archive.ports.keeping import ByteTarget, KeyPair, Sealing
from schemas.errors import InvalidInput


class _Through:
    """Passes bytes on; what the other side raises is kept, since age knows only broken streams."""

    def __init__(self, inner: ByteSource | ByteTarget) -> None:
        self._inner = inner
        self.failure: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            return cast(ByteSource, self._inner).read(size)
        except BaseException as error:
            self.failure = error
            raise OSError("reading failed") from error

    def write(self, piece: bytes, /) -> int:
        try:
            cast(ByteTarget, self._inner).write(piece)
        except BaseException as error:
            self.failure = error
            raise OSError("writing failed") from error
        return len(piece)

    def flush(self) -> None:
        return


class AgeSealing:
    def new_key(self) -> KeyPair:
        identity = x25519.Identity.generate()
        return KeyPair(str(identity.to_public()), str(identity))

    def public_of(self, private: str) -> str:
        return str(_identity(private).to_public())

    def check_public(self, public: str) -> None:
        _recipient(public)

    def seal(self, source: ByteSource, target: ByteTarget, recipients: Sequence[str]) -> None:
        given, taken = _Through(source), _Through(target)
        try:
            encrypt_io(cast(BinaryIO, given), cast(BinaryIO, taken), [_recipient(key) for key in recipients])
        except OSError as error:
            raise given.failure or taken.failure or error from error

    def unseal(self, source: ByteSource, target: ByteTarget, private: str) -> None:
        given, taken = _Through(source), _Through(target)
        try:
            decrypt_io(cast(BinaryIO, given), cast(BinaryIO, taken), [_identity(private)])
        except DecryptError as error:
            if "matching keys" in str(error):
                raise WrongKey() from error
            raise DamagedBackup(str(error)) from error
        except OSError as error:
            failure = given.failure or taken.failure
            raise failure or DamagedBackup(str(error)) from error


def _identity(private: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(private)
    except IdentityError as error:
        raise WrongKey("not an age key") from error


def _recipient(public: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(public)
    except RecipientError as error:
        raise InvalidInput(
            "not an age recipient",
            vi="Khóa công khai của bản sao lưu không hợp lệ; nó phải bắt đầu bằng age1.",
            en="The public key for backups is not valid; it must begin with age1.",
        ) from error


def open_sealing() -> Sealing:
    return AgeSealing()
