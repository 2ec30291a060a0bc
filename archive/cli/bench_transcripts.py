"""Đo lưu và gửi bản chép / Time opening, saving and handing in of a long page and a long recording.

A page of 500 lines and a recording of four hours, in an archive of its own on this machine's disk. One JSON
object each: milliseconds (median) of opening, of a save (committed), of a merge with another person's save,
and of handing in, when every word is laid beside its box or second again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from statistics import median

from archive.bootstrap import Archive
from archive.cli.bench_mentions import made_texts
from archive.cli.evaluate_alignment import made_page, made_sound
from archive.settings import load
from archive.transcription.drafting import Save, save_draft
from archive.transcription.versions import propose
from archive.transcription.workspace import open_workspace
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.ids import new_id
from schemas.people import Role, User
from schemas.transcripts import Author, PageInfo, Segment, Transcript

_SAVE_LIMIT_MS = 100


def main(argv: Sequence[str]) -> int:
    """0 where a save takes no longer than it may."""
    parser = argparse.ArgumentParser(
        prog="kyuc bench transcripts", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--saves", type=int, default=15)
    asked = parser.parse_args(argv)
    chance = random.Random(1)
    text = " ".join(made_texts(130, 1))
    page = made_page(chance, " ".join(text.split()[: 500 * 9]))
    sound = _hours(made_sound(chance, text), 4)
    slow = False
    with tempfile.TemporaryDirectory(prefix="kyuc-bench-") as folder:
        archive = Archive(load({"KYUC_DATA": folder}))
        people = [User(login, roles=frozenset({Role.CLASSIFIER})) for login in ("a", "b")]
        with archive.records() as records:
            for user in people:
                records.add_user(user, None)
            records.commit()
        for name, segments, medium in (("page", page, Medium.IMAGE), ("sound", sound, Medium.AUDIO)):
            words = sum(len(one.words) for one in segments)
            times = _timed(archive, people, _enter(archive, segments, medium), asked.saves)
            slow |= times["save_ms"] > _SAVE_LIMIT_MS
            row = {"what": name, "lines": len(segments), "words": words, **times}
            print(json.dumps({**row, "save_limit_ms": _SAVE_LIMIT_MS}), flush=True)
        archive.close()
    return int(slow)


def _hours(segments: Sequence[Segment], hours: float) -> tuple[Segment, ...]:
    return tuple(one for one in segments if (one.start or 0) < hours * 3600)


def _enter(archive: Archive, segments: tuple[Segment, ...], medium: Medium) -> Asset:
    visit, sha256 = Visit("bench", code=new_id()[-12:]), new_id().replace("-", "") * 2
    item = Item(visit.id, ItemKind.PAPER)
    asset = Asset(item.id, sha256, "bench", medium, "image/jpeg")
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), "bench"))
        pages = (PageInfo(1, 2000, 40_000),) if medium is Medium.IMAGE else ()
        made = Transcript(asset.id, Author("engine", "bench"), segments, pages, segments[-1].end)
        records.add_transcript(made)
        records.commit()
    return asset


def _timed(archive: Archive, people: Sequence[User], asset: Asset, saves: int) -> dict[str, float]:
    first, second = people
    with archive.records() as records:
        opened = open_workspace(records, first, asset.id)
    assert opened.current is not None
    base, lines = opened.current.id, [replace(one, words=()) for one in opened.current.segments]

    def look() -> None:
        with archive.records() as records:
            open_workspace(records, first, asset.id)

    def save(user: User, number: int, revision: int) -> None:
        typed = [*lines]
        typed[number] = replace(typed[number], text=typed[number].text + f" thêm{number}")
        save_draft(archive, user, asset.id, Save(base, revision, tuple(typed), user.login))

    times = {
        "open_ms": _median(look, 5),
        "save_ms": median(_once(partial(save, first, n, n)) for n in range(saves)),
        "merge_ms": median(_once(partial(save, second, 20 + n, saves)) for n in range(3)),
        "hand_in_ms": _once(lambda: propose(archive, first, asset.id)),
    }
    return {name: round(value, 1) for name, value in times.items()}


def _median(act: Callable[[], object], times: int) -> float:
    return median(_once(act) for _ in range(times))


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
