"""The list of what was erased, in the root of a backup: signed, so that nobody takes a line out of it.

It is of the newest run or newer: restored from an older run, what stands in it is erased again. The
manifest of each run says how long it was then; it only grows, so an older list in its place is found out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from archive.keeping.backup_folder import BackupFolder, write_through
from archive.keeping.errors import DamagedBackup
from archive.keeping.signatures import Signer, verify
from schemas.erasures import Erasure
from schemas.keeping import Manifest

NAME = "erasures.json"


def write_erased(folder: BackupFolder, erasures: Sequence[Erasure], signer: Signer) -> None:
    """Ids and hashes, no names. In one step: list and signature are of one moment."""
    words = json.dumps([asdict(one) for one in erasures], default=datetime.isoformat)
    signed = {"list": words, "signature": signer.sign(words.encode())}
    scratch = folder.root / f".{NAME}.part"
    write_through(scratch, json.dumps(signed, indent=1).encode())
    scratch.replace(folder.root / NAME)


def read_erased(folder: BackupFolder, newest: Manifest) -> list[Erasure]:
    """Raises DamagedBackup for a list that is missing, changed or older than the newest run."""
    path = folder.root / NAME
    if newest.erasures is None:  # a run of a version that signed no list
        return _read(path.read_text(encoding="utf-8")) if path.is_file() else []
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        words, signature = str(held["list"]), str(held["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _changed() from error
    if not verify(newest.signer, words.encode(), signature):
        raise _changed()
    found = _read(words)
    if len(found) < newest.erasures:
        raise _changed()
    return found


def _read(words: str) -> list[Erasure]:
    try:
        return [
            Erasure(one["item_id"], one["visit_id"], tuple(one["objects"]), id=one["id"])
            for one in json.loads(words)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise _changed() from error


def _changed() -> DamagedBackup:
    return DamagedBackup(
        NAME,
        vi="Danh sách tư liệu đã xóa trong bản sao lưu bị sửa hoặc bị mất, nên khôi phục có thể đưa lại "
        "những gì gia đình đã rút. Chưa có gì được khôi phục. Hãy dùng bản sao lưu ở nơi khác.",
        en="The backup's list of what was erased was changed or is missing: restored, it could bring back "
        "what families withdrew. Nothing was restored. Use a copy kept elsewhere.",
    )
