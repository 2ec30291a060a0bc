"""Nâng cấp cơ sở dữ liệu và kho tệp / bring the records and the object store up to date.

`kyuc up` runs it before the pages start; in many-machine set-ups it is a job of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from archive.bootstrap import open_archive
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    """0 once tables and buckets stand as this version needs them."""
    Parser(prog="./kyuc prepare", description=__doc__).parse_args(argv)
    archive = open_archive()
    try:
        with archive.records():
            pass  # opening the records brings their tables to the newest migration
        archive.objects.prepare()
    except KyucError as error:
        return complain(error)
    finally:
        archive.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
