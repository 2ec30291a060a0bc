"""A short film: still pictures, each for its share of the time, with a voice over them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from archive.demo.bible import Speech
from archive.demo.studio.canvas import Picture, to_image
from archive.demo.studio.speech import run, speak

_SIZE = (960, 720)
_SECONDS_EACH = 30
"""More than the voice needs: the sound ends the film."""


def film(stills: list[Picture], speech: Speech) -> bytes:
    """MP4 (H.264, AAC)."""
    with TemporaryDirectory(prefix="kyuc-film-") as scratch:
        folder = Path(scratch)
        spoken = speak(speech, folder)
        inputs: list[str] = []
        for number, still in enumerate(stills):
            path = folder / f"{number}.png"
            to_image(still).resize(_SIZE).save(path)
            inputs += ["-loop", "1", "-framerate", "8", "-t", str(_SECONDS_EACH), "-i", str(path)]
        joined = "".join(f"[{number}:v]" for number in range(len(stills)))
        chain = f"{joined}concat=n={len(stills)}:v=1:a=0,format=yuv420p[v]"
        target = folder / "film.mp4"
        run(
            "ffmpeg",
            *("-y", *inputs, "-i", str(spoken), "-filter_complex", chain),
            *("-map", "[v]", "-map", f"{len(stills)}:a", "-c:v", "libx264", "-preset", "veryfast"),
            *("-threads", "1", "-c:a", "aac", "-b:a", "96k", "-shortest"),
            *(
                "-map_metadata",
                "-1",
                "-fflags",
                "+bitexact",
                "-flags:v",
                "+bitexact",
                "-flags:a",
                "+bitexact",
            ),
            str(target),
        )
        return target.read_bytes()
