"""Nghe tiếng nói trong tệp ghi âm, video / Hear the speech in recordings and videos.

kyuc hear [--json] [--names TỆP] TỆP…

Nghe tiếng nói trong tệp ghi âm và video; mỗi tệp một dòng JSON. Không cần kho lưu trữ đang chạy.
Hears the speech in recordings and videos; one line of JSON a file. Needs no running archive.

  {"file", "duration", "segments": [{"start", "end", "text", "confidence", "doubt", "words", "readings"}],
   "notes": [{"code", "vi", "en"}], "dropped"}

Thời gian tính bằng giây; "doubt" là null hoặc lý do máy còn ngờ; "dropped" là số dòng máy tự bịa đã bị loại.
--names: tên người, đơn vị, địa danh đã biết từ buổi thăm, mỗi dòng một tên.
Times in seconds; "doubt" is null or the reason; "dropped" counts the lines that nobody said: left out.
--names: names, units and places known from the visit, one a line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from schemas.errors import InvalidInput, KyucError
from schemas.transcripts import Segment
from workers.hearing import HeardRecording, hear_recording
from workers.media import NoSound

_INCOMPLETE = frozenset({"sound_stops", "damaged_sound"})


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    failed = 0
    try:
        known = _names(options.names)
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    for name in options.files:
        result, whole = _hear(Path(name), known)
        failed |= not whole
        print(json.dumps(result, ensure_ascii=False) if options.json else _plain(result), flush=True)
    return int(failed)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "kyuc hear", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--json", action="store_true", help="JSON, mỗi tệp một dòng / one line of JSON a file"
    )
    parser.add_argument("--names", type=Path, help="từ đã biết, mỗi dòng một từ / known words, one a line")
    return parser.parse_args(argv)


def _names(path: Path | None) -> list[str]:
    """Non-empty lines of the file. Raises InvalidInput if it cannot be read as text."""
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            str(error),
            vi="Không đọc được tệp tên đã biết (--names): cần tệp văn bản UTF-8, mỗi dòng một tên.",
            en="The file of known names (--names) cannot be read: it must be UTF-8 text, one name a line.",
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _hear(path: Path, known: Sequence[str]) -> tuple[dict[str, Any], bool]:
    """The JSON of a file, and whether all of it could be heard."""
    try:
        heard = hear_recording(path, known=known, progress=_progress_of(path))
    except NoSound as error:
        print(f"{path}: {error.message_vi} / {error.message_en}", file=sys.stderr)
        said = {"code": error.code, "vi": error.message_vi, "en": error.message_en}
        return {"file": str(path), "duration": 0.0, "segments": [], "notes": [said], "dropped": 0}, True
    except KyucError as error:
        return _refused(path, error.code, error.message_vi, error.message_en), False
    except OSError as error:
        vi = "Không mở được tệp: tệp không có ở đó hoặc không có quyền đọc."
        en = "The file cannot be opened: it is not there, or may not be read."
        return _refused(path, type(error).__name__, vi, en), False
    for note in heard.notes:
        print(f"{path}: {note.vi} / {note.en}", file=sys.stderr)
    return recording_json(path, heard), not any(note.code in _INCOMPLETE for note in heard.notes)


def _progress_of(path: Path) -> Callable[[float, float | None], None]:
    def say(seconds: float, duration: float | None) -> None:
        if duration is None or duration > 240:
            whole = f" / {duration / 60:.0f}" if duration else ""
            print(f"{path}: đã nghe / heard {seconds / 60:.1f}{whole} phút / min", file=sys.stderr)

    return say


def _refused(path: Path, code: str, vi: str, en: str) -> dict[str, Any]:
    print(f"{path}: {vi} / {en}", file=sys.stderr)
    return {"file": str(path), "error": {"code": code, "vi": vi, "en": en}, "duration": None, "segments": []}


def recording_json(path: Path, heard: HeardRecording) -> dict[str, Any]:
    """A recording in the published form of `kyuc hear --json`."""
    return {
        "file": str(path),
        "duration": round(heard.duration, 3),
        "segments": [_segment(segment) for segment in heard.segments],
        "notes": [{"code": note.code, "vi": note.vi, "en": note.en} for note in heard.notes],
        "dropped": len(heard.dropped),
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "confidence": segment.confidence,
        "doubt": segment.doubt,
        "words": [
            {"text": w.text, "start": w.start, "end": w.end, "confidence": w.confidence, "source": w.source}
            for w in segment.words
        ],
        "readings": [
            {"text": reading.text, "confidence": reading.confidence, "engine": reading.engine}
            for reading in segment.readings
        ],
    }


def _plain(result: dict[str, Any]) -> str:
    lines = [f"# {result['file']}"]
    for segment in result["segments"]:
        doubt = f"  [? {segment['doubt']}]" if segment["doubt"] else ""
        lines.append(f"{segment['start']:9.2f}  {segment['text']}{doubt}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
