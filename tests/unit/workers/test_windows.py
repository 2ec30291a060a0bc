"""Where speech lies: nothing of it is lost, no window is too long, and every second leads back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engines.hearing_ports import Probabilities
from workers.windows import FRAME_SECONDS, WINDOW_SECONDS, pack, quietest, speech_spans, voiced_seconds

from workers.windows import HEARING, WITNESS, Span, Window, worth_hearing  # isort: skip


def voice(*parts: tuple[float, float]) -> Probabilities:
    """Probabilities of (seconds, probability) parts."""
    return np.concatenate([np.full(round(s / FRAME_SECONDS), p, dtype=np.float32) for s, p in parts])


def test_a_short_pause_does_not_end_a_span_and_a_long_one_does() -> None:
    one = speech_spans(voice((2, 0), (3, 0.9), (0.6, 0), (3, 0.9), (2, 0)), HEARING)
    two = speech_spans(voice((2, 0), (3, 0.9), (1.6, 0), (3, 0.9), (2, 0)), HEARING)
    assert [(round(s.start, 1), round(s.end, 1)) for s in one] == [(1.6, 9.0)]
    assert [(round(s.start, 1), round(s.end, 1)) for s in two] == [(1.6, 5.4), (6.2, 10.0)]


def test_noise_gives_nothing_to_hear() -> None:
    assert worth_hearing(voice((60, 0.1))) == []
    assert pack([], voice((60, 0.1))) == []


def test_a_weak_voice_is_heard_too_but_marked() -> None:
    spans = worth_hearing(voice((2, 0), (2, 0.4), (3, 0), (2, 0.9), (2, 0)))
    assert [span.faint for span in spans] == [True, False]


@given(
    st.lists(
        st.tuples(st.floats(0.1, 50), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.95])), min_size=1, max_size=12
    )
)
def test_windows_hold_all_speech_once_and_are_never_too_long(parts: list[tuple[float, float]]) -> None:
    probabilities = voice(*parts, (0.1, 0.0))
    spans = worth_hearing(probabilities)
    windows = pack(spans, probabilities)
    assert all(window.length <= WINDOW_SECONDS + 1e-6 for window in windows)
    assert sum(window.length for window in windows) == pytest.approx(sum(span.length for span in spans))
    clear = speech_spans(probabilities, HEARING)
    assert all(left.end <= right.start + 1e-9 for left, right in pairwise(clear))
    given_to_the_engine = [piece for window in windows for piece in window.spans]
    for span in clear:
        heard = voiced_seconds(given_to_the_engine, span.start, span.end)
        assert heard == pytest.approx(span.length)


def test_a_second_of_a_window_is_found_again_in_the_recording() -> None:
    window = Window((Span(10.0, 12.0), Span(20.0, 25.0)))
    assert window.clock(0.5) == pytest.approx(10.5)
    assert window.clock(2.0) == pytest.approx(20.0)
    assert window.clock(2.0, is_end=True) == pytest.approx(12.0)
    assert window.clock(99.0) == pytest.approx(25.0)


def test_a_stretch_is_cut_in_its_longest_pause() -> None:
    probabilities = voice((4, 0.9), (0.3, 0), (3, 0.9), (1, 0), (2, 0.9))
    assert quietest(probabilities, 0, 10) == pytest.approx(7.8, abs=0.1)
    assert 4 <= quietest(voice((10, 0.9)), 4, 8) <= 8


def test_only_voice_inside_its_own_time_bears_out_a_line() -> None:
    spans = speech_spans(voice((1, 0), (1, 0.6), (2, 0), (1, 0.6)), WITNESS)
    assert voiced_seconds(spans, 0.0, 1.5) == pytest.approx(0.5, abs=0.05)
    assert voiced_seconds(spans, 2.1, 3.9) == pytest.approx(0.0, abs=0.05)
