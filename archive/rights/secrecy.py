"""Stamps of state secrets in a text that was read: what carries one is set apart at once. Pure.

The three grades of Luật Bảo vệ bí mật nhà nước 117/2025/QH15. A stamp stands alone in its line, in capitals;
the same word inside a sentence ("giữ bí mật") is no stamp. Machines lose marks, so marks are not asked for.
"""

from __future__ import annotations

import re

from archive.authority.orthography import fold_text
from schemas.transcripts import Transcript

_STAMP = re.compile(r"\W*(?:do mat\W+)?(?:(tuyet|toi)\s+)?mat\W*\d{0,3}\W*")
_BARE = re.compile(r"\bM[ẬÂA]T\b")
"""The lowest grade, as machines read it. MẶT, MÁT and MẮT fold to the same letters and are other words."""
_LONGEST = 24


def stamp_in(text: Transcript) -> int | None:
    """Index of the first segment that is such a stamp, or None."""
    return next((index for index, one in enumerate(text.segments) if is_stamp(one.text)), None)


def is_stamp(line: str) -> bool:
    """Whether a line holds nothing but a stamp of secrecy."""
    said = " ".join(line.split())
    if len(said) > _LONGEST or said != said.upper():
        return False
    found = _STAMP.fullmatch(fold_text(said))
    return found is not None and bool(found.group(1) or _BARE.search(said))
