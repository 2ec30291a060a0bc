"""ONNX models of this process: opened once, on as many threads as the settings allow."""

from __future__ import annotations

from functools import cache
from typing import Any

import onnxruntime

from archive import settings
from schemas.errors import EngineFailed
from workers.weights import locate


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """The model of that name in the weights folder. Raises WeightsMissing or EngineFailed."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(settings.load().threads, 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = locate(name)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except RuntimeError as error:
        raise EngineFailed(f"{name}: {error}"[:300]) from error


def run(name: str, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
    """One run. The arena halves the time of a large picture, and is given back after it: with pictures of
    changing size it would only grow."""
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    try:
        return list(session(name).run(outputs, inputs, options))
    except RuntimeError as error:
        raise EngineFailed(f"{name}: {error}"[:300]) from error
