"""What an item is, in the words of other archives: Dublin Core, and Thông tư 05/2025/TT-BNV."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from schemas.holdings import Asset, Item, ItemKind, Visit

KINDS = {
    ItemKind.DIARY: "Nhật ký chiến trường",
    ItemKind.LETTER: "Thư",
    ItemKind.DEATH_NOTICE: "Giấy báo tử",
    ItemKind.HONOUR_CERTIFICATE: "Bằng Tổ quốc ghi công",
    ItemKind.PAPER: "Giấy tờ khác",
    ItemKind.PHOTO: "Ảnh",
    ItemKind.KEEPSAKE: "Kỷ vật",
    ItemKind.RELIC: "Di vật",
    ItemKind.HAND_DRAWN_MAP: "Bản đồ vẽ tay",
    ItemKind.GRAVE_SKETCH: "Sơ đồ mộ",
    ItemKind.TESTIMONY: "Lời kể",
    ItemKind.GRAVESTONE: "Bia mộ",
    ItemKind.TEXT: "Văn bản",
}
_TYPES = {"image": "StillImage", "document": "Text", "audio": "Sound", "video": "MovingImage", "text": "Text"}
LEVELS = (
    "Công khai",
    "Nội bộ chương trình",
    "Nghiên cứu",
    "Xác minh",
    "Hạn chế đặc biệt",
)
_DC = "http://purl.org/dc/elements/1.1/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def title_of(item: Item) -> str:
    return item.title or KINDS[item.kind]


def dublin_core(item: Item, visit: Visit, assets: Sequence[Asset]) -> list[tuple[str, str]]:
    """Elements in order, repeated where there are several values; nothing that is not known."""
    types = dict.fromkeys(_TYPES[asset.medium] for asset in assets)
    formats = dict.fromkeys(asset.media_type for asset in assets)
    values = [
        ("title", title_of(item)),
        ("description", item.description),
        ("date", item.dated or ""),
        ("subject", KINDS[item.kind]),
        *(("type", one) for one in types),
        *(("format", one) for one in formats),
        ("identifier", f"urn:uuid:{item.id}"),
        ("identifier", item.external_id or ""),
        ("source", item.source),
        ("language", "vi"),
        ("coverage", visit.commune),
        ("rights", LEVELS[item.level]),
    ]
    return [(name, value) for name, value in values if value]


def dublin_core_xml(values: Sequence[tuple[str, str]]) -> etree._Element:
    """As `oai_dc:dc`."""
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    for name, value in values:
        etree.SubElement(root, f"{{{_DC}}}{name}").text = xml_text(value)
    return root


def circular_05(item: Item, visit: Visit, assets: Sequence[Asset]) -> dict[str, str | int]:
    """Under the names of the circular; what we were never told is left empty, not guessed."""
    pages = sum(int(asset.metadata.get("pages") or 1) for asset in assets)
    return {
        "Mã tài liệu": item.external_id or item.id,
        "Mã hồ sơ": visit.code or visit.id,
        "Tiêu đề": title_of(item),
        "Loại tài liệu": KINDS[item.kind],
        "Thời gian": item.dated or "",
        "Thời hạn lưu trữ": "Vĩnh viễn",
        "Mức độ tiếp cận": LEVELS[item.level],
        "Ngôn ngữ": "Tiếng Việt",
        "Từ khóa": KINDS[item.kind],
        "Số tờ/trang": pages,
        "Tình trạng vật lý": "",
        "Nơi sưu tầm": visit.commune,
        "Ngày sưu tầm": visit.date.isoformat() if visit.date else "",
        "Ghi chú": item.description,
    }


def xml_text(text: str) -> str:
    """Without the control characters that XML does not take."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r"
        or (
            ord(letter) >= 0x20
            and ord(letter) not in (0xFFFE, 0xFFFF)
            and not 0xD800 <= ord(letter) <= 0xDFFF
        )
    )
