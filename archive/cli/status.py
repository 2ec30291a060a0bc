"""Xem từng phần đang chạy hay không, vì sao / see each part, whether it runs, and why not."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from archive.bootstrap import open_archive
from archive.settings import load
from archive.supervision import processes
from archive.supervision.control import ProcessState, Supervisor
from archive.supervision.events import Ending, endings
from archive.supervision.folders import Folders
from archive.supervision.machine import data_folders, lock_of
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError
from schemas.keeping import KeepingTask

WORDS = {
    "RUNNING": "đang chạy / running",
    "STARTING": "đang chạy / running",
    "BACKOFF": "chờ thử lại / waiting to retry",
    "STOPPED": "đã dừng / stopped",
    "STOPPING": "đang dừng / stopping",
    "EXITED": "đã thoát / exited",
    "FATAL": "hỏng / failed",
}


def main(argv: Sequence[str]) -> int:
    """0 if every part runs, 1 if one does not, 3 if the archive is not running."""
    parser = Parser(prog="./kyuc status", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    parser.add_argument("--json", action="store_true", help="một đối tượng JSON / one JSON object")
    options = parser.parse_args(argv)
    folders = data_folders(options.data)
    if not lock_of(folders).is_held():
        if options.json:
            print(json.dumps({"running": False, "url": None, "parts": []}))
        say(f"Kho ở {folders.data} không chạy. Gõ: ./kyuc up", "Not running. Type: ./kyuc up")
        return 3
    try:
        parts = [_part(state, endings(folders)) for state in Supervisor(folders).processes()]
    except KyucError as error:
        return complain(error)
    url = lock_of(folders).facts().get("url")
    keeping = _keeping(folders)
    if options.json:
        print(json.dumps({"running": True, "url": url, "parts": parts, **keeping}, ensure_ascii=False))
    else:
        print(_table(folders, url, parts))
        print(_kept(keeping))
    return 0 if all(part["up"] for part in parts) else 1


def _keeping(folders: Folders) -> dict[str, Any]:
    """Open incidents and the last good backup; nothing where the records do not answer."""
    with closing(open_archive(load(folders.environment()))) as archive:
        try:
            with archive.records() as records:
                incidents = records.open_incidents()
                backups = records.keeping_runs(KeepingTask.BACKUP)
        except KyucError:
            return {}
    good = next(
        (run.began_at.isoformat(timespec="seconds") for run in backups if run.outcome == "done"), None
    )
    return {"incidents": incidents, "last_backup": good}


def _kept(keeping: dict[str, Any]) -> str:
    lines = []
    if number := keeping.get("incidents"):
        lines.append(f"! {number} bản gốc không còn như khi nhận / originals damaged: /quan-tri/gin-giu")
    if keeping and not keeping["last_backup"]:
        lines.append("! chưa sao lưu lần nào / no backup yet: ./kyuc backup")
    elif keeping:
        lines.append(f"sao lưu gần nhất / last backup: {keeping['last_backup']}")
    return "\n".join(lines)


def _part(state: ProcessState, ended: dict[str, Ending]) -> dict[str, Any]:
    last = ended.get(state.name)
    memory = sum(map(processes.memory, processes.descendants(state.process))) if state.process else 0
    return {
        "name": state.name,
        "state": state.state,
        "up": state.is_up,
        "pid": state.process or None,
        "seconds": max(0, int(time.time()) - state.since),
        "memory_mb": round(memory / 1e6),
        "restarts": last.times if last else 0,
        "reason": state.description or (f"{last.when}: {last.how}: {last.last_words}" if last else None),
        "reason_vi": state.description or (last.vi if last else None),
    }


def _table(folders: Folders, url: str | None, parts: list[dict[str, Any]]) -> str:
    rows = [("phần / part", "tình trạng / state", "pid", "từ / for", "MB", "khởi động lại / restarts")]
    rows += [
        (
            part["name"],
            WORDS.get(part["state"], part["state"]),
            str(part["pid"] or "-"),
            _duration(part["seconds"]),
            str(part["memory_mb"] or "-"),
            str(part["restarts"] or "-"),
        )
        for part in parts
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    reasons = [f"! {part['name']}: {part['reason_vi']}" for part in parts if part["reason_vi"]]
    return "\n".join([f"{url}  ({folders.data})", *lines, *reasons])


def _duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}h{minutes:02}" if hours else f"{minutes}m{seconds:02}" if minutes else f"{seconds}s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
