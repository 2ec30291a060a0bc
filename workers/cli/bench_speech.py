"""Đo tốc độ nghe so với máy nguyên bản / Measure the hearing stage against the raw engine.

kyuc bench speech [--rounds N] [TỆP]

Nghe cùng một tệp bằng phần nghe của ta và bằng faster-whisper nguyên bản (cùng trọng số, cài đặt, luồng), xen
kẽ, lấy lần nhanh nhất. Không cho tệp thì dùng tiếng đọc của espeak-ng.
Hears one file with our stage and with faster-whisper alone (same weights, settings and threads), in turn; the
fastest round of each counts. Without a file, espeak-ng reads one aloud.

  {"seconds", "ours", "raw", "ratio", "cpu_ratio", "ours_a_second", "raw_a_second", "threads", "model"}
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from archive import settings
from schemas.errors import KyucError
from workers.engines.voice_detector import SileroDetector
from workers.engines.whisper import load_hearer
from workers.hearing import hear_recording
from workers.hearing_stretch import Ears
from workers.media import probe
from workers.raw_whisper import with_our_settings

_READ_ALOUD = (
    "Hồi đó đơn vị tôi đóng ở bờ nam sông Thạch Hãn. Đêm nào pháo cũng bắn. Anh em đào hầm trong vườn "
    "nhà dân, ban ngày ngủ, ban đêm mới đi lấy gạo. Đến tháng bảy nước sông lên, chúng tôi phải vượt "
    "sông bằng bè chuối. "
)


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    with ExitStack() as closing:
        try:
            path = options.file or _read_aloud(Path(closing.enter_context(tempfile.TemporaryDirectory())))
            print(json.dumps(_measure(path, options.rounds)))
        except KyucError as error:
            print(f"{error.message_vi} / {error.message_en}", file=sys.stderr)
            return 1
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "kyuc bench speech", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="số lượt / rounds (2)")
    return parser.parse_args(argv)


def _measure(path: Path, rounds: int) -> dict[str, float | int | str]:
    chosen = settings.load()
    hearer = load_hearer(chosen.whisper_model, chosen.threads)
    ears, alone = Ears(hearer, SileroDetector()), with_our_settings(hearer)
    seconds = probe(path).duration or 0.0
    ours, raw = [], []
    for _ in range(max(1, rounds)):
        raw.append(_timed(lambda: alone(path)))
        ours.append(_timed(lambda: hear_recording(path, ears=ears)))
    best, bare = min(ours), min(raw)
    return {
        "seconds": round(seconds, 2),
        "ours": round(best.wall, 3),
        "raw": round(bare.wall, 3),
        "ratio": round(best.wall / bare.wall, 3),
        "cpu_ratio": round(min(one.cpu for one in ours) / min(one.cpu for one in raw), 3),
        "ours_a_second": round(best.wall / seconds, 4) if seconds else 0.0,
        "raw_a_second": round(bare.wall / seconds, 4) if seconds else 0.0,
        "threads": chosen.threads,
        "model": chosen.whisper_model,
    }


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds by the clock, and of processor time with the programs that were started (ffmpeg)."""

    wall: float
    cpu: float


def _timed(work: Callable[[], object]) -> Spent:
    begun, busy = time.perf_counter(), _cpu()
    work()
    return Spent(time.perf_counter() - begun, _cpu() - busy)


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _read_aloud(folder: Path) -> Path:
    """About a minute and a half of speech with pauses."""
    path = folder / "read-aloud.wav"
    text = "\n\n".join([_READ_ALOUD] * 5)
    subprocess.run(
        ["espeak-ng", "-v", "vi", "-s", "150", "-w", str(path), "--stdin"],
        input=text.encode("utf-8"),
        check=True,
        timeout=60,
    )
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
