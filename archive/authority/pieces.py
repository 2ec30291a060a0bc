"""Long texts in pieces that end where a line, a sentence or at least a word does."""

from __future__ import annotations

from collections.abc import Iterator


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    """Each piece of at most `size` code points with its offset; together they are the text."""
    at = 0
    while at < len(text):
        end = min(at + size, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", at + size // 2, end), text.rfind(". ", at + size // 2, end))
            cut = cut if cut > 0 else text.rfind(" ", at + size // 2, end)
            end = cut + 1 if cut > 0 else end
        yield at, text[at:end]
        at = end
