"""A server that is killed while somebody types: every save that was answered is there afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from archive.bootstrap import Archive
from archive.settings import load
from archive.transcription.workspace import open_workspace
from schemas.people import Role
from tests.support.texts import enter_page, person

_TYPES = """
import sys
from dataclasses import replace
from archive.bootstrap import Archive
from archive.settings import load
from archive.transcription.drafting import Save, save_draft
from archive.transcription.workspace import open_workspace
archive = Archive(load({"KYUC_DATA": sys.argv[1]}))
with archive.records() as records:
    user = records.find_user_by_login("lan")
    opened = open_workspace(records, user, sys.argv[2])
lines = [replace(one, words=()) for one in opened.current.segments]
for number in range(100_000):
    lines[0] = replace(lines[0], text=f"chữ thứ {number + 1}")
    saved = save_draft(archive, user, sys.argv[2], Save(opened.current.id, number, tuple(lines), "d"))
    print(saved.draft.revision, flush=True)
"""


def test_what_was_answered_survives_the_servers_death(tmp_path: Path) -> None:
    archive = Archive(load({"KYUC_DATA": str(tmp_path)}))
    asset, user = enter_page(archive), person(archive, "lan", Role.VOLUNTEER)
    command = [sys.executable, "-c", _TYPES, str(tmp_path), asset.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as server:
        assert server.stdout is not None
        answered = [int(server.stdout.readline()) for _ in range(130)][-1]
        os.killpg(server.pid, signal.SIGKILL)
        answered = max([answered, *map(int, server.stdout.read().split())])
    with archive.records() as records:
        draft = open_workspace(records, user, asset.id).draft
    archive.close()
    assert draft is not None
    assert draft.revision in (answered, answered + 1)
    assert draft.segments[0].text == f"chữ thứ {draft.revision}"
