"""What the archive holds: items, their files, the stored bytes, and how they came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from schemas.ids import new_id
from schemas.rights import ThingState


class ItemKind(StrEnum):
    """Kinds of material. The value is the code used everywhere; labels are in the message catalogues."""

    DIARY = "nhat_ky"
    LETTER = "thu"
    DEATH_NOTICE = "giay_bao_tu"
    HONOUR_CERTIFICATE = "bang_to_quoc_ghi_cong"
    PAPER = "giay_to_khac"
    PHOTO = "anh"
    KEEPSAKE = "ky_vat"
    RELIC = "di_vat"
    HAND_DRAWN_MAP = "ban_do_ve_tay"
    GRAVE_SKETCH = "so_do_mo"
    TESTIMONY = "loi_ke"
    GRAVESTONE = "bia_mo"
    TEXT = "van_ban"


class Medium(StrEnum):
    IMAGE = "image"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"
    TEXT = "text"


class AssetRole(StrEnum):
    FRONT = "front"
    BACK = "back"
    DETAIL = "detail"
    PAGE = "page"
    RECORDING = "recording"
    TEXT = "text"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """What people talk about, search for and link."""

    visit_id: str
    kind: ItemKind
    title: str = ""
    description: str = ""
    """What the family said of it."""
    level: int = 1
    """Access level 0 (public) to 4 (restricted)."""
    external_id: str | None = None
    """The id that an imported list gave it."""
    source: str = ""
    dated: str | None = None
    """EDTF of the material itself, if known."""
    state: ThingState = ThingState.KEPT
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=_now)


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Bytes under their SHA-256, stored and compared once."""

    sha256: str
    size: int
    media_type: str
    stored_at: datetime = field(default_factory=_now)
    held_in: str = "objects"
    """`objects`: the object store; `records`: the first transcript of its asset is the original."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of an item. `metadata` is the file's own: time, camera, GPS, duration, pages."""

    item_id: str
    sha256: str
    filename: str
    medium: Medium
    media_type: str
    role: AssetRole = AssetRole.FRONT
    position: int = 0
    metadata: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=_now)


class DerivativeKind(StrEnum):
    WEB_IMAGE = "web_image"
    THUMBNAIL = "thumbnail"
    AUDIO_PROXY = "audio_proxy"
    WAVEFORM = "waveform"
    VIDEO_PROXY = "video_proxy"
    POSTER = "poster"
    STILL = "still"
    """Of a video, numbered as pages are; their seconds are `stills` of the asset's metadata."""
    TILES = "tiles"
    """A page in all its pixels, in tiles at every scale, for deep zoom."""


@dataclass(frozen=True, slots=True)
class Derivative:
    """Made from an asset for viewing; can be thrown away and made again."""

    asset_id: str
    kind: DerivativeKind
    key: str
    """Object-store key."""
    media_type: str
    page: int | None = None
    width: int | None = None
    height: int | None = None
    recipe: str = "1"


@dataclass(frozen=True, slots=True)
class Accession:
    """The act of taking a file in: who sent what, when, and the proof that it is stored."""

    asset_id: str
    visit_id: str
    sha256: str
    received_at: datetime
    by: str
    """User id, or `import`."""
    duplicate: bool = False
    """The same bytes were already held."""
    id: str = field(default_factory=new_id)


PRACTICE = "practice"
"""Kind of a visit that somebody made to learn: kept apart from everything, and cleared in the end."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who told, and what they lived through, as they said it."""

    name: str
    born: str = ""
    """A year, or as it was said."""
    served: str = ""
    """Units and years."""
    battles: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What the volunteer wrote down of a visit besides where, when and whom."""

    martyr: str = ""
    """Of whom the family spoke."""
    present: tuple[str, ...] = ()
    people: tuple[Witness, ...] = ()
    place: str = ""
    """The way to the house in words."""
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    """Metres, as the phone said it."""
    support: bool = False
    """Somebody needs support: the women's union is to be told."""
    looked_over_by: str = ""
    """Who of the team looked through it on the phone before it was sent."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A home visit, an import, or a public report: the unit of intake."""

    title: str
    commune: str = ""
    date: date | None = None
    team: str = ""
    family: str = ""
    witnesses: tuple[str, ...] = ()
    known_names: tuple[str, ...] = ()
    """Names, units and places known from the visit; they help the hearing."""
    kind: str = "visit"
    """`visit`, `import`, `report`, `demo`, `practice`."""
    code: str = ""
    """Short code that people can read out."""
    organisation_id: str | None = None
    organisation_path: str = ""
    """Where it belongs in the tree, as `lang-son/mau-son`; empty: to the root."""
    created_by: str | None = None
    account: Account = field(default_factory=Account)
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=_now)
