"""Known weaknesses are found by version, from a copy of the database, as OSV writes it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.cli.advisories import advisories, main
from archive.cli.licences import Library, libraries
from archive.launch import ROOT

PINNED = [Library("Pillow_Heif", "1.4.0", ""), Library("lxml", "6.0.2", "")]


def _entry(name: str, **affected: Any) -> dict[str, Any]:
    package = {"package": {"ecosystem": "PyPI", "name": name}, **affected}
    return {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "summary": "overflow", "affected": [package]}


def _range(*events: dict[str, str], kind: str = "ECOSYSTEM") -> list[dict[str, Any]]:
    return [{"type": kind, "events": list(events)}]


@pytest.mark.parametrize(
    ("affected", "touches"),
    [
        ({"versions": ["1.3.0", "1.4.0"]}, True),
        ({"versions": ["1.3.0"]}, False),
        ({"ranges": _range({"introduced": "0"}, {"fixed": "1.4.1"})}, True),
        ({"ranges": _range({"introduced": "0"}, {"fixed": "1.4.0"})}, False),
        ({"ranges": _range({"introduced": "0"}, {"last_affected": "1.4.0"})}, True),
        ({"ranges": _range({"fixed": "1.2"}, {"introduced": "0"}, {"introduced": "1.4"})}, True),
        ({"ranges": _range({"introduced": "1.10"})}, False),
        ({"ranges": _range({"introduced": "0"}, kind="GIT")}, False),
    ],
)
def test_a_pinned_version_is_touched_or_not(affected: dict[str, Any], touches: bool) -> None:
    found = list(advisories(PINNED, iter([_entry("pillow-heif", **affected)])))
    assert [(one.library, one.id) for one in found] == [("Pillow_Heif", "PYSEC-2026-1")] * touches


def test_what_was_withdrawn_or_is_of_others_touches_nothing() -> None:
    withdrawn = {**_entry("lxml", versions=["6.0.2"]), "withdrawn": "2026-01-01T00:00:00Z"}
    assert list(advisories(PINNED, iter([withdrawn, _entry("flask", versions=["6.0.2"])]))) == []


def test_the_command_reads_a_copy_that_was_carried_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    flask = next(one for one in libraries(lock) if one.name == "flask")
    for name, entry, status in (
        ("bad", _entry("Flask", versions=[flask.version]), 1),
        ("good", _entry("Flask", versions=["0.1"]), 0),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("PYSEC-2026-1.json", json.dumps(entry))
        assert main([str(tmp_path / name)]) == status
    assert json.loads(capsys.readouterr().out)["aliases"] == ["CVE-2026-1"]
    (tmp_path / "torn").write_bytes(b"PK\x03\x04 torn")
    assert main([str(tmp_path / "torn")]) == 2
