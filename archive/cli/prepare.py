"""Nâng cấp cơ sở dữ liệu và kho tệp / bring the records and the object store up to date.

`kyuc up` runs it before the pages start; in many-machine set-ups it is a job of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from archive.audit.settings import note_settings
from archive.bootstrap import Archive, open_archive
from archive.supervision.words import Parser, complain, say
from schemas.errors import KyucError

PATIENCE_SECONDS = 30


def main(argv: Sequence[str]) -> int:
    """0 once tables and buckets stand as this version needs them."""
    Parser(prog="./kyuc prepare", description=__doc__).parse_args(argv)
    archive = open_archive()
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        began, ahead = time.monotonic(), archive.copies.upgrade_ahead()
        if ahead:
            say(
                f"Nâng cấp dữ liệu từ {ahead.from_revision} lên {ahead.to_revision}, giữ bản sao trước; "
                f"khoảng {ahead.seconds} giây …",
                f"Upgrading the records after a copy of them; about {ahead.seconds} s …",
            )
        while not _prepared(archive, last_try=time.monotonic() > deadline):
            time.sleep(0.5)
        note_settings(archive)
        if ahead:
            say(f"✓ Đã nâng cấp sau {time.monotonic() - began:.0f} giây.", "Upgraded.")
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    return 0


def _prepared(archive: Archive, *, last_try: bool) -> bool:
    """False where waiting can cure it: a store answers some time before it can make a bucket."""
    try:
        with archive.records():
            pass  # opening the records brings their tables to the newest migration
        archive.objects.prepare()
    except KyucError as error:
        if last_try or not error.transient:
            raise
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
