"""The letters of the practice collection: hands and a typewriter from npm (all SIL OFL 1.1), print from Noto.

A package is had once with npm's own client and only the font files are taken out, each checked by SHA-256;
nothing of it is run. Without network or npm the page is drawn in Noto instead: less like a hand, still
readable. Google's subsets split a font in a Latin and a Vietnamese file, so a face writes in runs.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_DOWNLOAD_SECONDS = 120
_SYSTEM = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/truetype/dejavu"))
_BLOCKS = ((0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1A1), (0x1AF, 0x1B0))
_VIETNAMESE = frozenset(
    letter
    for first, last in (*_BLOCKS, (0x1EA0, 0x1EF9), (0x20AB, 0x20AB))
    for letter in range(first, last + 1)
)
"""Letters that stand in the Vietnamese file of a split font (from the packages' unicode.json)."""


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package and the hashes of its two woff2 files; `instead` is the font where it cannot be had."""

    name: str
    version: str
    latin: str
    vietnamese: str
    instead: str

    def member(self, subset: str) -> str:
        return f"{self.name}-{subset}-400-normal.woff2"


HANDS: dict[str, Package] = {
    # A pupil's joined writing, for the diary. SIL OFL 1.1, The Dancing Script Project Authors.
    "school": Package(
        "dancing-script",
        "5.3.0",
        "570e4265bbcb453353ce2fdf63d179332d8daa92691d567547b8a383f3b46c3b",
        "45567f0300a1ad82cfe0d25e5b01a41eb8ee39d8b63284f47f0337aacc5c93bb",
        "NotoSerif-Italic.ttf",
    ),
    # Quick single letters, for notes and maps. SIL OFL 1.1, Patrick Wagesreiter.
    "quick": Package(
        "patrick-hand",
        "5.3.0",
        "ac5bc9033b2572bf84d39f7150c1634e37ed16e8dbee632d6d0bceac0bbf0199",
        "7813e19e2d80efee8ace1de69517c99a0eb3059917336c4c8fccddbd8c838a9e",
        "NotoSans-Italic.ttf",
    ),
    # A careful hand, for dedications and certificates. SIL OFL 1.1, The Charm Project Authors.
    "careful": Package(
        "charm",
        "5.2.7",
        "d0c907f22a9a54e4be26915a25ac310be32207d25e81d995ed79ac703e13d1bd",
        "4d22721634e72b26b76db98cf97be94b57cd66de1e0b3aa909594efb3a15a008",
        "NotoSerif-Italic.ttf",
    ),
    # Slab letters of one width, as of a typewriter. SIL OFL 1.1, IBM Corp.
    "typewriter": Package(
        "ibm-plex-mono",
        "5.3.0",
        "08949f728dc52d528e69b1667d15c89a5686a4ee9a296ff90983985f99c380f7",
        "62632b6375305e70ddcafdd895218e6ae41a184fcd280a69c739460604ca00a9",
        "DejaVuSansMono.ttf",
    ),
}
_PRINT = {
    "serif": "NotoSerif-Regular.ttf",
    "serif-bold": "NotoSerif-Bold.ttf",
    "sans": "NotoSans-Regular.ttf",
    "sans-bold": "NotoSans-Bold.ttf",
}


class Face:
    """A font at one size that writes Vietnamese whether it lies in one file or in two."""

    def __init__(self, latin: Path, vietnamese: Path, size: int) -> None:
        self._latin = ImageFont.truetype(str(latin), size)
        self._vietnamese = ImageFont.truetype(str(vietnamese), size)
        self.size = size

    def _runs(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        composed = unicodedata.normalize("NFC", text)
        for is_vietnamese, letters in groupby(composed, lambda letter: ord(letter) in _VIETNAMESE):
            yield "".join(letters), self._vietnamese if is_vietnamese else self._latin

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for run, font in self._runs(text))

    def write(self, page: Image.Image, at: tuple[float, float], text: str, ink: int = 255) -> None:
        """On a one-channel page, `at` being the left end of the base line."""
        pen, x = ImageDraw.Draw(page), at[0]
        for run, font in self._runs(text):
            pen.text((x, at[1]), run, font=font, fill=ink, anchor="ls")
            x += font.getlength(run)


def folder() -> Path:
    """`.cache/fonts` beside the code."""
    return Path(__file__).resolve().parents[2] / ".cache" / "fonts"


@lru_cache(maxsize=128)
def face(name: str, size: int) -> Face:
    """`school`, `quick`, `careful`, `typewriter`, or print: `serif`, `serif-bold`, `sans`, `sans-bold`."""
    if name in _PRINT:
        path = system_font(_PRINT[name])
        return Face(path, path, size)
    package = HANDS[name]
    latin, vietnamese = (folder() / package.member(subset) for subset in ("latin", "vietnamese"))
    if latin.is_file() and vietnamese.is_file():
        return Face(latin, vietnamese, size)
    path = system_font(package.instead)
    return Face(path, path, size)


def missing() -> list[Package]:
    return [package for package in HANDS.values() if not _is_whole(package)]


def fetch() -> list[str]:
    """Get what is missing; returns the packages that could not be had (their letters fall to Noto)."""
    return [package.name for package in missing() if not _get(package)]


def _hashes(package: Package) -> dict[str, str]:
    return {
        package.member("latin"): package.latin,
        package.member("vietnamese"): package.vietnamese,
    }


def _is_whole(package: Package) -> bool:
    return all((folder() / name).is_file() for name in _hashes(package))


def _get(package: Package) -> bool:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if not npm:
        return False
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder()) as scratch:
        command = [
            npm,
            "pack",
            "--silent",
            "--ignore-scripts",
            f"@fontsource/{package.name}@{package.version}",
        ]
        try:
            subprocess.run(command, cwd=scratch, capture_output=True, timeout=_DOWNLOAD_SECONDS, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return False
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as bundle:
            return all(_take(bundle, name, sha256) for name, sha256 in _hashes(package).items())


def _take(bundle: tarfile.TarFile, name: str, sha256: str) -> bool:
    member = bundle.extractfile(f"package/files/{name}")
    content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    draft = folder() / f".{name}"
    draft.write_bytes(content)
    draft.replace(folder() / name)
    return True


def system_font(name: str) -> Path:
    """A print font of the machine by its file name."""
    found = next((place / name for place in _SYSTEM if (place / name).is_file()), None)
    if found is None:
        raise FileNotFoundError(f"{name}: apt-get install fonts-noto-core fonts-dejavu-core")
    return found
