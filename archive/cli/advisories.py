"""Lỗ hổng đã biết của các thư viện đang dùng / known weaknesses of the libraries in use, without network.

Reads a copy of the OSV database (osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip, fetched elsewhere
and carried here) and compares it with what requirements.lock pins. A JSON line for each finding.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from archive.cli.licences import Library, libraries

_LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


@dataclass(frozen=True, slots=True)
class Advisory:
    library: str
    version: str
    id: str
    aliases: tuple[str, ...]
    summary: str


def advisories(pinned: Sequence[Library], database: Iterator[Mapping[str, Any]]) -> Iterator[Advisory]:
    """What of the database touches a pinned version; withdrawn entries touch none."""
    used = {_plain(one.name): one for one in pinned}
    for entry in database:
        if entry.get("withdrawn"):
            continue
        touched = {
            library.name: library
            for affected in entry.get("affected", ())
            if (library := used.get(_plain(str(affected.get("package", {}).get("name", "")))))
            and _touches(affected, library.version)
        }
        for library in touched.values():
            aliases = tuple(sorted(entry.get("aliases", ())))
            yield Advisory(library.name, library.version, entry["id"], aliases, str(entry.get("summary", "")))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _touches(affected: Mapping[str, Any], version: str) -> bool:
    """By the list of versions, or by a range of them (OSV schema, `affected`)."""
    if version in affected.get("versions", ()):
        return True
    ranges = [one for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM"]
    return any(_within(one.get("events", ()), Version(version)) for one in ranges)


def _within(events: Sequence[Mapping[str, str]], version: Version) -> bool:
    inside = False
    for kind, at in sorted(_moments(events), key=lambda one: one[1]):
        if kind == "introduced" and version >= at:
            inside = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _moments(events: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, Version]]:
    for event in events:
        for kind, written in event.items():
            try:
                yield kind, Version(written)
            except InvalidVersion:
                continue


def entries(database: Path) -> Iterator[Mapping[str, Any]]:
    """Raises OSError, BadZipFile, ValueError where it is no such copy."""
    with zipfile.ZipFile(database) as packed:
        for name in packed.namelist():
            if name.endswith(".json"):
                yield json.loads(packed.read(name))


def main(argv: Sequence[str]) -> int:
    """0 if the database knows of nothing; 1 if it does, 2 if it cannot be read."""
    parser = argparse.ArgumentParser(prog="kyuc advisories", description=__doc__)
    parser.add_argument("database", type=Path, help="all.zip")
    given = parser.parse_args(argv)
    pinned = list(libraries(_LOCK.read_text(encoding="utf-8")))
    found = 0
    try:
        for one in advisories(pinned, entries(given.database)):
            print(json.dumps(asdict(one), ensure_ascii=False))
            found += 1
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        print(f"✗ Không đọc được {given.database}. / It cannot be read: {error}", file=sys.stderr)
        return 2
    print(f"{len(pinned)} thư viện, {found} cảnh báo / libraries, advisories", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
