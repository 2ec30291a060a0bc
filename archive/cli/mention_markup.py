"""Gold texts that people can read and write: `⟦kind text⟧` or `⟦kind text ⇒ value⟧`, blank lines between."""

from __future__ import annotations

import re
from typing import Any

_MARK = re.compile(r"⟦(?P<kind>[a-z]+) (?P<text>[^⟦⟧⇒]+?)(?: ⇒ (?P<value>[^⟦⟧]*))?⟧")


def read_markup(source: str) -> list[dict[str, Any]]:
    """Rows `{"text", "mentions": [{"kind", "start", "end", "text", "value"?}]}`; # opens a comment."""
    blocks = re.split(r"\n\s*\n", "\n".join(line for line in source.splitlines() if not line.startswith("#")))
    return [_row(block.strip("\n")) for block in blocks if block.strip()]


def _row(block: str) -> dict[str, Any]:
    text, mentions, at = "", [], 0
    for match in _MARK.finditer(block):
        text += block[at : match.start()]
        mention: dict[str, Any] = {"kind": match["kind"], "start": len(text), "text": match["text"]}
        text += match["text"]
        mention["end"] = len(text)
        if match["value"] is not None:
            mention["value"] = match["value"]
        mentions.append(mention)
        at = match.end()
    text += block[at:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"unread mark in {text[:60]!r}")
    return {"text": text, "mentions": mentions}
