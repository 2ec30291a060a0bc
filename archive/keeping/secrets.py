"""What the archive must know to go on as the same one, beside its records: it travels sealed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from secrets import token_hex

from archive.keeping.signatures import keep_seed, signing_seed, write_once
from archive.settings import Settings

SIGNING, SESSIONS = "signing", "sessions"


def secrets_of(settings: Settings) -> dict[str, str]:
    """The seed of its signature, and the key under which sessions and second factors were sealed."""
    return {SIGNING: signing_seed(settings), SESSIONS: session_key(settings)}


def session_key(settings: Settings) -> str:
    """The key that signs sessions; made once, readable by the owner only, where no setting gives it."""
    if settings.secret_key:
        return str(settings.secret_key)
    path = settings.data / "run" / "session.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_once(path, token_hex(32))
    return path.read_text(encoding="utf-8").strip()


def take_over(settings: Settings, secrets: Mapping[str, str]) -> None:
    """Into the data folder; where a setting gives a secret, the setting stands."""
    if secrets.get(SIGNING):
        keep_seed(settings, secrets[SIGNING])
    if secrets.get(SESSIONS) and not settings.environment.get("KYUC_SECRET_KEY"):
        _keep_session_key(settings, secrets[SESSIONS])


def _keep_session_key(settings: Settings, key: str) -> None:
    """Into the file from which `kyuc up` keeps its secrets; it is made where no `up` has run yet."""
    path = settings.data / "run" / "endpoints.env"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if not line.startswith("KYUC_SECRET_KEY=")]
    scratch = path.with_name(".endpoints.env.restored")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join([*kept, f"KYUC_SECRET_KEY={key}"]) + "\n")
    scratch.replace(path)
