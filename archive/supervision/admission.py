"""The first administrator's one-time link, while nobody administers the archive."""

from __future__ import annotations

import subprocess
import sys

from archive.supervision.folders import Folders
from archive.supervision.front import Front

SECONDS = 60

LINK_PATH = "/lien-ket/"
"""The page on which a one-time token becomes a password."""


def first_administrator(front: Front, folders: Folders) -> str | None:
    """The link, or None where an administrator exists.

    Asked in a process of its own: `kyuc up` stays small by never loading the records' libraries.
    """
    command = [sys.executable, "-m", "archive.cli.first_link"]
    environment = folders.environment(KYUC_PUBLIC_URL=front.public_url)
    answer = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return answer.stdout.strip() or None
