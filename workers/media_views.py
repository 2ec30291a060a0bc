"""What browsers play of a recording: a small sound file with its waveform, a small video with its poster.

The originals stay as they are. AAC and H.264 in MP4 play in every browser and phone; the sound keeps the
clock of the original, so that a second of the transcript is the same second in the player.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ffmpeg
import numpy as np

from workers.media import MediaInfo, NotMedia, run, source
from workers.media_sound import RATE, SoundFile

SOUND_TYPE, VIDEO_TYPE, IMAGE_TYPE, PEAKS_TYPE = "audio/mp4", "video/mp4", "image/jpeg", "application/json"
_LONGEST_EDGE = 1280
_MOST_PEAKS = 8000
_MOST_PEAKS_A_SECOND = 50
_COPIED_PIXELS = 1920 * 1088
_LEAST_TIME = 120.0
_POSTER_TIME = 120.0
_STILLS, _BETWEEN_STILLS = 12, 2.0
STILL_EDGE = 320
_FRAME_TIME = 60.0


def _time_for(info: MediaInfo, share: float) -> float:
    """Seconds that the work may take: the share of the length that a slow machine needs, and some more."""
    return _LEAST_TIME + share * (info.duration or 3600.0)


def _clocked(path: Path) -> Any:
    return source(path)["a:0"].filter("aresample", **{"async": 1, "first_pts": 0})


def make_sound_proxy(path: Path, info: MediaInfo, target: Path, threads: int = 1) -> None:
    """AAC in MP4, one channel, 64 kbit/s: half a megabyte a minute. Raises NotMedia, EngineTimeout."""
    settings = {"acodec": "aac", "audio_bitrate": "64k", "ac": 1, "ar": 44100, "movflags": "+faststart"}
    output = _clocked(path).output(_to(target), format="mp4", threads=threads, map_metadata=-1, **settings)
    run(output, _time_for(info, 0.5))


def make_waveform(path: Path, target: Path) -> float:
    """Peaks for a waveform as JSON `{duration, peaks: [[0 … 1]]}`; returns the seconds of sound."""
    with SoundFile(path) as file:
        expected = file.info.duration or 3600.0
        step = max(RATE // _MOST_PEAKS_A_SECOND, int(expected * RATE / _MOST_PEAKS) + 1)
        peaks, rest = [], np.zeros(0, dtype=np.float32)
        for block in file:
            sound = np.concatenate([rest, np.abs(block)])
            whole = len(sound) // step * step
            peaks += sound[:whole].reshape(-1, step).max(axis=1).tolist()
            rest = sound[whole:]
        if len(rest):
            peaks.append(float(rest.max()))
    height = max([*peaks, 0.01])
    data = {"duration": round(file.seconds, 3), "peaks": [[round(peak / height, 3) for peak in peaks]]}
    target.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
    return file.seconds


def make_video_proxy(path: Path, info: MediaInfo, target: Path, threads: int = 1) -> None:
    """H.264 and AAC in MP4, at most 1280 pixels; a phone's own H.264 is only repacked."""
    if _plays_as_it_is(info):
        copied = source(path).output(
            _to(target), format="mp4", c="copy", movflags="+faststart", threads=threads
        )
        try:
            run(copied, _time_for(info, 0.5))
            return
        except NotMedia:
            target.unlink(missing_ok=True)  # a stream that cannot be repacked can still be made anew
    streams = [_fitted(source(path)["v:0"], info)]
    if info.has_sound:
        streams.append(_clocked(path))
    settings = {
        "vcodec": "libx264", "preset": "veryfast", "crf": 27, "pix_fmt": "yuv420p", "acodec": "aac",
        "audio_bitrate": "96k", "ac": 2, "movflags": "+faststart", "threads": threads, "map_metadata": -1,
    }  # fmt: skip
    run(_output(streams, target, settings), _time_for(info, 8.0))


def _plays_as_it_is(info: MediaInfo) -> bool:
    small = (info.width or 0) * (info.height or 0) <= _COPIED_PIXELS
    known = info.video_codec == "h264" and info.pixel_format in ("yuv420p", "yuvj420p")
    return small and known and info.audio_codec in ("aac", "")


def _fitted(picture: Any, info: MediaInfo) -> Any:
    """At most 1280 pixels, never larger than it was, even numbers (H.264 needs them)."""
    edge = min(_LONGEST_EDGE, max(info.width or _LONGEST_EDGE, info.height or _LONGEST_EDGE))
    return picture.filter("scale", edge, edge, force_original_aspect_ratio="decrease", force_divisible_by=2)


def make_poster(path: Path, info: MediaInfo, target: Path) -> None:
    """A picture from the first tenth of the video that is not black. Raises NotMedia where there is none."""
    begin = min((info.duration or 0.0) / 10, 5.0)
    found = source(path)["v:0"].filter("trim", start=begin).filter("thumbnail", 50)
    run(_output([_fitted(found, info)], target, {"vframes": 1, "format": "image2", "q:v": 4}), _POSTER_TIME)
    if not target.is_file() or not target.stat().st_size:
        raise NotMedia("no picture could be taken from the video")


def still_seconds(duration: float) -> list[float]:
    """Where the stills of the strip are taken: evenly, none at the very ends."""
    count = max(min(_STILLS, int(duration // _BETWEEN_STILLS)), 1)
    return [round((number + 0.5) * duration / count, 2) for number in range(count)]


def take_frame(path: Path, second: float, target: Path, edge: int) -> None:
    """The picture at that second as JPEG, at most `edge` pixels long. Raises NotMedia, EngineTimeout."""
    picture = source(path, begin=second)["v:0"].filter(
        "scale", edge, edge, force_original_aspect_ratio="decrease", force_divisible_by=2
    )
    one = {"vframes": 1, "format": "image2", "q:v": 3}
    run(ffmpeg.output(picture, _to(target), **one), _FRAME_TIME)
    if not target.is_file() or not target.stat().st_size:
        raise NotMedia(f"no picture at {second} s")


def _output(streams: list[Any], target: Path, settings: dict[str, Any]) -> Any:
    return ffmpeg.output(*streams, _to(target), **settings)


def _to(target: Path) -> str:
    return f"file:{target.resolve()}"
