"""Nghe tiếng nói trong tệp ghi âm, video / Hear the speech in recordings and videos.

kyuc hear [--json] [--names TỆP] [--text TỆP] TỆP…

Mỗi tệp một dòng JSON; không cần kho lưu trữ đang chạy.
One line of JSON a file; needs no running archive.

  {"file", "duration",
   "segments": [{"start", "end", "text", "confidence", "doubt", "speaker", "words", "readings"}],
   "notes": [{"code", "vi", "en"}], "dropped"}

Thời gian tính bằng giây; "doubt" là null hoặc lý do máy còn ngờ; "dropped" là số dòng máy tự bịa đã bị loại.
--names: tên người, đơn vị, địa danh đã biết từ buổi thăm, mỗi dòng một tên.
--text: lời đã có người chép (văn bản, WebVTT, SRT, JSON của Whisper); giữ nguyên từng chữ, gắn thời gian.
Times in seconds; "doubt" is null or the reason; "dropped" counts the lines that nobody said: left out.
--names: names, units and places known from the visit, one a line.
--text: what people typed already (text, WebVTT, SRT, Whisper's JSON); kept to the letter, with times.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from archive.plain_text import decode_text
from archive.transcription.alignment import align
from archive.transcription.reading import read_transcript
from schemas.errors import InvalidInput, KyucError
from schemas.transcripts import Segment
from workers.heard_output import WRITERS
from workers.hearing import HeardRecording, Note, hear_recording, nothing_in
from workers.media import NoSound

_INCOMPLETE = frozenset({"sound_stops", "damaged_sound"})


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    form = "json" if options.json else options.format
    try:
        known = [line.strip() for line in _text(options.names).splitlines() if line.strip()]
        typed = read_transcript(_text(options.text)) if options.text else ()
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    failed = 0
    for path in map(Path, options.files):
        try:
            heard = _hear(path, known, typed)
            print(WRITERS[form](path, heard), flush=True)
            failed |= any(note.code in _INCOMPLETE for note in heard.notes)
        except KyucError as error:
            failed = _refused(path, form, Note(error.code, error.message_vi, error.message_en))
        except OSError as error:
            failed = _refused(path, form, replace(_NO_FILE, code=type(error).__name__))
    return int(failed)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "kyuc hear", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="như / as --format json")
    parser.add_argument("--format", choices=sorted(WRITERS), default="lines", help="dạng ra / form (lines)")
    parser.add_argument("--text", type=Path, help="lời đã có người chép / a text that people typed")
    parser.add_argument("--names", type=Path, help="từ đã biết, mỗi dòng một từ / known words, one a line")
    return parser.parse_args(argv)


def _text(path: Path | None) -> str:
    """The text of a file that was named on the command line. Raises InvalidInput."""
    if path is None:
        return ""
    try:
        return decode_text(path.read_bytes())
    except (OSError, KyucError) as error:
        raise InvalidInput(
            str(error),
            vi=f"Không đọc được {path}: cần một tệp văn bản.",
            en=f"{path} cannot be read: a text file is needed.",
        ) from error


def _hear(path: Path, known: Sequence[str], typed: tuple[Segment, ...]) -> HeardRecording:
    try:
        heard = hear_recording(path, known=known, progress=_progress_of(path))
    except NoSound as mute:
        heard = nothing_in(mute)
    for note in heard.notes:
        print(f"{path}: {note.vi} / {note.en}", file=sys.stderr)
    return replace(heard, segments=align(typed, heard.segments)) if typed else heard


def _progress_of(path: Path) -> Callable[[float, float | None], None]:
    def say(seconds: float, duration: float | None) -> None:
        if duration is None or duration > 240:
            whole = f" / {duration / 60:.0f}" if duration else ""
            print(f"{path}: đã nghe / heard {seconds / 60:.1f}{whole} phút / min", file=sys.stderr)

    return say


_NO_FILE = Note(
    "no_file",
    "Không mở được tệp: tệp không có ở đó hoặc không có quyền đọc.",
    "The file cannot be opened: it is not there, or may not be read.",
)


def _refused(path: Path, form: str, why: Note) -> int:
    print(f"{path}: {why.vi} / {why.en}", file=sys.stderr)
    if form == "json":
        error = {"code": why.code, "vi": why.vi, "en": why.en}
        line: dict[str, object] = {"file": str(path), "error": error, "duration": None, "segments": []}
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
