"""Đọc chữ trong ảnh, PDF / Read the text in photos and PDFs.

kyuc read [--json] TỆP…

Đọc chữ trong ảnh, bản quét nhiều trang và PDF; mỗi tệp một dòng JSON. Không cần kho lưu trữ đang chạy.
Reads photos, scans with pages and PDFs; one line of JSON a file. Needs no running archive.

  {"file", "pages": [{"number", "width", "height", "outcome", "reason", "text",
    "lines": [{"text", "box": [x, y, width, height], "confidence", "kind", "doubt", "words", "readings"}],
    "fields": [{"name", "label", "value", "box"}]}]}

fields: các mục đã điền của một mẫu giấy (giấy báo tử, phiếu mộ chí …) / the filled-in places of a form.

Tọa độ là điểm ảnh của ảnh đã xoay đúng chiều; độ tin cậy từ 0 đến 1. Tệp không đọc được: một dòng JSON có
"error" nói rõ lý do và việc cần làm, các tệp khác vẫn đọc tiếp, mã thoát là 1.
Boxes are pixels of the upright picture, confidence is 0 to 1. A file that cannot be read gives a line with
"error" that says why and what to do; the others go on and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.transcription.forms import fields_of
from schemas.errors import KyucError
from schemas.holdings import ItemKind
from schemas.transcripts import PageInfo, PageOutcome, Segment, Transcript
from workers.reading import ReadDocument, read_document
from workers.reasons import words_for


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    failed = 0
    for path in options.files:
        result, whole = _read(Path(path), ItemKind(options.kind) if options.kind else None)
        failed |= not whole
        print(json.dumps(result, ensure_ascii=False) if options.json else _plain(result), flush=True)
    return int(failed)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "kyuc read", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--json", action="store_true", help="JSON, mỗi tệp một dòng / one line of JSON a file"
    )
    kinds = [kind.value for kind in ItemKind]
    parser.add_argument("--kind", choices=kinds, help="loại tư liệu nếu biết / kind of material, if known")
    return parser.parse_args(argv)


def _read(path: Path, kind: ItemKind | None) -> tuple[dict[str, Any], bool]:
    """The JSON of a file, and whether all of it could be read."""
    try:
        document = read_document(path, kind=kind)
    except KyucError as error:
        return _refused(path, error.code, error.message_vi, error.message_en), False
    except OSError as error:
        vi = "Không mở được tệp: tệp không có ở đó hoặc không có quyền đọc."
        en = "The file cannot be opened: it is not there, or may not be read."
        return _refused(path, type(error).__name__, vi, en), False
    torn = [page for page in document.pages if _is_broken(page)]
    for page in torn:
        print(f"{path}: {' / '.join(words_for(page.reason or 'engine_failed'))}", file=sys.stderr)
    return document_json(path, document), not torn


def _is_broken(page: PageInfo) -> bool:
    return page.outcome is PageOutcome.FAILED or page.reason == "torn_file"


def _refused(path: Path, code: str, vi: str, en: str) -> dict[str, Any]:
    print(f"{path}: {vi} / {en}", file=sys.stderr)
    return {"file": str(path), "error": {"code": code, "vi": vi, "en": en}, "pages": []}


def document_json(path: Path, document: ReadDocument) -> dict[str, Any]:
    """A document in the published form of `kyuc read --json`."""
    text = Transcript(str(path), document.author, document.segments, document.pages)
    by_page: dict[int | None, list[Segment]] = {}
    for segment in document.segments:
        by_page.setdefault(segment.page, []).append(segment)
    return {
        "file": str(path),
        "engine": f"{document.author.name} {document.author.version}",
        "pages": [
            _page(page, by_page.get(page.number, [])) | {"fields": _fields(text, page)}
            for page in document.pages
        ],
    }


def _page(page: PageInfo, segments: list[Segment]) -> dict[str, Any]:
    reason = None
    if page.reason:
        vi, en = words_for(page.reason)
        reason = {"code": page.reason, "vi": vi, "en": en}
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "outcome": page.outcome.value,
        "reason": reason,
        "text": "\n".join(segment.text for segment in segments),
        "lines": [_line(segment) for segment in segments],
    }


def _line(segment: Segment) -> dict[str, Any]:
    return {
        "text": segment.text,
        "box": segment.box.as_list() if segment.box else None,
        "confidence": segment.confidence,
        "kind": segment.kind,
        "doubt": segment.doubt,
        "words": [
            {"text": w.text, "box": w.box.as_list() if w.box else None, "confidence": w.confidence}
            for w in segment.words
        ],
        "readings": [
            {"text": r.text, "confidence": r.confidence, "engine": r.engine} for r in segment.readings
        ],
    }


def _fields(text: Transcript, page: PageInfo) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "label": field.label,
            "value": field.value,
            "box": field.where.box.as_list() if field.where and field.where.box else None,
        }
        for field in fields_of(text, page.number)
    ]


def _plain(result: dict[str, Any]) -> str:
    return "\n\f".join(page["text"] for page in result["pages"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
