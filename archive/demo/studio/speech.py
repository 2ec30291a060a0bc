"""Spoken Vietnamese from espeak-ng: slow, wide in pitch, consonants lifted.

Measured with Whisper base on one paragraph (word error rate): plain espeak-ng .61, 112 words a minute with a
wide range and +6 dB above 3.5 kHz .51; every variant voice but the ones below .6 to 3. The neural voices of
the public registries fetch their weights from elsewhere when they first speak, so none works without network.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from archive.demo.bible import Speech
from archive.demo.bible import Voice as Speaker

_PAUSE_SECONDS = 0.7
_EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-flags:v", "+bitexact")
_CODECS: dict[str, tuple[str, ...]] = {
    "wav": ("-c:a", "pcm_s16le"),
    "flac": ("-c:a", "flac"),
    "mp3": ("-c:a", "libmp3lame", "-b:a", "96k"),
    "m4a": ("-c:a", "aac", "-b:a", "96k"),
    "ogg": ("-c:a", "libopus", "-b:a", "48k"),
}


@dataclass(frozen=True, slots=True)
class Sound:
    """How a speaker sounds: espeak-ng voice, words a minute, pitch (0-99), ffmpeg filter."""

    voice: str
    speed: int
    pitch: int
    filters: str


_VOICES: dict[Speaker, Sound] = {
    Speaker.VETERAN: Sound("vi", 112, 48, "treble=g=6:f=3500"),
    Speaker.SISTER: Sound("vi", 112, 55, "asetrate=22050*1.10,aresample=22050,atempo=0.94,treble=g=5:f=3800"),
    Speaker.KEEPER: Sound("vi+Annie", 110, 58, "treble=g=5:f=3500"),
    Speaker.COMRADE: Sound("vi", 118, 40, "treble=g=6:f=3500"),
}


def recording(speech: Speech) -> bytes:
    """The speech as a file of its own format."""
    with TemporaryDirectory(prefix="kyuc-voice-") as scratch:
        spoken = speak(speech, Path(scratch))
        target = Path(scratch) / f"recording.{speech.suffix}"
        run("ffmpeg", "-y", "-i", str(spoken), *_CODECS[speech.suffix], *_EXACT, str(target))
        return target.read_bytes()


def speak(speech: Speech, scratch: Path) -> Path:
    """Sentence by sentence with pauses between, then the room: 22,050 Hz mono WAV."""
    sound = _VOICES[speech.voice]
    parts = [
        _sentence(sentence, sound, scratch / f"{at}.wav") for at, sentence in enumerate(speech.sentences)
    ]
    inputs = [argument for part in parts for argument in ("-i", str(part))]
    padded = "".join(f"[{at}:a]apad=pad_dur={_PAUSE_SECONDS}[p{at}];" for at in range(len(parts)))
    joined = "".join(f"[p{at}]" for at in range(len(parts)))
    chain = f"{padded}{joined}concat=n={len(parts)}:v=0:a=1,{sound.filters},volume=0.9[out]"
    target = scratch / "speech.wav"
    run(
        "ffmpeg",
        "-y",
        *inputs,
        "-filter_complex",
        chain,
        "-map",
        "[out]",
        "-ar",
        "22050",
        *_EXACT,
        str(target),
    )
    return target


def _sentence(text: str, sound: Sound, target: Path) -> Path:
    marked = f'<speak><prosody range="170%">{escape(text)}</prosody></speak>'
    run(
        "espeak-ng",
        *("-m", "-v", sound.voice, "-s", str(sound.speed), "-p", str(sound.pitch)),
        *("-w", str(target), marked),
    )
    return target


def run(*command: str) -> None:
    """Run a program; its last words are in the error if it fails."""
    quiet = (command[0], "-loglevel", "error", *command[1:]) if command[0] == "ffmpeg" else command
    done = subprocess.run(quiet, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()[-300:]}")
