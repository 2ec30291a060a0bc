"""Our dataclasses as plain JSON values and back, by their types: what a bag holds can be read without us."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def to_value(made: Any) -> Any:
    """Dates as ISO 8601, sets as sorted lists."""
    if is_dataclass(made) and not isinstance(made, type):
        return {part.name: to_value(getattr(made, part.name)) for part in fields(made)}
    if isinstance(made, datetime | date):
        return made.isoformat()
    if isinstance(made, Enum):
        return made.value
    if isinstance(made, frozenset | set):
        return sorted(to_value(one) for one in made)
    if isinstance(made, tuple | list):
        return [to_value(one) for one in made]
    if isinstance(made, Mapping):
        return {str(name): to_value(value) for name, value in made.items()}
    return made


def from_value(kind: type[Made], value: Any) -> Made:
    """Raises ValueError, TypeError, KeyError for what does not fit; unknown fields are refused."""
    return cast(Made, _made(kind, value))


def _made(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _made(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin in (tuple, frozenset):
        return origin(_made(get_args(kind)[0], one) for one in value)
    if origin is not None or kind is Any:
        return value
    if is_dataclass(kind):
        return _dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if not isinstance(value, kind) and not (kind is float and isinstance(value, int)):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _dataclass(kind: Any, value: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    if unknown := set(value) - set(hints):
        raise ValueError(f"{kind.__name__} has no {sorted(unknown)}")
    return kind(**{name: _made(hints[name], given) for name, given in value.items()})
