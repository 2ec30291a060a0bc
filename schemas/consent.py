"""What a person we met allowed: for which purposes, in which words, until when."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """Each is allowed by itself; none follows from another. The value is the code that phones send."""

    KEEPING = "luu_tru"
    """Lưu trữ: without it nothing is kept."""
    RESEARCH = "nghien_cuu"
    VERIFICATION = "xac_minh"
    PUBLICATION = "cong_bo"
    MACHINE = "may"
    """Xử lý bằng máy: reading, hearing, finding names, proposing links."""
