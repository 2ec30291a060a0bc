"""Đo chất lượng nghe trên các đoạn có lời đúng / Measure hearing on clips with true texts.

kyuc evaluate hearing [--json] THƯ_MỤC

Thư mục có labels.tsv (tệp, tab, lời đúng). So sánh: máy nguyên bản, máy với cài đặt của ta, phần nghe của ta,
và phần nghe của ta với danh sách tên đã biết (đúng, hoặc không liên quan).
The folder holds labels.tsv (file, tab, true text). Compared: the engine as it comes, the engine with our
settings, ours, and ours with a list of known words (right ones among others, or none of them).

  {"way", "word_error_rate", "known_words_found", "clips_worse", "seconds_a_second"}
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from archive import settings
from schemas.errors import KyucError
from workers.engines.whisper import load_hearer
from workers.hearing_evaluation import Clip, Row, evaluate, ours, read_labels
from workers.media import probe
from workers.raw_whisper import as_it_comes, with_our_settings


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    try:
        clips = read_labels(options.folder)
        seconds = sum(probe(clip.path).duration or 0.0 for clip in clips)
        rows = list(evaluate(clips, _ways(clips), seconds))
    except KyucError as error:
        print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
        return 1
    for row in rows:
        print(json.dumps(asdict(row), ensure_ascii=False) if options.json else _line(row))
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "kyuc evaluate hearing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--json", action="store_true", help="JSON, mỗi cách một dòng / one line of JSON a way"
    )
    return parser.parse_args(argv)


def _ways(clips: Sequence[Clip]) -> dict[str, Callable[[Clip], str]]:
    chosen = settings.load()
    hearer = load_hearer(chosen.whisper_model, chosen.threads)
    raw, default = with_our_settings(hearer), as_it_comes(hearer)
    others = _names_of_nobody()
    visit = [word for clip in clips for word in clip.rarer] + others
    return {
        "engine as it comes": lambda clip: default(clip.path),
        "engine, our settings": lambda clip: raw(clip.path),
        "ours": ours(lambda clip: ()),
        "ours, words of the visit": ours(lambda clip: visit),
        "ours, an irrelevant list": ours(lambda clip: others),
    }


def _names_of_nobody() -> list[str]:
    """Invented names and real places and units, as a visit's list might hold them."""
    text = files("workers").joinpath("data", "evaluation_names.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _line(row: Row) -> str:
    return (
        f"{row.way:26} WER {row.word_error_rate:.3f}  known words {row.known_words_found:.2f}  "
        f"worse {row.clips_worse}  {row.seconds_a_second:.3f} s/s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
