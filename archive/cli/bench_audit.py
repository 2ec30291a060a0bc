"""Nhật ký dài có làm chậm việc không / whether a long audit slows down the acts that it records.

The act is the smallest that people do: a visit is opened, one transaction. It is done without and with its
entry, in turn, before and after the audit has been filled through the same port; then the whole is proven.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from archive.audit.verifying import prove
from archive.bootstrap import Archive
from archive.settings import Secret, load
from schemas.audit import Actor, AuditAct, AuditEntry, AuditFilter
from schemas.errors import KyucError
from schemas.holdings import Visit
from schemas.ids import new_id

_AT_ONCE = 5_000
_PEOPLE = 300
_ACTS = tuple(AuditAct)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench audit",
        description="Đo xem nhật ký dài có làm chậm các việc được ghi không. / "
        "Measure whether a long audit slows down the acts that it records.",
    )
    parser.add_argument("--entries", type=int, default=100_000, help="số mục / how many entries")
    parser.add_argument("--rounds", type=int, default=300, help="số việc mỗi lượt / acts in each round")
    parser.add_argument(
        "--database", metavar="URL", help="PostgreSQL trống / an empty PostgreSQL (a new SQLite without it)"
    )
    parser.add_argument("--folder", type=Path, help="nơi đặt SQLite tạm / where the SQLite of the bench lies")
    return parser


def main(argv: Sequence[str]) -> int:
    """One JSON object; `ratio`: an act with its entry in the full audit against one in the empty audit."""
    given = _parser().parse_args(argv)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        settings = load({"KYUC_DATA": folder})
        if given.database:
            settings = replace(settings, database_url=Secret(given.database))
        archive = Archive(settings)
        try:
            print(json.dumps(_measured(archive, given.entries, given.rounds)))
        except KyucError as error:
            print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
            return 1
        finally:
            archive.close()
    return 0


def _measured(archive: Archive, entries: int, rounds: int) -> dict[str, object]:
    _round(archive, 20)  # the first acts open connections and files
    bare, empty = _round(archive, rounds)
    began = time.perf_counter()
    _fill(archive, entries)
    filled = time.perf_counter() - began
    bare_full, full = _round(archive, rounds)
    found = _searched(archive)
    began = time.perf_counter()
    with archive.records() as records:
        proof = prove(records)
    proven = time.perf_counter() - began
    return {
        "entries": proof.entries,
        "broken": len(proof.broken),
        "act_ms": round(bare * 1000, 3),
        "act_with_entry_ms": round(empty * 1000, 3),
        "act_with_entry_full_ms": round(full * 1000, 3),
        "act_full_ms": round(bare_full * 1000, 3),
        "ratio": round(full / empty, 3),
        "entry_costs": round(full / bare_full, 3),
        "search_ms": round(found * 1000, 1),
        "written_a_second": round(entries / filled) if filled else 0,
        "proven_a_second": round(proof.entries / proven),
    }


def _round(archive: Archive, rounds: int) -> tuple[float, float]:
    """Median seconds of an act without and with its entry, done in turn."""
    without, with_entry = [], []
    for _ in range(rounds):
        without.append(_act(archive, noted=False))
        with_entry.append(_act(archive, noted=True))
    return statistics.median(without), statistics.median(with_entry)


def _act(archive: Archive, *, noted: bool) -> float:
    visit = Visit("Buổi thăm đo", code=new_id()[-12:])
    began = time.perf_counter()
    with archive.records() as records:
        records.add_visit(visit)
        if noted:
            records.note(AuditEntry(AuditAct.VISIT_OPENED, "visit", visit.id))
        records.commit()
    return time.perf_counter() - began


def _fill(archive: Archive, entries: int) -> None:
    chance = random.Random(72)
    people = [Actor(new_id(), ("volunteer",)) for _ in range(_PEOPLE)]
    for start in range(0, entries, _AT_ONCE):
        with archive.records() as records:
            for _ in range(min(_AT_ONCE, entries - start)):
                who, act = chance.choice(people), chance.choice(_ACTS)
                records.note(AuditEntry(act, "item", new_id(), details={"n": start}, actor=who))
            records.commit()
        if start % 500_000 == 0:
            print(f"  {start} mục / entries", file=sys.stderr)


def _searched(archive: Archive) -> float:
    """Seconds until the newest fifty of one person are there, as the page asks."""
    with archive.records() as records:
        somebody = records.audit_entries(AuditFilter(), limit=1)[0].by
        began = time.perf_counter()
        records.audit_entries(AuditFilter(by=somebody))
        return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
