"""Giấy phép của mọi thư viện đang dùng / the licence of every library in use, as pinned in requirements.lock.

Prints a JSON line for each library with its version and its licence.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.markers import Marker

_LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?: ; ([^\\\n]+))?", re.MULTILINE)
_LONGEST = 60
"""Some packages put the whole text of the licence where its name belongs."""


_TOLD_ELSEWHERE = {"pyrage": "MIT"}
"""Packages whose own metadata is silent, by the licence file of their source."""


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    version: str
    licence: str
    """Empty: the package does not say."""
    installed: bool = True
    """False: it is for other systems than this one."""


def libraries(lock: str) -> Iterator[Library]:
    """Every library of a lock file, in its order."""
    for name, version, condition in _PINNED.findall(lock):
        try:
            told = metadata(name) if _holds_here(condition) else None
        except PackageNotFoundError:
            told = None
        if told is None:
            yield Library(name, version, "", installed=False)
        else:
            yield Library(name, version, _licence_of(told) or _TOLD_ELSEWHERE.get(name, ""))


def _holds_here(condition: str) -> bool:
    return not condition.strip() or Marker(condition).evaluate()


def _licence_of(told: PackageMetadata) -> str:
    """SPDX where the package gives it (PEP 639), else its classifiers, else its own words."""
    if expression := told["License-Expression"]:
        return expression
    classifiers = told.get_all("Classifier") or []
    names = [one.rsplit(" :: ", 1)[-1] for one in classifiers if one.startswith("License ::")]
    if names := [one for one in names if one != "OSI Approved"]:
        return " / ".join(names)
    return (told["License"] or "").strip().split("\n")[0][:_LONGEST]


def main(argv: Sequence[str]) -> int:
    """0 if every library says under which licence it comes."""
    argparse.ArgumentParser(prog="kyuc licences", description=__doc__).parse_args(argv)
    silent = 0
    for library in libraries(_LOCK.read_text(encoding="utf-8")):
        print(json.dumps(asdict(library), ensure_ascii=False))
        silent += library.installed and not library.licence
    if silent:
        print(f"✗ {silent} thư viện không ghi giấy phép. / {silent} do not say.", file=sys.stderr)
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
