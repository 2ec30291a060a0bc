"""A case for the desk without any store: an item, who brought it, records of a list, a suggestion."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.bootstrap import Archive
from archive.linkage.importing import ListToImport, import_list
from archive.signing_in.accounts import create_user
from schemas.holdings import Accession, Asset, Item, ItemKind, Medium, StoredObject, Visit
from schemas.linkage import Evidence, Suggestion
from schemas.people import Role, User
from schemas.transcripts import Box, Locator

LIST = """Mã số,Họ và tên,Năm sinh,Hy sinh,Quê quán,Đơn vị
QT-001,Nguyễn Văn Hùng,1950,20/7/1972,"Triệu Ái, Quảng Trị","c3, d7, e66"
QT-002,Nguyễn Văn Hùng,1948,3/1968,"Hải Lăng, Quảng Trị",e27
QT-003,Lê Thị Pành,1952,1971,"Gio Linh, Quảng Trị",
"""
SOURCE = "sổ liệt sĩ thử"


@dataclass(frozen=True)
class Staff:
    volunteer: User
    commune: User
    other_commune: User
    province: User


def staff(archive: Archive) -> Staff:
    def person(login: str, role: Role) -> User:
        return create_user(
            archive, login, [role], name=login.title(), password="sông Thạch Hãn 1972", purpose="Trận 1972"
        )

    return Staff(
        person("nghien-cuu", Role.RESEARCHER),
        person("xa", Role.COMMUNE_VERIFIER),
        person("xa-hai", Role.COMMUNE_VERIFIER),
        person("tinh", Role.PROVINCE_VERIFIER),
    )


def import_martyrs(archive: Archive, folder: Path) -> dict[str, str]:
    """The list above; its ids and the archive's."""
    path = folder / "danh sách.csv"
    path.write_text(LIST, encoding="utf-8")
    import_list(archive.records, ListToImport(path, SOURCE, "import"))
    with archive.records() as records:
        known = records.known_rows(SOURCE, ["QT-001", "QT-002", "QT-003"])
    return {external_id: record_id for external_id, (record_id, _) in known.items()}


def bring_stone(archive: Archive, by: str, title: str = "Ảnh bia mộ") -> Item:
    """An item with one file that `by` sent."""
    visit = Visit("Thăm nghĩa trang", commune="Triệu Ái, Quảng Trị", code=title[-8:])
    item = Item(visit.id, ItemKind.GRAVESTONE, title)
    sha256 = hashlib.sha256(item.id.encode()).hexdigest()
    asset = Asset(item.id, sha256, "bia.jpg", Medium.IMAGE, "image/jpeg")
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 100, "image/jpeg"))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), by))
        records.commit()
    return item


def suggestion(item_id: str, record_id: str, probability: float = 0.97, asset_id: str = "") -> Suggestion:
    where = Locator(asset_id, 1, Box(400, 460, 400, 56)) if asset_id else None
    return Suggestion(
        item_id,
        record_id,
        "QT-001",
        "Nguyễn Văn Hùng",
        17.5,
        probability,
        (
            Evidence("name", "0.97", 12.0, "NGUYEN VAN HUNG", "Nguyễn Văn Hùng", where),
            Evidence("hometown", "agrees", 4.0, "Triệu Ái, Quảng Trị", "Triệu Ái, Quảng Trị"),
        ),
        (Evidence("birth", "differs", -2.5, "1952", "1950", where),),
        "lines and mentions 1, test",
    )


def suggest(archive: Archive, *made: Suggestion) -> None:
    with archive.records() as records:
        for item_id in {one.item_id for one in made}:
            records.replace_suggestions(item_id, [one for one in made if one.item_id == item_id])
        records.commit()
