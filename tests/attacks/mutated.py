"""Files of every kind that the archive takes, changed at random, through everything that opens files.

A file may be read, or refused with a sentence. It may not end a decoder, make one hang, or leave memory,
files or processes behind. The changes come from a seed, so that a finding can be made again.
"""

from __future__ import annotations

import math
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from archive.formats import HEAD_BYTES, recognise
from archive.plain_text import decode_text
from schemas.errors import EngineFailed, EngineTimeout, KyucError, UnreadableFile
from schemas.holdings import Medium
from tests.support.pages import page
from workers.confined.decoding import Decoder
from workers.imaging import open_pages as _registers_heif  # noqa: F401
from workers.media_sound import SoundFile

_NUMBERS = (b"\x00" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff\xff\xff\x7f")
_LEAK_BYTES = 400 << 20
"""A decoder may have grown by so much after its files; libraries keep what they once took."""
_WARM_ROUNDS = 20
"""After so many files of each kind a library holds what it keeps for good."""
_SOUND = "-f lavfi -i sine=frequency=300:duration=1"
_FILM = "-f lavfi -i testsrc=duration=1:size=160x120:rate=5 " + _SOUND
_BY_FFMPEG = {
    "wav": _SOUND,
    "mp3": f"{_SOUND} -c:a libmp3lame",
    "m4a": f"{_SOUND} -c:a aac",
    "aac": f"{_SOUND} -c:a aac",
    "ogg": f"{_SOUND} -c:a libvorbis",
    "opus.ogg": f"{_SOUND} -c:a libopus",
    "flac": f"{_SOUND} -c:a flac",
    "mp4": f"{_FILM} -c:v mpeg4 -c:a aac",
    "mov": f"{_FILM} -c:v mpeg4 -c:a pcm_s16le",
    "3gp": f"{_FILM} -c:v mpeg4 -c:a aac -f 3gp",
    "webm": f"{_FILM} -c:v libvpx -c:a libvorbis",
    "mkv": f"{_FILM} -c:v mpeg4 -c:a libvorbis",
    "h264.mp4": f"{_FILM} -c:v libx264 -pix_fmt yuv420p -c:a aac",
    "hevc.mov": f"{_FILM} -c:v libx265 -x265-params log-level=none -tag:v hvc1 -c:a aac",
    "sound.webm": f"{_SOUND} -c:a libopus -f webm",
    "sound.3gp": f"{_SOUND} -c:a aac -f 3gp",
}
_BY_PILLOW: Mapping[str, Mapping[str, object]] = {
    "JPEG": {"quality": 80},
    "PNG": {},
    "WEBP": {"quality": 70},
    "TIFF": {"compression": "tiff_lzw"},
    "HEIF": {"quality": 50},
    "AVIF": {"quality": 50},
    "PDF": {},
}


@dataclass
class Tally:
    """What became of the files, by kind; `wrong` names each finding with the seed that makes it again."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    grown_mb: float = 0.0


def seeds(folder: Path) -> dict[str, bytes]:
    """A small whole file of each kind; kinds that this machine's ffmpeg cannot write are left out."""
    made: dict[str, bytes] = {"txt": "Gửi mẹ, con vẫn khỏe. Đơn vị con là e66.\n".encode() * 20}
    picture = page(("GIẤY BÁO TỬ", "Trần Hữu Khởi"), size=24, width=480)
    for name, options in _BY_PILLOW.items():
        path = folder / f"seed.{name}"
        picture.save(path, name, **options)
        made[name.lower()] = path.read_bytes()
    made["progressive.jpeg"] = _as(picture, folder / "p.jpg", "JPEG", progressive=True)
    made["two.tiff"] = _as(picture, folder / "t.tif", "TIFF", save_all=True, append_images=[picture])
    made["cmyk.jpeg"] = _as(picture.convert("CMYK"), folder / "c.jpg", "JPEG")
    made["mif1.heif"] = made["heif"].replace(b"ftypheic", b"ftypmif1", 1)
    made["amr"] = b"#!AMR\n" + (b"\x3c" + random.Random(1).randbytes(31)) * 50  # frames of 12.2 kbit/s
    made["grey16.png"] = _as(picture.convert("I;16"), folder / "g.png", "PNG")
    for name, words in _BY_FFMPEG.items():
        path = folder / f"seed.{name}"
        command = ["ffmpeg", "-v", "error", "-y", *words.split(), str(path)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            made[name] = path.read_bytes()
    return made


def _as(picture: Image.Image, path: Path, kind: str, **options: object) -> bytes:
    picture.save(path, kind, **options)
    return path.read_bytes()


def mutated(whole: bytes, chance: random.Random) -> bytes:
    """One to six changes, a third of them in the first kilobyte, where lengths and counts stand."""
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        end = min(len(data), 1024) if chance.random() < 0.33 else len(data)
        at = chance.randrange(max(end, 1))
        chance.choice(_CHANGES)(data, at, chance)
    return bytes(data)


def _flip(data: bytearray, at: int, chance: random.Random) -> None:
    if at < len(data):
        data[at] ^= 1 << chance.randrange(8)


def _number(data: bytearray, at: int, chance: random.Random) -> None:
    data[at : at + 4] = chance.choice(_NUMBERS)


def _noise(data: bytearray, at: int, chance: random.Random) -> None:
    data[at : at + 16] = chance.randbytes(16)


def _cut(data: bytearray, at: int, chance: random.Random) -> None:
    if chance.random() < 0.3:
        del data[at + 1 :]
    else:
        del data[at : at + chance.randrange(1, 64)]


def _again(data: bytearray, at: int, chance: random.Random) -> None:
    data[at:at] = data[at : at + chance.randrange(1, 256)]


_CHANGES: tuple[Callable[[bytearray, int, random.Random], None], ...] = (_flip, _number, _noise, _cut, _again)


def try_all(
    folder: Path,
    files: int,
    seed: int,
    say: Callable[[str], None] = lambda words: None,
    seconds: float = math.inf,
) -> Tally:
    """Up to `files` of each kind, one of each in turn: whenever the time is over, all were tried alike.

    The same seed makes the same files.
    """
    tally, decoder, until = Tally(), Decoder(silence=60), time.monotonic() + seconds
    wholes, before = seeds(folder), 0
    for kind, whole in wholes.items():
        _try(folder / "file", kind, whole, decoder, tally, f"{kind} whole")
    tally.wrong += [f"{kind}: the whole file was refused" for kind in tally.refused]
    tally.read.clear()
    for number in range(files):
        for kind, whole in wholes.items():
            data = mutated(whole, random.Random(f"{seed}/{kind}/{number}"))
            _try(folder / "file", kind, data, decoder, tally, f"{kind} {seed}/{number}")
        if number == min(files - 1, _WARM_ROUNDS):
            before = _resident(decoder)
        if number % 50 == 49:
            say(f"{number + 1} x {len(wholes)}: {tally.read.total()} read, {tally.refused.total()} refused")
        if time.monotonic() > until:
            break
    grown = _resident(decoder) - before if before else 0
    tally.grown_mb = grown / (1 << 20)
    if grown > _LEAK_BYTES:
        tally.wrong.append(f"the decoder grew by {grown >> 20} MiB")
    decoder.stop()
    tally.wrong += _left_behind()
    return tally


def _try(path: Path, kind: str, data: bytes, decoder: Decoder, tally: Tally, name: str) -> None:
    began = time.perf_counter()
    try:
        path.write_bytes(data)
        _open(path, recognise(data[:HEAD_BYTES]).medium, data, decoder)
        tally.read[kind] += 1
    except UnreadableFile:
        tally.refused[kind] += 1
    except (EngineFailed, EngineTimeout) as error:
        tally.wrong.append(f"{name}: {error.code} {error.detail}")
    except KyucError as error:
        if error.http_status >= 500:
            tally.wrong.append(f"{name}: {error.code} {error.detail}")
        tally.refused[kind] += 1
    except Exception as error:  # noqa: BLE001 - whatever is raised is the finding
        tally.wrong.append(f"{name}: {type(error).__name__}")
    tally.slowest_seconds = max(tally.slowest_seconds, time.perf_counter() - began)


def _open(path: Path, medium: Medium, data: bytes, decoder: Decoder) -> None:
    """As the stages do: what the file says of itself, and every page or second of it."""
    if medium is Medium.TEXT:
        decode_text(data)
    elif medium is Medium.IMAGE:
        list(decoder.answers("picture_facts", path))
        for _ in decoder.answers("pages", path):
            pass
    elif medium is Medium.DOCUMENT:
        for _ in decoder.answers("pdf", path):
            pass
    else:
        with SoundFile(path) as sound:
            for _ in sound:
                pass


def _resident(decoder: Decoder) -> int:
    process = decoder.process_id
    if process is None:
        return 0
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _left_behind() -> Iterator[str]:
    """Programs that were started here and still run."""
    for entry in Path("/proc/self/task").glob("*/children"):
        for child in entry.read_text(encoding="ascii").split():
            name = Path(f"/proc/{child}/comm").read_text(encoding="ascii").strip()
            if name.startswith("ff"):
                yield f"{name} {child} still runs"
