"""The tantivy folder under several writers and readers, and while it is built anew."""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.adapters.index_tantivy import TantivyIndex
from schemas.errors import SearchUnavailable
from schemas.holdings import ItemKind
from schemas.queries import IndexDocument, Passage, SearchQuery


def item(name: str, text: str) -> IndexDocument:
    return IndexDocument(name, ItemKind.LETTER, "", (Passage("asset", "text", text),))


def found(index: TantivyIndex, text: str) -> set[str]:
    return {hit.item_id for hit in index.search(SearchQuery(text, limit=50)).hits}


def _write(root: Path, name: str) -> None:
    index = TantivyIndex(root)
    for number in range(5):
        index.put([item(f"{name}-{number}", f"thư của đơn vị {name}")])


def test_processes_write_in_turn_and_a_reader_sees_all(tmp_path: Path) -> None:
    reader = TantivyIndex(tmp_path)
    assert found(reader, "thư") == set()
    start = multiprocessing.get_context("spawn")
    writers = [start.Process(target=_write, args=(tmp_path, name)) for name in ("một", "hai")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert found(reader, "thư") == {f"{name}-{number}" for name in ("một", "hai") for number in range(5)}


def test_what_is_put_while_the_index_is_rebuilt_is_not_lost(tmp_path: Path) -> None:
    index, other = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    index.put([item("old", "thư cũ"), item("changed", "bản đầu"), item("withdrawn", "thư riêng")])
    begun, go_on = threading.Event(), threading.Event()

    def documents() -> Iterator[IndexDocument]:
        yield item("old", "thư cũ")
        yield item("withdrawn", "thư riêng")
        begun.set()
        assert go_on.wait(30)
        yield item("changed", "bản đầu")

    rebuilding = threading.Thread(target=index.rebuild, args=(documents(),))
    rebuilding.start()
    assert begun.wait(30)
    other.put([item("new", "thư mới"), item("changed", "bản hiệu đính")])
    other.remove(["withdrawn"])
    assert found(other, "thư") == {"old", "new"}
    go_on.set()
    rebuilding.join()
    assert found(other, "thư") == {"old", "new"}
    assert found(other, '"hiệu đính"') == {"changed"}
    assert found(other, '"bản đầu"') == set()


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.put([item("old", "thư cũ")])

    def documents() -> Iterator[IndexDocument]:
        yield item("half", "một nửa")
        raise OSError("records went away")

    with pytest.raises(OSError, match="records went away"):
        index.rebuild(documents())
    assert found(index, "thư") == {"old"}
    assert index.rebuild([item("whole", "thư")]) == 1


def test_each_rebuild_is_recorded_with_figures(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.rebuild([item("a", "thư"), item("b", "thư")])
    index.rebuild([item("a", "thư")])
    lines = [json.loads(line) for line in (tmp_path / "rebuilds.jsonl").read_text("utf-8").splitlines()]
    assert [line["items"] for line in lines] == [2, 1]
    assert all(line["bytes"] > 0 and line["seconds"] >= 0 for line in lines)
    assert lines[0]["index"] != lines[1]["index"]


def test_a_damaged_folder_is_an_outage_not_an_empty_result(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.put([item("a", "thư")])
    folder = tmp_path / (tmp_path / "current").read_text("utf-8")
    (folder / "meta.json").write_text("{", "utf-8")
    with pytest.raises(SearchUnavailable):
        TantivyIndex(tmp_path).search(SearchQuery("thư"))
