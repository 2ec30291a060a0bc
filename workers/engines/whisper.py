"""Whisper through faster-whisper (CTranslate2): the engine that hears.

A window is encoded once and may be decoded several times (widely, quickly, with words known from the visit):
encoding costs a third of a pass. Settings are the measured best for Vietnamese: beam 5, temperature 0, no
earlier text as condition, words with times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import ctranslate2
import faster_whisper
import numpy as np
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from schemas.errors import EngineFailed
from schemas.transcripts import Author
from workers import weights
from workers.engines.hearing_ports import HeardLine, HeardWindow, HeardWord
from workers.media_sound import RATE, Sound

_FRAMES_PER_SECOND = 100
_STEP = 0.02
"""Seconds of one step of a time token."""
_LATEST_START = 50
"""The first time token may say at most 1 s."""
_TOKENS_PER_SECOND, _TOKENS_MORE = 22, 12
"""More tokens than a mouth can speak: a loop ends here."""
_PREPENDED, _APPENDED = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
_FIGURE = re.compile("^[^<]*[0-9]")
FETCHED = "base"
"""The model whose weights come with the set-up."""
_REPLACEMENT = "\ufffd"


class WhisperHearer:
    """One model in memory, for one worker."""

    def __init__(self, folder: Path, *, name: str, threads: int = 1) -> None:
        on_gpu = ctranslate2.get_cuda_device_count() > 0
        device = "cuda" if on_gpu else "cpu"
        kinds = ctranslate2.get_supported_compute_types(device)
        kind = "float16" if on_gpu and "float16" in kinds else "int8" if "int8" in kinds else "float32"
        try:
            self.model = faster_whisper.WhisperModel(
                str(folder), device=device, compute_type=kind, cpu_threads=threads, num_workers=1
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineFailed(f"the speech model could not be loaded: {error}") from error
        self.tokenizer = Tokenizer(
            self.model.hf_tokenizer, self.model.model.is_multilingual, task="transcribe", language="vi"
        )
        figures = (at for token, at in self.model.hf_tokenizer.get_vocab().items() if _FIGURE.search(token))
        # Numbers stay as they were spoken ("một chín bảy hai"): written as figures they come out wrong too
        # often, and what they mean is a mention of its own.
        self.suppressed = sorted({*get_suppressed_tokens(self.tokenizer, [-1]), *figures})
        self.author = Author(
            "engine", f"whisper-{name}", f"faster-whisper {faster_whisper.__version__}, {kind}"
        )
        self.batch = 8 if on_gpu else 4

    def fits(self, hint: str) -> bool:
        return len(self.tokenizer.encode(" " + hint)) < int(self.model.max_length) // 2 - 1

    def take_in(self, windows: Sequence[Sound]) -> Encoded:
        try:
            return Encoded(
                self, [self._encode(window) for window in windows], [len(w) / RATE for w in windows]
            )
        except (RuntimeError, MemoryError) as error:
            raise EngineFailed(f"encoding failed: {error}") from error

    def _encode(self, window: Sound) -> Any:
        features = self.model.feature_extractor(window)[..., :-1]
        # An encoder's output on the CPU can be put together with others in any batch.
        storage = ctranslate2.StorageView.from_array(
            np.ascontiguousarray(pad_or_trim(features)[None], dtype=np.float32)
        )
        return np.array(self.model.model.encode(storage, to_cpu=True))


@dataclass(frozen=True)
class Encoded:
    """Windows after the encoder. `seconds`: the length of each."""

    hearer: WhisperHearer
    outputs: list[Any]
    seconds: list[float]

    def tell(
        self, which: Sequence[int], *, beams: int = 5, hint: str = "", times: bool = True
    ) -> list[HeardWindow]:
        if not which:
            return []
        storage = ctranslate2.StorageView.from_array(np.concatenate([self.outputs[at] for at in which]))
        try:
            results = self._generate(storage, max(self.seconds[at] for at in which), beams, hint, len(which))
            pieces = [self._lines(result.sequences_ids[0]) for result in results]
            if times:
                self._add_times(storage, pieces, [self.seconds[at] for at in which])
        except (RuntimeError, MemoryError, ValueError) as error:
            raise EngineFailed(f"decoding failed: {error}") from error
        return [
            HeardWindow(tuple(map(_line, lines)), result.no_speech_prob, result.scores[0])
            for lines, result in zip(pieces, results, strict=True)
        ]

    def _generate(self, storage: Any, longest: float, beams: int, hint: str, count: int) -> Any:
        model, tokenizer = self.hearer.model, self.hearer.tokenizer
        prompt = model.get_prompt(tokenizer, tokenizer.encode(" " + hint) if hint else [])
        limit = len(prompt) + round(_TOKENS_PER_SECOND * longest) + _TOKENS_MORE
        return model.model.generate(
            storage,
            [prompt] * count,
            beam_size=beams,
            max_length=min(limit, model.max_length),
            suppress_blank=True,
            suppress_tokens=self.hearer.suppressed,
            max_initial_timestamp_index=_LATEST_START,
            return_scores=True,
            return_no_speech_prob=True,
        )

    def _lines(self, tokens: Sequence[int]) -> list[dict[str, Any]]:
        """Tokens cut at the time tokens. What follows the last one is a line too: nothing is lost."""
        first_time, end_of_text = self.hearer.tokenizer.timestamp_begin, self.hearer.tokenizer.eot
        lines: list[dict[str, Any]] = []
        begun, text = 0.0, []
        for token in [*tokens, first_time]:
            if token < end_of_text:
                text.append(token)
            elif token >= first_time:
                second = (token - first_time) * _STEP
                if text:
                    lines.append({"tokens": text, "start": begun, "end": max(second, begun), "seek": 0})
                    text = []
                begun = max(second, begun)
        for line in lines:
            line["text"] = self.hearer.tokenizer.decode(line["tokens"])
        return lines

    def _add_times(self, storage: Any, pieces: list[list[dict[str, Any]]], seconds: list[float]) -> None:
        """Word times by the attention of the decoder; several windows at once where all have text."""
        filled = [at for at, lines in enumerate(pieces) if lines]
        for at in filled:
            part = (
                storage
                if len(pieces) == 1
                else ctranslate2.StorageView.from_array(np.array(storage)[at : at + 1])
            )
            self.hearer.model.add_word_timestamps(
                [pieces[at]],
                self.hearer.tokenizer,
                part,
                max(1, round(seconds[at] * _FRAMES_PER_SECOND)),
                _PREPENDED,
                _APPENDED,
                0.0,
            )


def _line(line: dict[str, Any]) -> HeardLine:
    words = tuple(_words(line.get("words", ())))
    text = " ".join(word.text for word in words) if words else _clean(line["text"])
    return HeardLine(text, float(line["start"]), float(line["end"]), words)


def _words(words: Sequence[dict[str, Any]]) -> list[HeardWord]:
    """Words as they are written with spaces between; a piece without a space before it ("1", ",900") joins
    the word before."""
    made: list[HeardWord] = []
    for word in words:
        text = _clean(word["word"])
        if not text:
            continue
        start, end, sure = float(word["start"]), float(word["end"]), float(word["probability"])
        if made and not word["word"].startswith(" "):
            last = made.pop()
            start, text, sure = last.start, last.text + text, min(last.confidence, sure)
        made.append(HeardWord(text, start, end, sure))
    return made


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(_REPLACEMENT, "")).strip()


@lru_cache(maxsize=1)
def load_hearer(model: str, threads: int) -> WhisperHearer:
    """The engine that the setting names: `base` (fetched weights) or a folder of a CTranslate2 model.

    Loaded once per worker. Raises EngineFailed, or WeightsMissing from the weights folder.
    """
    given = Path(model)
    if given.is_dir():
        return WhisperHearer(given.resolve(), name=given.resolve().name, threads=threads)
    if model != FETCHED:
        raise EngineFailed(
            f"no folder {model}",
            vi=f"Cài đặt KYUC_WHISPER_MODEL chỉ tới {model} nhưng không có thư mục ấy. "
            f"Hãy ghi {FETCHED}, hoặc đường dẫn tới thư mục mô hình Whisper dạng CTranslate2 "
            "(có model.bin, config.json, tokenizer.json).",
            en=f"The setting KYUC_WHISPER_MODEL names {model}, but there is no such folder. "
            f"Use {FETCHED}, or the folder of a Whisper model in CTranslate2 form "
            "(model.bin, config.json, tokenizer.json).",
        )
    return WhisperHearer(weights.locate(f"whisper-{FETCHED}"), name=FETCHED, threads=threads)
