"""Học trọng số so khớp từ các quyết định đã có / Learn the matcher's weights from what people decided.

Confirmed and refused cases move what the matcher believes; a third of them is held out, and the new model is
used only if it foretells those better. Then every item is proposed for anew; no decision is touched. One JSON
object: the figures, whether it was kept, and each belief that moved.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from archive.bootstrap import open_archive
from archive.linkage.learned import learn
from archive.linkage.learning import LEAST_CONFIRMED, LEAST_REFUSED
from archive.linkage.suggesting import Suggester
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc martyrs learn", description=__doc__)
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ cho biết sẽ đổi gì · say only what would move"
    )
    given = parser.parse_args(argv)
    archive = open_archive()
    try:
        suggester = Suggester(archive.settings.data / "registry")
        made = learn(archive.records, suggester, "kyuc.cli", dry_run=given.dry_run)
    except KyucError as error:
        print(f"{error.message_vi}\n{error.message_en}", file=sys.stderr)
        return 1
    finally:
        archive.close()
    if made is None:
        least = f"{LEAST_CONFIRMED} + {LEAST_REFUSED}"
        print(
            f"Chưa đủ quyết định (cần {least}) · too few decisions so far ({least} needed)", file=sys.stderr
        )
        return 0
    told = {"version": made.version, "kept": made.kept, "confirmed": made.confirmed, "refused": made.refused}
    told |= {"held_out": made.held_out, "before": made.before, "after": made.after}
    print(json.dumps({**told, "moved": {name: [was, now] for name, was, now in made.moved}}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
