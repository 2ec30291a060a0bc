"""How a call of the API describes itself: beside the view, in the words of JSON Schema.

`@described(...)` under the route says what the call takes and gives; `/api/openapi.json` is made of it, and
tests hold every answer against it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

Schema = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
UUID_TEXT: Schema = {"type": "string", "format": "uuid"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
_PLAIN: dict[Any, Schema] = {
    str: TEXT,
    int: NUMBER,
    float: {"type": "number"},
    bool: TRUTH,
    datetime: MOMENT,
    date: {"type": "string"},
    type(None): {"type": "null"},
    Any: {},
}


@dataclass(frozen=True, slots=True)
class Query:
    """A parameter of the address."""

    name: str
    words: str
    schema: Schema = field(default_factory=lambda: TEXT)
    many: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    answers: Mapping[int, Schema]
    """By status, of the answers that are no errors."""
    query: Sequence[Query] = ()
    body: Schema | None = None
    body_media: str = "application/json"
    media: str = "application/json"


def described(
    answers: Mapping[int, Schema],
    *,
    query: Sequence[Query] = (),
    body: Schema | None = None,
    body_media: str = "application/json",
    media: str = "application/json",
) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.call = Call(answers, query, body, body_media, media)  # type: ignore[attr-defined]
        return view

    return mark


def call_of(view: Callable[..., Any]) -> Call | None:
    found: Call | None = getattr(view, "call", None)
    return found


def thing(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these parts and no others."""
    parts = {**required, **(optional or {})}
    whole = {"type": "object", "required": sorted(required), "properties": parts}
    return {**whole, "additionalProperties": False}


def many(one: Schema) -> Schema:
    return {"type": "array", "items": one}


def or_nothing(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


def shape(kind: Any) -> Schema:
    """The schema of a dataclass as `asdict` and JSON write it, or of a type inside of one."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return thing({part.name: shape(hints[part.name]) for part in dataclasses.fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [shape(one) for one in arguments]}
    if origin in (tuple, list) or (isinstance(origin, type) and issubclass(origin, Sequence)):
        return many(shape(arguments[0]))
    return {"type": "object", "additionalProperties": shape(arguments[1])}
