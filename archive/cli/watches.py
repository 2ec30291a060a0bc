"""Bản tin cho người theo dõi: những gì mới đến / the digest of watches: what came for whom.

One JSON object a person: login, name, and every item that came since the last digest, each told exactly once.
`--keep` prints without marking them as told. A mail program or a chat channel sends them on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from archive.bootstrap import open_archive
from archive.watch_digest import Digest, digests
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc watches", description=__doc__)
    parser.add_argument("act", choices=["digest"], help="bản tin · the digest")
    parser.add_argument("--keep", action="store_true", help="không đánh dấu đã gửi · do not mark as told")
    given = parser.parse_args(argv)
    try:
        for one in digests(open_archive(), keep=given.keep):
            print(json.dumps(_told(one), ensure_ascii=False), flush=True)
    except KyucError as error:
        print(f"{error.message_vi}\n{error.message_en}", file=sys.stderr)
        return 1
    return 0


def _told(one: Digest) -> dict[str, object]:
    items = [
        {"watch": watch.label, "kind": watch.kind.value, "item": item.id, "title": item.title,
         "at": hit.made_at.isoformat()}
        for watch, hit, item in one.news
    ]  # fmt: skip
    return {"login": one.user.login, "name": one.user.name, "count": len(items), "items": items}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
