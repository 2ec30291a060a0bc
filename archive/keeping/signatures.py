"""The archive's own signature (Ed25519, RFC 8032) under its reports and backups; made once, kept for ever."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from archive.settings import Settings


class Signer:
    """Signs for this archive."""

    def __init__(self, seed: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())

    @property
    def public(self) -> str:
        """Hex, 64 letters: what others check signatures with."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """Hex, 128 letters."""
        return self._key.sign(message).hex()


def verify(public: str, message: bytes, signature: str) -> bool:
    """Whether the holder of that key signed exactly this."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature.strip()), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_seed(settings: Settings) -> str:
    """From the setting, else a file of the data folder that only its owner reads, made once."""
    if settings.signing_key:
        return str(settings.signing_key)
    path = settings.data / "run" / "signing.key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_once(path, secrets.token_hex(32))
    return path.read_text(encoding="utf-8").strip()


def signer_of(settings: Settings) -> Signer:
    return Signer(signing_seed(settings))


def keep_seed(settings: Settings, seed: str) -> None:
    """After a restore the archive signs as it did before."""
    path = settings.data / "run" / "signing.key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    write_once(path, seed)


def write_once(path: Path, text: str) -> None:
    try:
        with open(path, "x", opener=_private, encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return  # another process of the same archive made it


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
