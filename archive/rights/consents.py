"""What several statements of consent allow together, and what makes one valid. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

from archive.authority.orthography import nfc
from schemas.consent import Consent, Purpose
from schemas.errors import InvalidInput

TEXT_VERSION = "2026-11"
TEXT = (
    "Gia đình tự nguyện cho số hóa tư liệu và lời kể. Gia đình chọn riêng từng việc được làm với tư liệu; "
    "không chọn là không đồng ý. Bản gốc vẫn thuộc về gia đình. Gia đình có thể xem, sửa, rút lại đồng ý "
    "hoặc yêu cầu xóa bất cứ lúc nào, ở nơi đã thu thập hoặc bằng mã buổi thăm, không phải nêu lý do."
)
"""What is read to the family before they choose. A change of words is a new version."""
TEXT_SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def allowed(
    statements: Iterable[Consent], item_id: str | None = None, today: date | None = None
) -> frozenset[Purpose] | None:
    """What every party allows for an item (None: for the visit as a whole). None: nobody was ever asked.

    Of each party the newest statement holds, and one about this very item before one about the visit.
    """
    today = today or datetime.now(UTC).date()
    newest: dict[str, Consent] = {}
    for one in sorted(statements, key=lambda one: (one.item_id is not None, one.given_at, one.id)):
        if one.item_id in (None, item_id):
            newest[party_key(one)] = one
    if not newest:
        return None
    return frozenset.intersection(*(standing(one, today) for one in newest.values()))


def party_key(one: Consent) -> str:
    """The same person, however their name was spaced or capitalised."""
    return " ".join(nfc(one.party).casefold().split())


def standing(one: Consent, today: date) -> frozenset[Purpose]:
    """What this statement still allows on this day."""
    if one.until is not None and one.until < today:
        return frozenset()
    return one.purposes - one.withdrawn


def check(given: Consent) -> None:
    """Raises InvalidInput with the sentence for who enters it."""
    if Purpose.KEEPING not in given.purposes:
        raise InvalidInput(
            "no consent for keeping",
            vi="Gia đình chưa đồng ý cho lưu trữ thì không gửi được buổi thăm.",
            en="Without the family's consent for keeping a visit cannot be sent.",
        )
    if not given.party.strip():
        raise InvalidInput(
            "party", vi="Hãy ghi tên người đồng ý.", en="Enter the name of the person who consents."
        )
    if given.minor and not given.guardian.strip():
        raise InvalidInput(
            "guardian",
            vi="Người dưới 18 tuổi cần người giám hộ đồng ý. Hãy ghi tên người giám hộ.",
            en="For a person under 18 a guardian must consent. Enter the guardian's name.",
        )
    if given.until is not None and given.until < given.given_at.date():
        raise InvalidInput(
            "until", vi="Ngày hết hạn đồng ý đã qua.", en="The consent's last day has passed already."
        )
