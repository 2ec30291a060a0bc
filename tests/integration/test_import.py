"""Lists of texts and folders of files, given once, twice, broken and changed."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.bootstrap import Archive
from archive.cli.import_ import main
from archive.import_files import import_file, sources
from archive.preservation import original
from archive.settings import load
from schemas.processing import Stage
from schemas.queries import SearchQuery
from schemas.transcripts import Author, Segment, Transcript


@pytest.fixture
def records_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A data folder and nothing running."""
    monkeypatch.setenv("KYUC_DATA", str(tmp_path / "data"))
    for name in ("KYUC_REDIS_URL", "KYUC_S3_ENDPOINT", "KYUC_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return Archive(load())


def _list(path: Path, *lines: dict[str, Any] | str) -> str:
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return str(path)


def _letter(number: int, text: str = "") -> dict[str, Any]:
    text = text or f"Lá thư thứ {number} gửi từ Quảng Trị, e66 f304"
    return {"id": f"L{number}", "title": f"Thư {number}", "text": text, "date": "30/4/1972", "kind": "thu"}


def _run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, list[dict[str, Any]]]:
    status = main(list(argv))
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _found(archive: Archive, words: str) -> list[str | None]:
    return [hit.external_id for hit in archive.index.search(SearchQuery(text=words)).hits]


def test_a_list_becomes_searchable_without_a_running_archive(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _list(tmp_path / "thư.txt", *map(_letter, range(3)), _letter(3, "Hành quân qua Tà Cơn"))
    status, [summary] = _run(capsys, "--wait", path)
    assert (status, summary["new"], summary["waiting"]) == (0, 4, 0)
    assert _found(records_only, "ta con")[0] == "L3"
    with records_only.records() as records:
        [item] = records.items_known_as("", ["L3"])
        assert (item.kind, item.dated) == ("thu", "1972-04-30")
        [asset] = records.assets_of(item.id)
    with original(records_only, asset) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == asset.sha256


def test_the_same_list_again_changes_nothing_and_a_changed_text_is_a_new_version(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _list(tmp_path / "a.jsonl", _letter(1), _letter(2))
    _run(capsys, path)
    _, [again] = _run(capsys, path)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    _list(tmp_path / "a.jsonl", _letter(1), _letter(2, "Nay đã sửa: Khe Sanh"))
    for expected in (1, 0):
        _, [summary] = _run(capsys, path)
        assert summary["changed"] == expected
    assert _found(records_only, "khe sanh") == ["L2"]
    with records_only.records() as records:
        [item] = records.items_known_as("", ["L2"])
        [asset] = records.assets_of(item.id)
        assert [version.text[:3] for version in records.transcripts(asset.id)] == ["Nay", "Lá "]
    with original(records_only, asset) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == asset.sha256


def test_what_a_person_corrected_stays_above_a_newer_import(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _list(tmp_path / "a.jsonl", _letter(1))
    _run(capsys, path)
    with records_only.records() as records:
        [item] = records.items_known_as("", ["L1"])
        [asset] = records.assets_of(item.id)
        person = Author("person", "u1", role="researcher")
        records.add_transcript(Transcript(asset.id, person, (Segment("Bản hiệu đính"),)))
        records.commit()
    _list(tmp_path / "a.jsonl", _letter(1, "bản máy mới"))
    _run(capsys, path)
    with records_only.records() as records:
        current = records.current_transcript(asset.id)
    assert current is not None
    assert current.text == "Bản hiệu đính"


def test_each_wrong_line_is_named_and_the_others_are_taken(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [
        "{not json",
        "[1, 2]",
        {"id": "x", "text": "  "},
        {"text": "no id"},
        "",
        {"id": True, "text": "a"},
    ]
    path = _list(tmp_path / "a.jsonl", _letter(1), *wrong, _letter(2))
    status, lines = _run(capsys, path)
    assert status == 1
    assert [line["line"] for line in lines[:-1]] == [2, 3, 4, 5, 7]
    assert all(line["vi"] and line["en"] for line in lines[:-1])
    assert (lines[-1]["new"], lines[-1]["errors"]) == (2, 5)


def test_one_id_twice_in_a_list_is_one_item_with_its_last_text(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _list(tmp_path / "a.jsonl", _letter(1), _letter(1, "Văn bản sau cùng"))
    _, [summary] = _run(capsys, path)
    assert (summary["new"], summary["changed"]) == (1, 1)
    assert _found(records_only, "sau cùng") == ["L1"]


def test_a_batch_that_broke_off_is_finished_by_the_next_run(
    records_only: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after `kill -9` between the records and the index."""
    path = _list(tmp_path / "a.jsonl", _letter(1))
    _run(capsys, path)
    with records_only.records() as records:
        [item] = records.items_known_as("", ["L1"])
        records.plan_stage(item.id, item.id, Stage.INDEX_ITEM)
        records.commit()
    records_only.index.remove([item.id])
    assert _found(records_only, "quang tri") == []
    _run(capsys, path)
    assert _found(records_only, "quang tri") == ["L1"]


def test_a_path_that_is_not_there_is_said(records_only: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nowhere/thư.jsonl"]) == 1
    assert "/nowhere/thư.jsonl" in capsys.readouterr().err


def test_a_folder_is_taken_in_once_and_goes_on_where_it_stopped(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "ảnh"
    (folder / "bà Tư").mkdir(parents=True)
    for number, name in enumerate(("1.jpg", "bà Tư/2.jpg")):
        data = io.BytesIO()
        Image.new("RGB", (40, 30), (number * 90, 20, 20)).save(data, "JPEG")
        (folder / name).write_bytes(data.getvalue())
    first, *rest = sources(archive, [folder])
    assert import_file(archive, first) is not None
    taken = [import_file(archive, source) for source in sources(archive, [folder])]
    assert [receipt is None for receipt in taken] == [True, False]
    assert [source.visit_id for source in rest] == [first.visit_id]
    with archive.records() as records:
        assert len(records.items_of(first.visit_id)) == 2
