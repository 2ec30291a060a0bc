"""Bytes are seen to the disk, and a folder that is not there is no success."""

from pathlib import Path

import pytest

from archive.adapters.disk import flush_to_disk


def test_what_was_written_is_seen_to_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "original"
    path.write_bytes(b"\xff" * 5_000_000)
    flush_to_disk(tmp_path)
    assert path.read_bytes() == b"\xff" * 5_000_000


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        flush_to_disk(tmp_path / "gone")
