"""Đo tốc độ đọc trang, so với máy đọc thô / reading against the raw engine: [--pages N] [--workers N]

So sánh khâu đọc trang của kho với máy đọc thô, cùng những trang ấy, trong cùng một lần chạy.
Compares our reading stage with the raw engine on the same pages in the same run: pages of print are drawn,
N processes read them side by side. One JSON object, seconds a page: {"ours", "raw", "ratio", "plain",
"times_faster_than_plain"}; `raw` is the tesseract program alone with the same data and one thread, `plain`
is pytesseract.image_to_string as it comes. Exit 1 if a goal (ratio at most 1.10, 5 times plain) is missed.
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
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytesseract
from PIL import Image, ImageDraw, ImageFont

from workers.engines import shelf
from workers.reading import read_document
from workers.weights import locate

_GOAL_RATIO, _GOAL_TIMES = 1.10, 5.0
_FONTS = ("NotoSerif-Regular.ttf", "NotoSans-Regular.ttf", "DejaVuSerif.ttf")
_LINES = (
    "Hôm nay đơn vị hành quân qua suối, trời mưa từ sáng.",
    "Anh em c3 d7 e66 f304 vẫn giữ vững tinh thần, mặt trận B3 gọi.",
    "Chiều 12 tháng 3 năm 1972 dừng chân ở bìa rừng, nấu cơm bếp Hoàng Cầm.",
    "Thư nhà gửi từ xã Yên Trạch, huyện Phú Lương, tỉnh Bắc Thái.",
    "Mẹ dặn con giữ gìn sức khỏe, ngày thống nhất về với gia đình.",
)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "kyuc bench ocr", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kyuc-bench-") as folder:
        pages = [_draw(Path(folder) / f"{number}.png", number) for number in range(options.pages)]
        figures = _measured(pages, options.workers)
    print(json.dumps(figures))
    return int(figures["ratio"] > _GOAL_RATIO or figures["times_faster_than_plain"] < _GOAL_TIMES)


def _measured(pages: Sequence[Path], workers: int) -> dict[str, float]:
    """Rounds of raw and ours in turn, so that what else runs on the machine hits both."""
    seconds: dict[str, list[float]] = {"ours": [], "raw": [], "plain": []}
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_warm) as pool:
        list(pool.map(_read_ours, pages[:workers]))  # engines are loaded once a worker, before any job
        for _ in range(2):
            for name, read in (("raw", _read_raw), ("ours", _read_ours)):
                seconds[name].append(_timed(pool, read, pages))
        seconds["plain"].append(_timed(pool, _read_plain, pages[: 2 * workers]))
    ours, raw, plain = (min(seconds[name]) for name in ("ours", "raw", "plain"))
    return {
        "ours": round(ours, 3),
        "raw": round(raw, 3),
        "ratio": round(ours / raw, 3),
        "plain": round(plain, 3),
        "times_faster_than_plain": round(plain / ours, 2),
    }


def _timed(pool: ProcessPoolExecutor, read: Callable[[Path], int], pages: Sequence[Path]) -> float:
    started = time.perf_counter()
    list(pool.map(read, pages))
    return (time.perf_counter() - started) / len(pages)


def _warm() -> None:
    shelf.tesseract()
    shelf.orientation()


def _read_ours(page: Path) -> int:
    return len(read_document(page).segments)


def _read_raw(page: Path) -> int:
    data = str(locate("tessdata/vie.traineddata").parent)
    command = ["tesseract", str(page), "stdout", "-l", "vie", "--tessdata-dir", data, "tsv"]
    done = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    return len(done.stdout)


def _read_plain(page: Path) -> int:
    """As a newcomer would call it: no limit of threads."""
    limit = os.environ.pop("OMP_THREAD_LIMIT", None)
    try:
        config = f'--tessdata-dir "{locate("tessdata/vie.traineddata").parent}"'
        with Image.open(page) as picture:
            return len(pytesseract.image_to_string(picture, lang="vie", config=config))
    finally:
        if limit is not None:
            os.environ["OMP_THREAD_LIMIT"] = limit


def _draw(path: Path, number: int) -> Path:
    """An A4 page at 200 dpi, full of print."""
    picture = Image.new("L", (1654, 2339), 245)
    draw = ImageDraw.Draw(picture)
    font = _font(_FONTS[number % len(_FONTS)], 30 + 2 * (number % 3))
    for row in range(36):
        draw.text((150, 150 + 56 * row), _LINES[(row + number) % len(_LINES)], font=font, fill=25)
    picture.save(path, dpi=(200, 200))
    return path


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    for folder in ("noto", "dejavu"):
        path = Path("/usr/share/fonts/truetype") / folder / name
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    return ImageFont.truetype("DejaVuSans.ttf", size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
