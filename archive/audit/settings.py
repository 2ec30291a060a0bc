"""Which settings the archive starts with, compared with its last start: names only, never a value.

Of each setting that is given a keyed hash stands in the entry (HMAC with the archive's own key): a change
is seen, and no value can be guessed from the audit.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from archive.keeping.signatures import signing_seed
from archive.ports import Catalogue
from archive.settings import SETTINGS, Settings
from schemas.audit import AuditAct, AuditEntry, AuditFilter, Detail

_LETTERS = 16
_LONGEST = 190


class Stores(Protocol):
    settings: Settings

    def records(self) -> Catalogue: ...


def note_settings(archive: Stores) -> list[str]:
    """Enter what differs from the last start, if anything does; the names of those settings."""
    now = _fingerprints(archive.settings)
    with archive.records() as records:
        last = records.audit_entries(AuditFilter(act=AuditAct.SETTINGS_SEEN), limit=1)
        before = (
            {name: seen for name, seen in json.loads(last[0].details).items() if name in _NAMES}
            if last
            else {}
        )
        changed = sorted(name for name in _NAMES if now.get(name) != before.get(name))
        if changed or not last:
            told = "+".join(name.removeprefix("KYUC_").lower() for name in changed)
            details: dict[str, Detail] = {"first": not last, "changed": told[:_LONGEST], **now}
            records.note(AuditEntry(AuditAct.SETTINGS_SEEN, "archive", "settings", details=details))
            records.commit()
    return changed


_NAMES = frozenset(setting.name for setting in SETTINGS)


def _fingerprints(settings: Settings) -> dict[str, str]:
    key = signing_seed(settings).encode()
    return {
        name: hmac.new(key, f"{name}={value}".encode(), sha256).hexdigest()[:_LETTERS]
        for name, value in _given(settings).items()
    }


def _given(settings: Settings) -> dict[str, str]:
    """As the person who runs the archive gave them; what `kyuc up` itself started is not among them."""
    given = {name: settings.environment[name] for name in _NAMES if settings.environment.get(name)}
    for name in _NAMES:
        if file := settings.environment.get(f"{name}_FILE"):
            given[name] = Path(file).read_text(encoding="utf-8").strip()
    return given
