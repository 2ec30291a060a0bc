"""Taking a bag of ours in: the same item again, with its ids, hashes and every version of its texts.

Nothing in a bag is trusted: what it names outside itself, links, lists of files to fetch, or other words than
its manifests say, refuses all of it before anything is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bagit

from archive.bags.exporting import PROFILE, original_name
from archive.bags.values import from_value
from archive.intake import Stores, open_visit, wake
from archive.ports import Catalogue
from archive.rights.policy import lies_in
from archive.route import first_stages
from schemas.audit import AuditAct, AuditEntry
from schemas.bags import Parcel
from schemas.errors import Conflict, DamagedObject, InvalidInput, Refused
from schemas.processing import Stage, StageState
from schemas.transcripts import Transcript

_LARGEST_JSON = 64_000_000


class BadBag(InvalidInput):
    code = "bad_bag"
    vi = "Gói này hỏng hoặc bị sửa: tệp không khớp với danh mục của gói. Chưa có gì được nhận."
    en = "This bag is damaged or was changed: its files are not those of its manifest. Nothing was taken in."


class ForeignBag(InvalidInput):
    code = "foreign_bag"
    vi = "Đây không phải gói tư liệu do Ký Ức xuất ra. Chưa có gì được nhận."
    en = "This is no bag that Ký Ức exported. Nothing was taken in."


class ItemStands(Conflict):
    code = "item_stands"
    vi = "Kho này đã có tư liệu của gói. Chưa có gì thay đổi."
    en = "This archive holds the item of the bag already. Nothing was changed."


def bags_in(folder: Path) -> list[Path]:
    """The folder itself if it is a bag, else the bags in it. Raises ForeignBag where there is none."""
    if (folder / "bagit.txt").is_file():
        return [folder]
    found = sorted(path.parent for path in folder.glob("*/bagit.txt"))
    if not found:
        raise ForeignBag(str(folder))
    return found


def import_bag(archive: Stores, folder: Path, place: str = "") -> Parcel:
    """`place`: of the organisation tree, in which its visit must lie.

    Raises BadBag, ForeignBag, ItemStands, Refused (another place), StoreUnavailable, DamagedObject.
    """
    _sound(folder)
    parcel, texts = _contents(folder)
    if not lies_in(parcel.visit.organisation_path, place):
        raise Refused(
            "bag of another place",
            vi="Tư liệu trong gói thuộc nơi khác với nơi bạn làm việc. Chưa có gì được nhận.",
            en="The item of this bag belongs to another place than yours. Nothing was taken in.",
        )
    with archive.records() as records:
        if records.items([parcel.item.id]) or any(records.find_asset(asset.id) for asset in parcel.assets):
            raise ItemStands()
    _deposit(archive, folder, parcel)
    visit = open_visit(archive, replace(parcel.visit, organisation_id=None))
    with archive.records() as records:
        _enter(records, replace(parcel, visit=visit), texts)
        planned = _plan(records, parcel, texts)
        records.note(AuditEntry(AuditAct.FILE_RECEIVED, "item", parcel.item.id, details={"form": "bag"}))
        records.commit()
    wake(archive.queue, planned)
    return parcel


def _sound(folder: Path) -> None:
    """What bagit checks, and what it leaves open: links, files elsewhere, files to be fetched."""
    if (folder / "fetch.txt").exists() or any(_suspicious(folder)):
        raise BadBag("fetch.txt, links or paths that lead out")
    try:
        bag = bagit.Bag(str(folder))
        if bag.info.get("Kyuc-Profile") != PROFILE:
            raise ForeignBag()
        if "sha256" not in bag.algorithms:
            raise BadBag("no SHA-256 manifest")
        bag.validate(processes=1)
    except (bagit.BagError, OSError, UnicodeDecodeError, ValueError) as error:
        raise BadBag(type(error).__name__) from error


def _suspicious(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        yield from (path for name in (*folders, *files) if (path := Path(root) / name).is_symlink())
    for manifest in folder.glob("*manifest-*.txt"):
        for line in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
            name = Path(line.partition(" ")[2].strip().lstrip("*"))
            if name.is_absolute() or ".." in name.parts or "~" in name.parts[:1]:
                yield name


def _contents(folder: Path) -> tuple[Parcel, list[Transcript]]:
    try:
        parcel = from_value(Parcel, json.loads(_read(folder / "data" / "metadata" / "item.json")))
        texts = [
            Transcript.from_json(json.loads(_read(path)))
            for path in sorted((folder / "data" / "transcripts").glob("*/*.json"))
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadBag(type(error).__name__) from error
    ids, held = {asset.id for asset in parcel.assets}, {one.sha256 for one in parcel.objects}
    fits = (
        all(asset.item_id == parcel.item.id and asset.sha256 in held for asset in parcel.assets)
        and ids.issuperset(one.asset_id for one in parcel.withheld)
        and ids.issuperset(text.asset_id for text in texts)
        and {one.asset_id for one in parcel.accessions} == ids
        and parcel.item.visit_id == parcel.visit.id
        and all(one.visit_id == parcel.visit.id for one in parcel.consents)
    )
    if not fits:
        raise BadBag("its parts do not belong together")
    return parcel, sorted(texts, key=lambda text: text.id)


def _read(path: Path) -> str:
    if path.stat().st_size > _LARGEST_JSON:
        raise ValueError("too large")
    return path.read_text(encoding="utf-8")


def _deposit(archive: Stores, folder: Path, parcel: Parcel) -> None:
    """Originals are proven stored, under the hashes that the bag names, before the records name them."""
    held = {one.sha256: one for one in parcel.objects}
    for asset in parcel.assets:
        if held[asset.sha256].held_in != "objects":
            continue
        path = folder / "data" / "originals" / original_name(asset)
        if not path.is_file():
            raise BadBag("an original is missing")
        if archive.objects.deposit_file(path, asset.media_type).sha256 != asset.sha256:
            raise DamagedObject("an original has another hash than its record says")


def _enter(records: Catalogue, parcel: Parcel, texts: list[Transcript]) -> None:
    records.add_item(parcel.item)
    records.add_objects(parcel.objects)
    received = {one.asset_id: one for one in parcel.accessions}
    records.add_assets([(asset, received[asset.id]) for asset in parcel.assets])
    records.add_transcripts(texts)
    for consent in parcel.consents:
        records.add_consent(replace(consent, withdrawn=frozenset()))
    known = {one.id for one in records.withdrawals_of([one.id for one in parcel.consents])}
    for withdrawal in parcel.withdrawals:
        if withdrawal.id not in known:
            records.withdraw_consent(withdrawal)
    for part in parcel.withheld:
        records.add_withheld(part)


def _plan(records: Catalogue, parcel: Parcel, texts: list[Transcript]) -> list[StageState]:
    """What is made for viewing and searching is made here; what was read or heard is not read again."""
    read = {text.asset_id for text in texts}
    planned = []
    for asset in parcel.assets:
        first = first_stages(asset.medium)
        stages = [one for one in first if one is Stage.MAKE_DERIVATIVES] if asset.id in read else list(first)
        stages += [Stage.EXTRACT_MENTIONS] if asset.id in read else []
        planned += [records.plan_stage(asset.id, parcel.item.id, stage) for stage in stages]
    if not parcel.assets:
        planned.append(records.plan_stage(parcel.item.id, parcel.item.id, Stage.INDEX_ITEM))
    return planned
