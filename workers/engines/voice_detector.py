"""Silero's voice detector, as it comes in the faster-whisper package (ONNX, 2 MB, MIT)."""

from __future__ import annotations

import numpy as np
from faster_whisper.vad import get_vad_model

from workers.engines.hearing_ports import FRAME, Probabilities
from workers.media_sound import Sound


class SileroDetector:
    """Which 32 ms frames hold a voice."""

    def speech(self, sound: Sound) -> Probabilities:
        if not len(sound):
            return np.zeros(0, dtype=np.float32)
        padded = np.pad(sound, (0, -len(sound) % FRAME))
        return np.asarray(get_vad_model()(padded), dtype=np.float32).reshape(-1)
