"""Liệt sĩ có thể liên quan: what the machine proposes, how strongly, and the words on each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archive.linkage.strength import Strength, strength_of
from schemas.linkage import Evidence, Suggestion
from search_ui.addresses import address
from search_ui.presenters.figures import time_code
from search_ui.presenters.locators import arguments

STRENGTHS: dict[Strength, tuple[str, LazyString]] = {
    Strength.STRONG: ("done", _("Căn cứ mạnh")),
    Strength.FAIR: ("doubt", _("Căn cứ vừa")),
    Strength.WEAK: ("waiting", _("Căn cứ yếu")),
}
FEATURES: dict[str, LazyString] = {
    "name": _("Họ tên"),
    "birth": _("Năm sinh"),
    "death": _("Ngày hy sinh"),
    "hometown": _("Quê quán"),
    "unit": _("Đơn vị"),
    "rank": _("Cấp bậc"),
    "cemetery": _("Nghĩa trang"),
    "grave": _("Phần mộ"),
    "certificate": _("Số giấy báo tử, Bằng Tổ quốc ghi công"),
}
FULL_BITS = 16.0
"""A weight that fills the bar: 1 in 65,536."""


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    label: str
    here: str
    record: str
    share: float
    agrees: bool
    address: str | None
    place: str


@dataclass(frozen=True, slots=True)
class ShownMartyr:
    record_id: str
    name: str
    external_id: str
    look: str
    strength: str
    evidence: list[ShownEvidence]


def shown_martyrs(item_id: str, suggestions: Sequence[Suggestion]) -> list[ShownMartyr]:
    """Strongest first."""
    ordered = sorted(suggestions, key=lambda one: (-one.probability, -one.weight, one.record_id))
    return [_martyr(item_id, one) for one in ordered]


def _martyr(item_id: str, suggestion: Suggestion) -> ShownMartyr:
    look, words = STRENGTHS[strength_of(suggestion)]
    weighed = [(one, True) for one in suggestion.evidence]
    weighed += [(one, False) for one in suggestion.contradictions]
    return ShownMartyr(
        record_id=suggestion.record_id,
        name=suggestion.name,
        external_id=suggestion.external_id,
        look=look,
        strength=str(words),
        evidence=[_evidence(item_id, one, agrees) for one, agrees in weighed if one.left or one.right],
    )


def _evidence(item_id: str, one: Evidence, agrees: bool) -> ShownEvidence:
    where = one.where
    return ShownEvidence(
        label=str(FEATURES.get(one.feature, one.feature)),
        here=one.left,
        record=one.right,
        share=min(abs(one.weight) / FULL_BITS, 1.0),
        agrees=agrees,
        address=address("items.show", arguments(where), item_id=item_id) if where else None,
        place=time_code(where.start) if where and where.start is not None else "",
    )
