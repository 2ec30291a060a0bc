"""Small secrets of the records, sealed under the archive's own key: who reads a copy of the records alone
learns nothing, and a value moved to another person's row opens for nobody."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from archive.keeping.secrets import session_key
from archive.settings import Settings

_NONCE = 12


def seal(settings: Settings, purpose: str, owner: str, value: str) -> str:
    nonce = os.urandom(_NONCE)
    sealed = _cipher(settings, purpose).encrypt(nonce, value.encode(), owner.encode())
    return b64encode(nonce + sealed).decode()


def opened(settings: Settings, purpose: str, owner: str, sealed: str) -> str | None:
    """None where it was sealed under another key, or for another owner."""
    try:
        given = b64decode(sealed, validate=True)
        return _cipher(settings, purpose).decrypt(given[:_NONCE], given[_NONCE:], owner.encode()).decode()
    except (InvalidTag, NotBase64, ValueError):
        return None


def _cipher(settings: Settings, purpose: str) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"kyuc {purpose}".encode())
    return AESGCM(derived.derive(session_key(settings).encode()))
