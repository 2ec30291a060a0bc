"""The start of an archive enters which settings are others than before; no value can be read from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archive.audit.settings import note_settings
from archive.bootstrap import Archive
from archive.settings import load
from schemas.audit import AuditAct, AuditFilter

SECRET = "bi-mat-2026"


def _start(folder: Path, **given: str) -> list[str]:
    archive = Archive(load({"KYUC_DATA": str(folder / "data"), **given}))
    try:
        return note_settings(archive)
    finally:
        archive.close()


def _told(folder: Path) -> list[Mapping[str, object]]:
    archive = Archive(load({"KYUC_DATA": str(folder / "data")}))
    with archive.records() as records:
        entries = records.audit_entries(AuditFilter(act=AuditAct.SETTINGS_SEEN))
    archive.close()
    return [json.loads(one.details) for one in entries]


def test_what_differs_from_the_last_start_is_entered_by_name_alone(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(SECRET, encoding="utf-8")
    assert _start(tmp_path, KYUC_NIGHT="02:00") == ["KYUC_DATA", "KYUC_NIGHT"]
    assert _start(tmp_path, KYUC_NIGHT="02:00") == []
    assert _start(tmp_path, KYUC_NIGHT="03:00", KYUC_S3_SECRET_KEY_FILE=str(key)) == [
        "KYUC_NIGHT",
        "KYUC_S3_SECRET_KEY",
    ]
    key.write_text("another", encoding="utf-8")
    assert _start(tmp_path, KYUC_NIGHT="03:00", KYUC_S3_SECRET_KEY_FILE=str(key)) == ["KYUC_S3_SECRET_KEY"]
    told = _told(tmp_path)
    assert [one["changed"] for one in told] == ["s3_secret_key", "night+s3_secret_key", "data+night"]
    assert SECRET not in str(told) and "02:00" not in str(told)
