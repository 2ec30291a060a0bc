"""Why a part ended: told in words, from what supervisord and the part itself wrote."""

from __future__ import annotations

from pathlib import Path

from archive.supervision.events import endings
from archive.supervision.folders import Folders

LOG = """2026-11-22 08:00:00,000 INFO supervisord started with pid 11
2026-11-22 08:00:09,000 WARN exited: web (exit status 1; not expected)
2026-11-22 09:00:00,000 INFO supervisord started with pid 12
2026-11-22 09:01:02,101 WARN exited: valkey (terminated by SIGKILL; not expected)
2026-11-22 09:01:03,101 INFO spawned: 'valkey' with pid 13
2026-11-22 09:02:02,101 WARN exited: reading-1 (exit status 3; not expected)
2026-11-22 09:02:04,101 WARN exited: reading-1 (exit status 3; not expected)
2026-11-22 09:02:30,000 INFO exited: text (exit status 0; expected)
2026-11-22 09:03:00,000 INFO stopped: caddy (exit status 0)
"""


def _folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path)
    folders.make()
    (folders.logs / "supervisord.log").write_text(LOG, encoding="utf-8")
    return folders


def test_only_ends_that_nobody_asked_for_count_and_only_of_this_run(tmp_path: Path) -> None:
    found = endings(_folders(tmp_path))
    assert set(found) == {"valkey", "reading-1", "text"}
    assert found["reading-1"].times == 2
    assert found["reading-1"].when == "2026-11-22 09:02:04"


def test_reason_is_told_in_vietnamese_with_the_error_of_the_program(tmp_path: Path) -> None:
    folders = _folders(tmp_path)
    log = "Traceback …\nMemoryError: no room\nworker started again\nready\n"
    (folders.logs / "reading-1.log").write_text(log, encoding="utf-8")
    found = endings(folders)
    assert "tự thoát với mã 3" in found["reading-1"].vi
    assert "MemoryError: no room" in found["reading-1"].vi
    assert "SIGKILL" in found["valkey"].vi


def test_archive_that_never_ran_has_no_endings(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.make()
    assert endings(folders) == {}
