"""Sound and video files, opened by ffmpeg under guard.

ffmpeg (through ffmpeg-python, which writes its command lines) reads only files and pipes, only the container
formats that the archive takes in, without a network, with limits on memory, files and waiting. A playlist
that names other files, or an address, posing as a recording therefore opens nothing. What it cannot read
becomes our error.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from schemas.errors import EngineTimeout, UnreadableFile
from workers.confined.programs import started

_PROTOCOLS = "file,pipe"
_FORMATS = "wav,w64,aiff,caf,mp3,aac,amr,amrnb,amrwb,flac,ogg,mov,matroska,avi,mpegts,asf"
_PROBE_SECONDS = 60
_ESTIMATED = frozenset({"aac", "amr", "amrnb", "amrwb"})
"""Formats without an index: ffmpeg guesses their duration from the bit rate."""


class NotMedia(UnreadableFile):
    code = "not_media"
    vi = "Tệp này không phải tệp âm thanh hay video, hoặc đã hỏng nên không mở được. Hãy gửi lại tệp gốc."
    en = "This is not a sound or video file, or it is damaged and cannot be opened. Send the original again."


class EmptyRecording(UnreadableFile):
    code = "empty_recording"
    vi = "Tệp ghi âm trống, không có giây âm thanh nào. Hãy kiểm tra máy ghi rồi ghi lại, hoặc gửi tệp khác."
    en = "The recording is empty: it holds no sound at all. Check the recorder and record again."


class NoSound(UnreadableFile):
    """A whole video that has no sound track: nothing to hear, nothing broken."""

    code = "no_sound"
    vi = "Video này không có tiếng. Hình vẫn xem được; nếu có bản ghi âm riêng, hãy gửi thêm."
    en = (
        "This video has no sound. The picture can be viewed; send a separate sound recording if there is one."
    )


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What the file says of itself. `duration` in seconds; `width` and `height` in upright pixels."""

    duration: float | None
    estimated: bool
    """The duration is only a guess from the bit rate."""
    has_sound: bool
    has_picture: bool
    width: int | None = None
    height: int | None = None
    video_codec: str = ""
    audio_codec: str = ""
    pixel_format: str = ""
    container: str = ""
    created: str | None = None
    """ISO 8601, as the camera wrote it."""
    latitude: float | None = None
    longitude: float | None = None

    def as_metadata(self) -> dict[str, Any]:
        """What is worth keeping with the original, without what is unknown."""
        names = ("duration", "created", "container", "width", "height", "latitude", "longitude")
        kept = {name: getattr(self, name) for name in names}
        return {name: value for name, value in kept.items() if value not in (None, "")}


def source(path: Path, begin: float = 0.0) -> Any:
    """The file as a confined ffmpeg input, from the second `begin` on."""
    where = {"ss": begin} if begin else {}
    return ffmpeg.input(_address(path), protocol_whitelist=_PROTOCOLS, format_whitelist=_FORMATS, **where)


def command(stream: Any) -> list[str]:
    """The argument list of an ffmpeg-python stream: quiet, never asking."""
    options = ("-hide_banner", "-nostdin", "-loglevel", "error", "-y")
    return [str(part) for part in ffmpeg.compile(stream.global_args(*options))]


