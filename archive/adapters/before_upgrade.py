"""A copy of SQLite's records as they were, made before an upgrade changes their tables."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from schemas.errors import Conflict, StoreFull

FOLDER = "before-upgrade"
_KEPT = 2


class NewerRecords(Conflict):
    """A newer version of the program has worked on these records."""

    code = "newer_records"
    vi = (
        "Kho này đã chạy phiên bản Ký Ức mới hơn. Phiên bản cũ không mở được và chưa thay đổi gì. "
        "Hãy cài lại phiên bản mới, hoặc khôi phục bản sao lưu vào thư mục khác."
    )
    en = (
        "A newer version of Ký Ức has worked on this archive. This older one does not open it and changed "
        "nothing. Install the newer version again, or restore a backup into another folder."
    )


def keep_copy(records: Path, revision: str) -> Path:
    """Beside the records, for the owner only; the last two stay. Raises StoreFull where there is no room."""
    size = records.stat().st_size
    if shutil.disk_usage(records.parent).free < 2 * size:
        raise StoreFull(
            "no room for the copy before the upgrade",
            vi="Đĩa không đủ chỗ để giữ bản sao trước khi nâng cấp. Hãy dọn thêm chỗ.",
            en="There is no room for the copy that an upgrade makes first. Nothing was changed; make room.",
        )
    folder = records.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / f"{records.stem}-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite"
    scratch = place.with_suffix(".part")
    with closing(sqlite3.connect(records)) as living, closing(sqlite3.connect(scratch)) as copy:
        living.backup(copy, pages=-1)
    scratch.chmod(0o600)
    scratch.replace(place)
    for old in sorted(folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        old.unlink()
    return place
