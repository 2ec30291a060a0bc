"""The shapes of the story: people, visits, items and what is on each file. Values only, no drawing.

A file's content is one of the classes below; `studio` knows how to make each. `expect` of an item are the
words that must be found in it once it has been read or heard; tests and the searches to try use them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from schemas.holdings import AssetRole, ItemKind


@dataclass(frozen=True, slots=True)
class Man:
    """A fallen soldier of the story. `record` is his id in registry.csv; `spellings`: as papers write him."""

    key: str
    name: str
    record: str
    spellings: tuple[str, ...] = ()
    note: str = ""


class Paper(StrEnum):
    """What a page is written on."""

    PELURE = "pelure"
    RULED = "ruled"
    FORM = "form"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class TypedPage:
    """A page from a typewriter. `>` at the head of a line sets it right, `^` in the middle."""

    lines: tuple[str, ...]
    paper: Paper = Paper.PELURE
    stamp: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class HandPage:
    """A page written by hand: `hand` names the writing (`school`, `quick`, `careful`), pencil or ink."""

    lines: tuple[str, ...]
    hand: str = "school"
    pencil: bool = True
    heading: str = ""
    page_number: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A printed form filled in: (printed label, what is written after it) a line."""

    office: tuple[str, ...]
    title: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    closing: tuple[str, ...] = ()
    signer: tuple[str, ...] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Bằng Tổ quốc ghi công."""

    lines: tuple[str, ...]
    name: str
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A ruled table from a typewriter."""

    heading: tuple[str, ...]
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    """Shares of the width."""
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a sketch at (x, y) in thousandths of its size."""

    x: int
    y: int
    text: str
    size: int = 40


@dataclass(frozen=True, slots=True)
class Sketch:
    """A map drawn by hand. Lines are points in thousandths; a river has two banks."""

    labels: tuple[Label, ...]
    rivers: tuple[tuple[tuple[int, int], ...], ...] = ()
    roads: tuple[tuple[tuple[int, int], ...], ...] = ()
    trees: tuple[tuple[int, int], ...] = ()
    houses: tuple[tuple[int, int], ...] = ()
    graves: tuple[tuple[int, int], ...] = ()
    north: tuple[int, int] = (900, 110)


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    postmark: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stone:
    """A gravestone as photographed. `view` picks the camera: `near`, `left`, `right`, `far`."""

    lines: tuple[str, ...]
    """First the words above the name, then the name, then the rest."""
    view: str = "near"
    granite: str = "black"
    worn: float = 0.0
    """0 fresh gilt to 1 hardly legible."""


@dataclass(frozen=True, slots=True)
class Engraved:
    """A thing with scratched letters: `thing` is `canteen` or `spoon`."""

    thing: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """The front of an old photograph: figures without faces."""

    people: int = 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several pages as one PDF of pictures."""

    pages: tuple[TypedPage | HandPage, ...]


@dataclass(frozen=True, slots=True)
class TextPdf:
    """A PDF with a text layer, one tuple of lines a page."""

    pages: tuple[tuple[str, ...], ...]


class Voice(StrEnum):
    """Who speaks; `voices` in speech.py says how each sounds."""

    VETERAN = "veteran"
    SISTER = "sister"
    KEEPER = "keeper"
    COMRADE = "comrade"


@dataclass(frozen=True, slots=True)
class Speech:
    """Sentences as they are spoken. `suffix` is the file's format: wav, mp3, m4a, ogg, flac."""

    sentences: tuple[str, ...]
    voice: Voice
    suffix: str = "mp3"


@dataclass(frozen=True, slots=True)
class Film:
    """Still pictures with a voice over them."""

    stills: tuple[Sketch | Stone | HandPage, ...]
    speech: Speech


Content = (
    TypedPage
    | HandPage
    | FormPage
    | Certificate
    | ListPage
    | Sketch
    | Envelope
    | Stone
    | Engraved
    | Portrait
    | Bundle
    | TextPdf
    | Speech
    | Film
)


@dataclass(frozen=True, slots=True)
class DemoFile:
    name: str
    """File name without its suffix: as a phone or a scanner would have named it."""
    content: Content
    role: AssetRole = AssetRole.FRONT


@dataclass(frozen=True, slots=True)
class DemoItem:
    key: str
    kind: ItemKind
    title: str
    description: str
    files: tuple[DemoFile, ...]
    men: tuple[str, ...] = ()
    """Keys of the men it is about."""
    expect: tuple[str, ...] = ()
    """Words that must be found in it after reading or hearing (compared without marks or case)."""
    dated: str | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class DemoText:
    """A text as an imported list gives it."""

    id: str
    title: str
    text: str
    date: str
    source: str
    men: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoVisit:
    key: str
    title: str
    commune: str
    day: date
    family: str
    team: str
    witnesses: tuple[str, ...]
    known_names: tuple[str, ...]
    consent: str
    items: tuple[DemoItem, ...] = ()
    texts: tuple[DemoText, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Search:
    """A search to try: the words to type, why, and the items that must be among the first."""

    query: str
    why_vi: str
    why_en: str
    finds: tuple[str, ...]
