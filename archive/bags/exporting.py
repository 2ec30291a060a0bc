"""Writing an item as a bag: originals byte for byte, every version of its texts, metadata, what happened.

data/originals/<asset id>.<ending>
data/transcripts/<asset id>/<version id>.json, .txt, .vtt, .alto.xml, .page-N.xml
data/metadata/item.json, dublin-core.xml, thong-tu-05.json, premis.xml
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit
from lxml import etree

from archive import preservation
from archive.bags.describing import circular_05, dublin_core, dublin_core_xml
from archive.bags.premis import premis
from archive.bags.values import to_value
from archive.intake import Stores
from archive.keeping.version import VERSION
from archive.ports import Catalogue
from archive.transcription.exports.alto import to_alto
from archive.transcription.exports.page_xml import to_page_xml
from archive.transcription.webvtt import to_webvtt
from schemas.audit import AuditAct, AuditEntry
from schemas.bags import Parcel
from schemas.errors import DamagedObject, InvalidInput, Refused
from schemas.holdings import Asset, Item
from schemas.rights import ThingState
from schemas.transcripts import Transcript

PROFILE = "kyuc-item-1"
"""Stands in bag-info.txt: by it we know our own bags."""


def export_item(archive: Stores, item_id: str, folder: Path) -> Path:
    """A new bag `kyuc-<item id>` in the folder, whole or not at all; the caller has asked the policy.

    Raises NotFound, Refused (withdrawn, quarantined), InvalidInput (the bag stands already),
    StoreUnavailable, DamagedObject.
    """
    place = folder / f"kyuc-{item_id}"
    if place.exists():
        raise InvalidInput(
            "bag exists",
            vi="Trong thư mục đã có gói của tư liệu này. Hãy chọn thư mục khác.",
            en="The folder holds a bag of this item already. Choose another folder.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    with archive.records() as records:
        item = records.item(item_id)
        if item.state is not ThingState.KEPT:
            raise Refused(f"item is {item.state}")
        parcel, texts = _parcel(records, item)
        checks = {one.sha256: records.fixity_events_of(one.sha256) for one in parcel.objects}
        records.note(AuditEntry(AuditAct.EXPORTED, "item", item.id, details={"form": "bag"}))
        records.commit()
    with TemporaryDirectory(prefix=".bag-", dir=folder) as scratch:
        bag = Path(scratch) / "bag"
        _originals(archive, parcel, bag)
        _texts(parcel.assets, texts, bag)
        _metadata(parcel, bag, premis(parcel, texts, checks))
        about = {
            "Source-Organization": "Ký Ức",
            "External-Identifier": f"urn:uuid:{item.id}",
            "Bag-Software-Agent": f"kyuc {VERSION}",
            "Kyuc-Profile": PROFILE,
        }
        bagit.make_bag(str(bag), about, checksums=["sha256"])
        bag.replace(place)
    return place


def _parcel(records: Catalogue, item: Item) -> tuple[Parcel, list[Transcript]]:
    assets = tuple(records.assets_of(item.id))
    ids = {asset.id for asset in assets}
    objects = [records.stored_object(sha256) for sha256 in dict.fromkeys(asset.sha256 for asset in assets)]
    stated = records.consents_of([item.visit_id]).get(item.visit_id, ())
    consents = tuple(one for one in stated if one.item_id in (None, item.id))
    withheld = records.withheld_parts(sorted(ids))
    parcel = Parcel(
        visit=records.visit(item.visit_id),
        item=item,
        assets=assets,
        accessions=tuple(one for one in records.accessions_of(item.visit_id) if one.asset_id in ids),
        objects=tuple(one for one in objects if one is not None),
        consents=consents,
        withdrawals=tuple(records.withdrawals_of([one.id for one in consents])),
        withheld=tuple(part for parts in withheld.values() for part in parts),
    )
    return parcel, [text for asset in assets for text in records.transcripts(asset.id)]


def original_name(asset: Asset) -> str:
    """Plain letters only: the name that it came with stands in item.json."""
    ending = Path(asset.filename).suffix.lower()
    plain = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 9 else ""
    return f"{asset.id}{plain}"


def _originals(archive: Stores, parcel: Parcel, bag: Path) -> None:
    place = bag / "originals"
    place.mkdir(parents=True)
    sizes = {one.sha256: one.size for one in parcel.objects}
    for asset in parcel.assets:
        path = place / original_name(asset)
        with preservation.original(archive, asset) as stream, path.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        if path.stat().st_size != sizes[asset.sha256]:
            raise DamagedObject("an original has another size")


def _texts(assets: Sequence[Asset], texts: Sequence[Transcript], bag: Path) -> None:
    names = {asset.id: asset.filename for asset in assets}
    for text in texts:
        base = bag / "transcripts" / text.asset_id / text.id
        base.parent.mkdir(parents=True, exist_ok=True)
        _write(base.with_suffix(".json"), json.dumps(text.to_json(), ensure_ascii=False, indent=1))
        _write(base.with_suffix(".txt"), text.text)
        if text.pages:
            base.with_suffix(".alto.xml").write_bytes(to_alto(text, names[text.asset_id]))
            for page in text.pages:
                made = to_page_xml(text, page, names[text.asset_id])
                base.with_suffix(f".page-{page.number}.xml").write_bytes(made)
        else:
            with suppress(InvalidInput):  # a text without times
                _write(base.with_suffix(".vtt"), to_webvtt(text.segments))


def _metadata(parcel: Parcel, bag: Path, events: bytes) -> None:
    place = bag / "metadata"
    place.mkdir(parents=True)
    described = (parcel.item, parcel.visit, parcel.assets)
    _write(place / "item.json", json.dumps(to_value(parcel), ensure_ascii=False, indent=1))
    _write(place / "thong-tu-05.json", json.dumps(circular_05(*described), ensure_ascii=False, indent=1))
    dc = dublin_core_xml(dublin_core(*described))
    words = etree.tostring(dc, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    (place / "dublin-core.xml").write_bytes(words)
    (place / "premis.xml").write_bytes(events)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
