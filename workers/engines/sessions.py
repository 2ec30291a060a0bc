"""ONNX models of this process: opened once, on as many threads as the settings allow."""

from __future__ import annotations

from functools import cache

import onnxruntime

from archive import settings
from schemas.errors import EngineFailed
from workers.weights import locate


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """The model of that name in the weights folder. Raises WeightsMissing or EngineFailed.

    No memory arena: with pictures of changing size it only grows.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(settings.load().threads, 1)
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    path = locate(name)
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except RuntimeError as error:
        raise EngineFailed(f"{name}: {error}"[:300]) from error
