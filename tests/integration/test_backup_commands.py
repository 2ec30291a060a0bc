"""Backup and restore as a person types them: one machine is lost, another takes its place."""

from __future__ import annotations

import io
import json
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from archive.bootstrap import open_archive
from archive.intake import Deposit, open_visit, receive
from archive.settings import load
from schemas.holdings import Visit
from tests.integration.running import Running


@pytest.mark.slow
def test_a_lost_machine_is_replaced_by_another(tmp_path: Path) -> None:
    first, second = Running(tmp_path / "first"), Running(tmp_path / "second")
    usb, key = str(tmp_path / "usb"), str(tmp_path / "key.txt")
    first.up()
    try:
        with closing(open_archive(load(first.environment()))) as archive:
            visit = open_visit(archive, Visit("Thăm", commune="Xã Thử"))
            kept = receive(archive, io.BytesIO("Thư từ e66".encode()), "thư.txt", Deposit(visit.id, "u"))
        assert first.command("backup", usb).returncode == 1, "no key yet"
        assert first.command("backup", "--new-key", key).returncode == 0
        done = first.command("backup", usb)
        assert json.loads(done.stdout)["originals"] == 1, done.stderr
        refused = first.command("restore", usb, "--key", key)
        assert refused.returncode == 1 and "./kyuc down" in refused.stderr
    finally:
        first.down()
    refused = first.command("restore", usb, "--key", key)
    assert refused.returncode == 1 and "--data DIR" in refused.stderr
    restored = second.command("restore", usb, "--key", key)
    assert restored.returncode == 0, restored.stderr
    assert second.processes() == []
    second.up()
    try:
        with urllib.request.urlopen(second.url) as page:
            assert page.status == 200
        with closing(open_archive(load(second.environment()))) as archive:
            assert archive.objects.verify(kept.sha256, kept.size)
        assert first.endpoints()["KYUC_SECRET_KEY"] == second.endpoints()["KYUC_SECRET_KEY"]
    finally:
        second.down()
