"""One line of a list of texts (JSON Lines): what it must hold, and what is wrong with it. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schemas.errors import InvalidInput
from schemas.holdings import ItemKind

_KNOWN = frozenset({"id", "title", "text", "date", "source", "kind"})
_KINDS = {kind.value: kind for kind in ItemKind} | {kind.name.lower(): kind for kind in ItemKind}
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text of a list. `record` keeps every field that has no place of its own, as it was given."""

    external_id: str
    text: str
    title: str = ""
    source: str = ""
    kind: ItemKind = ItemKind.TEXT
    dated: str | None = None
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Of the text as UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def parse_line(line: bytes) -> TextLine:
    """Raises InvalidInput with what is wrong."""
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _wrong("dòng không phải UTF-8", "the line is not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise _wrong("dòng không phải JSON hợp lệ", "the line is not valid JSON") from error
    if not isinstance(data, dict):
        raise _wrong("dòng phải là một đối tượng JSON {…}", "the line must be a JSON object {…}")
    external_id, text = data.get("id"), data.get("text")
    if (
        isinstance(external_id, bool)
        or not isinstance(external_id, str | int)
        or not str(external_id).strip()
    ):
        raise _wrong('thiếu trường "id"', 'the field "id" is missing')
    if len(str(external_id)) > _LONGEST_ID:
        raise _wrong('trường "id" quá dài', 'the field "id" is too long')
    if not isinstance(text, str) or not text.strip():
        raise _wrong('thiếu trường "text" hoặc văn bản rỗng', 'the field "text" is missing or empty')
    kind, dated = _KINDS.get(str(data.get("kind", "")).lower()), iso_date(str(data.get("date") or ""))
    record = {name: value for name, value in data.items() if name not in _KNOWN}
    if kind is None and data.get("kind") is not None:
        record["kind"] = data["kind"]
    if dated is None and data.get("date"):
        record["date"] = data["date"]
    return TextLine(
        str(external_id).strip(),
        _storable(text),
        _label(data.get("title")),
        _label(data.get("source")),
        kind or ItemKind.TEXT,
        dated,
        record,
    )


def iso_date(written: str) -> str | None:
    """`30/4/1975`, `4/1975`, `1975`, `1975-04-30…` as an ISO day, month or year; None for anything else."""
    written = written.strip()
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(written.split("T")[0].split(" ")[0]):
        year, month, day = match.groups()
    else:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def _storable(text: str) -> str:
    """As written, but for lone surrogates and NUL, which no database keeps."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _label(value: object) -> str:
    return unicodedata.normalize("NFC", _storable(str(value or ""))).strip()


def _wrong(vi: str, en: str) -> InvalidInput:
    return InvalidInput(en, vi=f"Bỏ qua dòng này: {vi}.", en=f"This line was left out: {en}.")
