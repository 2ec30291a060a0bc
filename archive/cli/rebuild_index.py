"""Dựng lại chỉ mục tra cứu từ hồ sơ / rebuild the search index from the records, while searches go on."""

from __future__ import annotations

import argparse
import json
import sys
import time

from archive.bootstrap import open_archive
from archive.indexing import rebuild_index
from schemas.errors import KyucError


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(
        prog="kyuc rebuild-index",
        description="Dựng lại chỉ mục tra cứu từ hồ sơ; tra cứu vẫn chạy trong lúc đó. / "
        "Make the search index again from the records; searches go on meanwhile.",
    ).parse_args(argv)
    archive = open_archive()
    began = time.monotonic()
    try:
        items = rebuild_index(archive.records, archive.index)
    except KyucError as error:
        print(f"{error.message('vi')}\n{error.message('en')}", file=sys.stderr)
        return 1
    finally:
        archive.close()
    print(json.dumps({"items": items, "seconds": round(time.monotonic() - began, 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
