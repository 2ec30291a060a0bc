"""Tạo bí mật cho docker-compose, một lần / make the secrets of docker-compose, once."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.supervision.words import Parser, say

FOLDER = Path(__file__).resolve().parent.parent.parent / "deploy" / "secrets"

OPEN_TO_CONTAINERS = 0o444
"""Containers run as users of their own; on the host the folder (0700) keeps others out."""

ELASTIC_USER = 1000
"""Elasticsearch insists that its password file is its own user's alone."""


def main(argv: Sequence[str]) -> int:
    """0 once every file stands; files that stand already are left as they are."""
    parser = Parser(prog="./kyuc deploy-secrets", description=__doc__)
    parser.add_argument("--folder", metavar="DIR", type=Path, default=FOLDER, help="thư mục / folder")
    folder: Path = parser.parse_args(argv).folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if (folder / "secret_key").exists():
        _add_later_ones(folder)
        say(f"Bí mật đã có ở {folder}; giữ nguyên.", "The secrets stand already; they are kept.")
        return 0
    for name, text in contents().items():
        _write(folder / name, text, 0o600 if name == "elastic_password" else OPEN_TO_CONTAINERS)
    if os.geteuid() == 0:
        os.chown(folder / "elastic_password", ELASTIC_USER, ELASTIC_USER)
    elif os.geteuid() != ELASTIC_USER:
        say(
            f"Hãy gõ: sudo chown {ELASTIC_USER} {folder / 'elastic_password'}",
            "Elasticsearch reads its password file only if its own user owns it: type the line above.",
        )
    say(f"✓ Đã tạo bí mật ở {folder}.", "The secrets are made.")
    return 0


def _add_later_ones(folder: Path) -> None:
    """Secrets that an earlier version did not ask for; they fit any others."""
    for name in ("signing_key",):
        if not (folder / name).exists():
            _write(folder / name, contents()[name], OPEN_TO_CONTAINERS)


def contents() -> Mapping[str, str]:
    """File names, as docker-compose.yml gives them, and new random contents that fit together."""
    database, queue, elastic, store = (secrets.token_urlsafe(24) for _ in range(4))
    credentials = [{"accessKey": "archive", "secretKey": store}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "archive", "credentials": credentials, "actions": actions}
    return {
        "postgres_password": database,
        "database_url": f"postgresql+psycopg://kyuc:{database}@postgres:5432/kyuc",
        "valkey_password": queue,
        "valkey_conf": f'requirepass {queue}\nappendonly yes\nappendfsync everysec\nsave ""\ndir /data\n',
        "redis_url": f"redis://:{queue}@valkey:6379/0",
        "s3_secret_key": store,
        "s3_identities": json.dumps({"identities": [identity]}),
        "elastic_password": elastic,
        "elastic_url": f"http://elastic:{elastic}@elasticsearch:9200",
        "secret_key": secrets.token_urlsafe(48),
        "signing_key": secrets.token_urlsafe(48),
    }


def _write(path: Path, text: str, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    path.chmod(mode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
