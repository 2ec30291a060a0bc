"""The item page as values: the file that is open, the sight or sound of it, its text, its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from archive.ports import Catalogue
from archive.rights.processing import readable
from archive.rights.withholding import mask_of, mentions_left, without
from archive.seeing import hidden_parts, thing_of
from schemas.holdings import Asset, Derivative, DerivativeKind, Item, Medium, StoredObject
from schemas.mentions import Mention
from schemas.transcripts import Transcript
from search_ui.auth import person
from search_ui.presenters.lines import Line, lines
from search_ui.presenters.locators import Wanted
from search_ui.words import _

SEEN = (Medium.IMAGE, Medium.DOCUMENT)
HEARD = (Medium.AUDIO, Medium.VIDEO)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of an item, opened at one place."""

    asset: Asset
    stored: StoredObject | None
    transcript: Transcript | None
    mentions: Sequence[Mention]
    derivatives: Sequence[Derivative]
    page: int | None
    pages: int
    lines: list[Line]
    wanted: Wanted
    parted: str = ""
    """Changes with what is withheld of the file, and with it the addresses of its pictures and sounds."""

    @property
    def seen(self) -> bool:
        return self.asset.medium in SEEN

    @property
    def heard(self) -> bool:
        return self.asset.medium in HEARD

    def derivative(self, kind: DerivativeKind, page: int | None = None) -> Derivative | None:
        found = [made for made in self.derivatives if made.kind is kind]
        exact = [made for made in found if (made.page or 1) == (page or 1)]
        return exact[0] if exact else None

    @property
    def image(self) -> Derivative | None:
        return self.derivative(DerivativeKind.WEB_IMAGE, self.page)

    @property
    def proxy(self) -> Derivative | None:
        return self.derivative(DerivativeKind.AUDIO_PROXY) or self.derivative(DerivativeKind.VIDEO_PROXY)

    @property
    def original_key(self) -> str:
        """Changes when the picture or the proxy becomes ready: then the region is drawn anew."""
        made = self.image if self.seen else self.proxy
        wave = self.derivative(DerivativeKind.WAVEFORM)
        boxes = self.transcript.id if self.seen and self.transcript else ""
        return "|".join(
            [self.asset.id, str(self.page), made.key if made else "", wave.key if wave else "", boxes]
        )

    @property
    def text_key(self) -> str:
        return f"{self.transcript.id if self.transcript else ''}|{len(self.mentions)}"


def open_sheet(records: Catalogue, item: Item, wanted: Wanted) -> Sheet | None:
    """The file that the address asks for, else the first; None while the item has no file."""
    assets = sorted(records.assets_of(item.id), key=lambda one: (one.position, one.id))
    if not assets:
        return None
    asset = next((one for one in assets if one.id == wanted.asset), assets[0])
    transcript = records.current_transcript(asset.id)
    if transcript and not readable(transcript, thing_of(records, item)):
        transcript = None
    hidden = hidden_parts(records, person(), item)
    transcript = without(transcript, hidden) if transcript else None
    derivatives = records.derivatives_of(asset.id)
    pages = _page_count(asset, transcript, derivatives)
    page = min(wanted.page or 1, pages) if asset.medium in SEEN else None
    mentions = mentions_left(records.mentions_of(transcript.id), transcript) if transcript else ()
    shown = lines(transcript, mentions, wanted, page) if transcript else []
    return Sheet(
        asset=asset,
        stored=records.stored_object(asset.sha256),
        transcript=transcript,
        mentions=mentions,
        derivatives=derivatives,
        page=page,
        pages=pages,
        lines=shown,
        wanted=wanted,
        parted=mask_of(records.withheld_parts([asset.id]).get(asset.id, ())),
    )


def _address(sheet: Sheet, kind: DerivativeKind, page: int | None = None) -> str:
    """Where the file lies; another address once something else is withheld of it."""
    v = sheet.parted or None
    return url_for("media.derivative", asset_id=sheet.asset.id, kind=kind.value, page=page, v=v)


def _page_count(asset: Asset, transcript: Transcript | None, derivatives: Sequence[Derivative]) -> int:
    known = asset.metadata.get("pages")
    counts = [known if isinstance(known, int) else 1, len(transcript.pages) if transcript else 1]
    counts += [made.page for made in derivatives if made.page]
    return max(counts)


def sight(sheet: Sheet) -> dict[str, Any] | None:
    """What the viewer needs: image, the size in which boxes count, the lines, the box that was asked for."""
    image = sheet.image
    if image is None:
        return None
    info = (
        next((page for page in sheet.transcript.pages if page.number == sheet.page), None)
        if sheet.transcript
        else None
    )
    width = info.width if info else image.width or 1
    height = info.height if info else image.height or 1
    target = sheet.wanted.box if sheet.wanted.page in (sheet.page, None) else None
    address = _address(sheet, DerivativeKind.WEB_IMAGE, sheet.page)
    deep = sheet.derivative(DerivativeKind.TILES, sheet.page)
    return {
        "image": address,
        "tiles": url_for("iiif.info", asset_id=sheet.asset.id, page=sheet.page) if deep else None,
        "width": width,
        "height": height,
        "lines": [{"id": line.id, "box": line.box.as_list()} for line in sheet.lines if line.box],
        "target": target.as_list() if target else None,
        "number": sheet.page,
        "asset": sheet.asset.id,
    }


def sound(sheet: Sheet, nonce: str) -> dict[str, Any]:
    """What the player needs: the waveform's address, the length, the second to stand at."""
    wave = sheet.derivative(DerivativeKind.WAVEFORM)
    duration = sheet.transcript.duration if sheet.transcript else sheet.asset.metadata.get("duration")
    return {
        "duration": duration,
        "waveform": _address(sheet, DerivativeKind.WAVEFORM) if wave else None,
        "start": sheet.wanted.second,
        "nonce": nonce,
        "asset": sheet.asset.id,
    }


def stills(sheet: Sheet) -> list[tuple[float, str, Derivative]]:
    """The strip of a video: second, address and size of each picture that was made."""
    seconds = sheet.asset.metadata.get("stills", ())
    made = {one.page: one for one in sheet.derivatives if one.kind is DerivativeKind.STILL}
    return [
        (second, url_for("media.derivative", asset_id=sheet.asset.id, kind="still", page=number), still)
        for number, second in enumerate(seconds, start=1)
        if (still := made.get(number))
    ]


def original_facts(asset: Asset) -> list[tuple[str, str]]:
    """What the file itself says: when and with what it was made, where, how long."""
    said = asset.metadata
    labels = {
        "taken": _("Thời điểm ghi trong tệp"),
        "camera": _("Máy chụp, máy ghi"),
        "gps": _("Tọa độ trong tệp"),
        "width": _("Chiều rộng"),
        "height": _("Chiều cao"),
        "pages": _("Số trang"),
    }
    return [
        (label, _shown(said[name])) for name, label in labels.items() if said.get(name) not in (None, "", [])
    ]


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)
