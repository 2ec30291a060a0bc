"""Xem thiếu gì, sai gì, gõ lệnh gì tiếp / what is missing or wrong, and the next command to type."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence

from archive.bootstrap import open_archive
from archive.settings import load
from archive.supervision import checks
from archive.supervision.checks import Finding
from archive.supervision.folders import Folders
from archive.supervision.machine import data_folders
from archive.supervision.words import Parser
from schemas.errors import KyucError


def main(argv: Sequence[str]) -> int:
    """0 if all is well; else 1, and the last line is the next command to type."""
    parser = Parser(prog="./kyuc doctor", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu / data folder (KYUC_DATA)")
    parser.add_argument("--json", action="store_true", help="JSON Lines")
    options = parser.parse_args(argv)
    findings = []
    for finding in _examine(data_folders(options.data)):
        findings.append(finding)
        print(json.dumps(dataclasses.asdict(finding), ensure_ascii=False) if options.json else _line(finding))
    commands = [f.next_command for f in findings if f.next_command]
    if commands and not options.json:
        print(f"\nGõ tiếp / type next: {commands[0]}")
    return int(not all(finding.good for finding in findings))


def _examine(folders: Folders) -> Iterator[Finding]:
    yield from checks.machine(folders)
    running = _safely(checks.running(folders))
    yield from running
    if running[0].good:
        archive = open_archive(load(folders.environment()))
        yield from checks.parts(archive)
        archive.close()


def _safely(findings: Iterator[Finding]) -> list[Finding]:
    try:
        return list(findings)
    except KyucError as error:
        return [Finding("supervisor", False, error.message_vi, error.message_en, checks.DOWN_UP)]


def _line(finding: Finding) -> str:
    return f"{'✓' if finding.good else '✗'} {finding.name:<12} {finding.vi} / {finding.en}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