def probe(path: Path) -> MediaInfo:
    """What a file says of itself. Raises EmptyRecording or NotMedia."""
    if path.stat().st_size == 0:
        raise EmptyRecording("no bytes")
    arguments = ["ffprobe", "-v", "error", "-protocol_whitelist", _PROTOCOLS, "-format_whitelist", _FORMATS]
    arguments += ["-show_format", "-show_streams", "-of", "json", _address(path)]
    with started(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            out, complaint = process.communicate(timeout=_PROBE_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise NotMedia("ffprobe gave no answer in time") from error
    if process.returncode:
        raise _not_opened(path, complaint.decode("utf-8", "replace"))
    return _info(json.loads(out), path)


def _address(path: Path) -> str:
    return f"file:{path.resolve()}"


def _not_opened(path: Path, complaint: str) -> UnreadableFile:
    detail = complaint.replace(str(path.resolve()), "").replace(str(path), "")[-200:].strip()
    if "moov atom not found" in complaint:
        return NotMedia(
            detail,
            vi="Tệp bị cắt cụt: phần cuối của tệp ghi chưa được gửi hoặc chưa được máy ghi xong. "
            "Hãy gửi lại tệp gốc từ máy ghi.",
            en="The file is cut off: its last part was not sent, or the recorder did not finish it. "
            "Send the original from the recorder again.",
        )
    return NotMedia(detail)


def _info(data: dict[str, Any], path: Path) -> MediaInfo:
    streams, container = data.get("streams", []), data.get("format", {})
    sound = next((s for s in streams if s.get("codec_type") == "audio"), None)
    picture = next((s for s in streams if s.get("codec_type") == "video" and not _is_cover(s)), None)
    if sound is None and picture is None:
        raise NotMedia("no sound and no picture in it")
    tags = {name.lower(): value for name, value in container.get("tags", {}).items()}
    latitude, longitude = _place(tags)
    width, height = _upright(picture) if picture else (None, None)
    return MediaInfo(
        duration=_longest(container, _promised_by_wav(path)),
        estimated=container.get("format_name") in _ESTIMATED,
        has_sound=sound is not None,
        has_picture=picture is not None,
        width=width,
        height=height,
        video_codec=picture.get("codec_name", "") if picture else "",
        audio_codec=sound.get("codec_name", "") if sound else "",
        pixel_format=picture.get("pix_fmt", "") if picture else "",
        container=container.get("format_name", ""),
        created=tags.get("com.apple.quicktime.creationdate") or tags.get("creation_time"),
        latitude=latitude,
        longitude=longitude,
    )


def _is_cover(stream: dict[str, Any]) -> bool:
    """A still picture attached to a song is no video."""
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _longest(container: dict[str, Any], promised: float | None) -> float | None:
    known = [float(container["duration"])] if container.get("duration") else []
    return max([*known, *([promised] if promised else [])], default=None)


def _promised_by_wav(path: Path) -> float | None:
    """Seconds that a WAV header announces, even if the file was cut short after it (ffmpeg forgets them)."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    at, rate = 12, 0
    while at + 8 <= len(head):
        name, size = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        if name == b"fmt ":
            rate = int.from_bytes(head[at + 16 : at + 20], "little")
        if name == b"data":
            unfinished = size in (0, 0xFFFFFFFF) or size >= 0x7FFFF000
            return None if unfinished or not rate else size / rate
        at += 8 + size + size % 2
    return None


def _upright(stream: dict[str, Any]) -> tuple[int | None, int | None]:
    width, height = stream.get("width"), stream.get("height")
    turns = [data.get("rotation", 0) for data in stream.get("side_data_list", []) if "rotation" in data]
    return (height, width) if turns and round(abs(turns[0])) % 180 == 90 else (width, height)


def _place(tags: dict[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude from the ISO 6709 tag that phones write ("+21.8500+106.7500/")."""
    written = tags.get("location") or tags.get("com.apple.quicktime.location.iso6709") or ""
    numbers: list[str] = []
    for letter in written.rstrip("/"):
        if letter in "+-":
            numbers.append(letter)
        elif numbers:
            numbers[-1] += letter
    try:
        latitude, longitude = (float(number) for number in numbers[:2])
    except ValueError:
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def run(stream: Any, seconds: float) -> None:
    """Run ffmpeg to its end. Raises EngineTimeout after `seconds`, NotMedia where it fails."""
    with started(command(stream), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            _, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise EngineTimeout("ffmpeg did not end in time") from error
    if process.returncode:
        raise NotMedia(complaint.decode("utf-8", "replace")[-200:].strip())
