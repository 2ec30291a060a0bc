"""What of a visit has come, as its pages show it: twins side by side, and the receipt as a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.papers.parts import Code, Heading, Lines, Paper, Paragraph, Table
from archive.ports import Catalogue
from archive.seeing import visible
from schemas.arrivals import Arrived, Underway
from schemas.holdings import PRACTICE, Visit
from search_ui.auth import person
from search_ui.presenters import figures
from search_ui.presenters.cards import Card, cards
from search_ui.presenters.labels import KINDS
from search_ui.words import _


@dataclass(frozen=True, slots=True)
class TwinShown:
    """Two items that hold the same file."""

    mine: Card
    other: Card
    visit_title: str
    visit_code: str


def twins_shown(records: Catalogue, visit_id: str) -> list[TwinShown]:
    """Only those of which the person may see both sides."""
    pairs = [
        (arrived.item_id, twin)
        for arrived in records.arrived_in(visit_id)
        for twin in records.twins_in(visit_id).get(arrived.asset_id, ())
    ]
    wanted = {item_id for mine, twin in pairs for item_id in (mine, twin.item_id)}
    shown = {
        card.id: card for card in cards(records, visible(records, person(), records.items(sorted(wanted))))
    }
    return [
        TwinShown(shown[mine], shown[twin.item_id], twin.visit_title, twin.visit_code)
        for mine, twin in pairs
        if mine in shown and twin.item_id in shown
    ]


def arrived_shown(records: Catalogue, visit: Visit) -> list[Arrived]:
    """Files of items that the person may see, in the order in which they came; of practice all."""
    arrived = records.arrived_in(visit.id)
    if visit.kind == PRACTICE:
        return list(arrived)
    items = records.items(sorted({one.item_id for one in arrived}))
    seen = {item.id for item in visible(records, person(), items)}
    return [one for one in arrived if one.item_id in seen]


def receipt_paper(
    visit: Visit, arrived: Sequence[Arrived], underway: Sequence[Underway], address: str, language: str
) -> Paper:
    """For the volunteer and for the family: what was handed over, each with its whole hash."""
    size = sum(one.size for one in arrived)
    rows = [
        (
            str(number),
            one.title or one.filename,
            str(KINDS[one.kind]),
            figures.size(one.size, language),
            one.sha256,
        )
        for number, one in enumerate(arrived, 1)
    ]
    told = [
        Paragraph(_("Gia đình: %(family)s. %(commune)s", family=visit.family or "…", commune=visit.commune)),
        Paragraph(
            _(
                "Kho đã nhận %(count)s tệp, %(size)s. Mỗi tệp đã được đọc lại và đối chiếu sau khi cất.",
                count=len(arrived),
                size=figures.size(size, language),
            )
        ),
    ]
    if underway:
        told.append(Paragraph(_("Còn %(count)s tệp chưa đến đủ.", count=len(underway))))
    return Paper(
        _("Biên nhận tư liệu, buổi thăm %(code)s", code=visit.code),
        [
            *told,
            Table(rows, (_("Số"), _("Tư liệu"), _("Loại"), _("Cỡ"), "SHA-256"), widths=(1, 4, 3, 2, 6)),
            Heading(_("Xem lại ở kho"), 2),
            Code(address, _("Mã buổi thăm: %(code)s", code=visit.code)),
            Lines(_("Người giao, người nhận, ngày, ký tên"), 2),
        ],
        footer=_("Ký Ức: kho tư liệu về liệt sĩ. Bản gốc được giữ nguyên vẹn."),
        language=language,
    )
