"""Sound made at test time: everything that is not speech, and files as recorders write and break them."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16_000
Samples = npt.NDArray[np.float64]


def write_wav(path: Path, samples: npt.NDArray[np.floating], *, rate: int = RATE, width: int = 2) -> Path:
    """One channel; `width` 1 (8 bit) or 2 bytes."""
    whole = np.clip(samples, -1, 1)
    data = (whole * 32767).astype("<i2") if width == 2 else ((whole + 1) * 127.5).astype("u1")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
    return path


def at_level(samples: Samples, decibels: float) -> Samples:
    return samples / np.sqrt(np.mean(samples**2) + 1e-12) * 10 ** (decibels / 20)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE))


def coloured(seconds: float, slope: float, seed: int = 1) -> Samples:
    """Noise whose power falls with frequency: 0 white, 1 pink, 2 brown."""
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    return np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 1) ** (slope / 2), count)


def _clock(seconds: float) -> Samples:
    return np.arange(int(seconds * RATE)) / RATE


def fan(seconds: float) -> Samples:
    at = _clock(seconds)
    blades = sum(np.sin(2 * np.pi * 87 * k * at + k) / k for k in range(1, 8))
    air = coloured(seconds, 1)
    return air / air.std() * (1 + 0.4 * np.sin(2 * np.pi * 1.3 * at)) + 0.3 * blades


def rain(seconds: float) -> Samples:
    chance = np.random.default_rng(2)
    sound = coloured(seconds, 0) * 0.3
    sound /= sound.std() * 3
    drop = np.arange(400)
    for _ in range(int(seconds * 200)):
        begin = chance.integers(0, len(sound) - 400)
        fall = chance.uniform(0.5, 3) * np.exp(-drop / chance.uniform(20, 90))
        sound[begin : begin + 400] += fall * chance.standard_normal(400)
    return sound


def music(seconds: float) -> Samples:
    """Plucked notes of a five-tone scale with overtones."""
    chance = np.random.default_rng(3)
    scale = (220.0, 261.6, 293.7, 329.6, 392.0, 440.0, 523.2)
    sound, begin = np.zeros(int((seconds + 4) * RATE)), 0
    while begin < seconds * RATE:
        length = float(chance.choice([0.25, 0.5, 0.75, 1.0]))
        at, pitch = _clock(2 * length), float(chance.choice(scale))
        tone = sum(np.sin(2 * np.pi * pitch * k * at) / k**1.3 for k in range(1, 9))
        sound[begin : begin + len(at)] += tone * np.minimum(1, at * 30) * np.exp(-at * 1.2)
        begin += int(length * RATE)
    return sound[: int(seconds * RATE)]


def hum(seconds: float) -> Samples:
    at = _clock(seconds)
    return np.asarray(sum(np.sin(2 * np.pi * 50 * k * at) / k for k in range(1, 12)))


NOT_SPEECH: dict[str, Callable[[float], Samples]] = {
    "silence": silence,
    "white noise": lambda seconds: at_level(coloured(seconds, 0), -20),
    "pink noise": lambda seconds: at_level(coloured(seconds, 1), -20),
    "wind": lambda seconds: at_level(coloured(seconds, 2), -15),
    "a quiet room": lambda seconds: at_level(coloured(seconds, 1), -52),
    "fan": lambda seconds: at_level(fan(seconds), -22),
    "rain": lambda seconds: at_level(rain(seconds), -22),
    "music": lambda seconds: at_level(music(seconds), -20),
    "mains hum": lambda seconds: at_level(hum(seconds), -25),
}
