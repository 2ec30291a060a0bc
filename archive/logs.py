"""Log lines as JSON, one a line, that join: each carries the number of the request or the job it belongs to.

No personal data: our messages hold ids and codes, and of an exception its kind and where it was raised are
written, never its words or values, because a library may put a name or a line of a letter into them.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from archive.audit.actor import actor

_ROOT = str(Path(__file__).resolve().parent.parent) + "/"
_DEEPEST = 12
"""Frames told of a trace, from where it was raised."""


def configure() -> None:
    """This process's log from now on, on standard error. Whoever has set one up keeps it."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def formatter() -> logging.Formatter:
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _who_and_what,
        _raised,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _who_and_what(_logger: Any, _name: str, event: EventDict) -> EventDict:
    here = actor()
    if here.request:
        event["request"] = here.request
    if here.id:
        event["by"] = here.id
    return event


def _raised(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """The kind of the exception and of its causes, and where it was raised."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    record = event.get("_record")
    if record is not None:
        record.exc_info, record.exc_text = None, None
    if isinstance(error, BaseException):
        event["raised"] = _kinds(error)
        event["at"] = _frames(error.__traceback__)
    return event


def _kinds(error: BaseException) -> list[str]:
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _DEEPEST:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return kinds


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    return [f"{one.filename.removeprefix(_ROOT)}:{one.lineno} {one.name}" for one in frames]
