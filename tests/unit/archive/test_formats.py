"""What a file is, by its first bytes: real files made by the real tools."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pillow_heif import register_heif_opener

from archive.formats import HEAD_BYTES, recognise
from schemas.errors import UnreadableFile
from schemas.holdings import Medium

register_heif_opener()

_SOUNDS = {
    "wav": ("audio/wav", []),
    "mp3": ("audio/mpeg", []),
    "m4a": ("audio/mp4", ["-c:a", "aac"]),
    "ogg": ("audio/ogg", []),
    "opus": ("audio/ogg", ["-c:a", "libopus"]),
    "flac": ("audio/flac", []),
    "aac": ("audio/aac", ["-f", "adts"]),
}
_VIDEOS = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "3gp": "video/3gpp",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
}


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("HEIF", ""),
    ],
)
def test_pictures(kind: str, media_type: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(file, kind)
    found = recognise(file.getvalue()[:HEAD_BYTES])
    assert found.medium is Medium.IMAGE
    assert found.media_type in (media_type, "image/heic", "image/heif")


@pytest.mark.parametrize("suffix", _SOUNDS)
def test_sounds(tmp_path: Path, suffix: str) -> None:
    media_type, options = _SOUNDS[suffix]
    file = _made(tmp_path / f"a.{suffix}", ["-f", "lavfi", "-i", "sine=d=1"], options)
    assert file is not None
    assert recognise(file).media_type == media_type
    assert recognise(file).medium is Medium.AUDIO


@pytest.mark.parametrize("head", [b"#!AMR\n\x3c\x91", b"#!AMR-WB\n\x24"])
def test_recordings_of_old_phones(head: bytes) -> None:
    """Debian's ffmpeg reads AMR but does not write it: RFC 4867 §5.1 and §5.2."""
    assert recognise(head).media_type == "audio/amr"


@pytest.mark.parametrize("suffix", _VIDEOS)
def test_videos_with_and_without_sound(tmp_path: Path, suffix: str) -> None:
    picture = ["-f", "lavfi", "-i", "testsrc=d=1:s=176x144:r=5"]
    codec = ["-c:v", "libvpx"] if suffix == "webm" else ["-c:v", "mpeg4"]
    silent = _made(tmp_path / f"a.{suffix}", picture, codec)
    assert silent is not None
    assert (recognise(silent).media_type, recognise(silent).medium) == (_VIDEOS[suffix], Medium.VIDEO)
    if suffix != "webm":
        both = _made(
            tmp_path / f"b.{suffix}", [*picture, "-f", "lavfi", "-i", "sine=d=1"], [*codec, "-c:a", "aac"]
        )
        assert both is not None
        assert recognise(both).medium is Medium.VIDEO


def test_a_recording_in_a_video_container_is_a_recording(tmp_path: Path) -> None:
    options = ["-c:a", "aac", "-movflags", "faststart", "-brand", "isom"]
    file = _made(tmp_path / "ghi_am.mp4", ["-f", "lavfi", "-i", "sine=d=1"], options)
    assert file is not None
    assert recognise(file).medium is Medium.AUDIO


def _made(path: Path, source: list[str], options: list[str]) -> bytes | None:
    command = ["ffmpeg", "-v", "error", "-y", *source, "-shortest", *options, str(path)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        return None
    return path.read_bytes()[:HEAD_BYTES]


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi ông bà",
        "\ufeffNgày 2-7-1972",
        "Đặng " * 20_000,
        "print('a program is text too')",
        "1 < 2 > 0",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_plain_texts(text: str, encoding: str) -> None:
    assert recognise(text.encode(encoding)[:HEAD_BYTES]).medium is Medium.TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\n  <!-- hello --><SVG onload=alert(1)>",
        "<!DOCTYPE HTML><title>x</title>".encode("utf-16"),
        b"\xef\xbb\xbf<html>",
    ],
)
def test_pages_and_drawings_that_can_carry_programs_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        recognise(data)
    assert "SVG" in refused.value.message_vi


@given(st.binary(max_size=3000))
def test_any_bytes_have_a_format_or_a_reason_in_both_languages(data: bytes) -> None:
    try:
        assert recognise(data).media_type
    except UnreadableFile as error:
        assert error.message_vi != UnreadableFile.vi
        assert error.message_en != UnreadableFile.en
