"""An item as a manifest of the Presentation API 3: pages and recordings as canvases, lines as annotations.

Boxes count in pixels of the upright original, and so do the canvases, so no coordinate is changed.
Source: https://iiif.io/api/presentation/3.0/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from schemas.holdings import Asset, Derivative, DerivativeKind, Item, Medium
from schemas.transcripts import Segment, Transcript

_CONTEXTS = ["http://iiif.io/api/search/2/context.json", "http://iiif.io/api/presentation/3/context.json"]
PRESENTATION = "http://iiif.io/api/presentation/3/context.json"


class Addresses(Protocol):
    """Where each thing is found from outside, as whole addresses."""

    def manifest(self) -> str: ...
    def search(self) -> str: ...
    def page(self) -> str: ...
    def lines(self, asset_id: str, page: int) -> str: ...
    def picture(self, asset_id: str, page: int) -> str:
        """Of the image service, without a slash at its end."""
        ...

    def file(self, asset_id: str, kind: str, page: int) -> str: ...
    def captions(self, asset_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of an item with what was made of it; the text only where it may be seen."""

    asset: Asset
    derivatives: Sequence[Derivative]
    transcript: Transcript | None = None

    def made(self, kind: DerivativeKind, page: int = 1) -> Derivative | None:
        return next((one for one in self.derivatives if one.kind is kind and (one.page or 1) == page), None)

    @property
    def pages(self) -> list[Derivative]:
        found = [one for one in self.derivatives if one.kind is DerivativeKind.WEB_IMAGE]
        return sorted(found, key=lambda one: one.page or 1)


@dataclass(frozen=True, slots=True)
class Described:
    """What is told of the item, each value under its Vietnamese and English label."""

    title: str
    summary: str = ""
    values: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    """Label in Vietnamese, label in English, value."""


def manifest(item: Item, told: Described, files: Sequence[Shown], at: Addresses) -> dict[str, Any]:
    """Files without anything to show yet are left out; a manifest needs at least one that has."""
    canvases = [canvas for shown in files for canvas in _canvases(shown, at)]
    made: dict[str, Any] = {
        "@context": _CONTEXTS,
        "id": at.manifest(),
        "type": "Manifest",
        "label": {"vi": [told.title]},
        "metadata": [
            {"label": {"vi": [vi], "en": [en]}, "value": {"none": [value]}} for vi, en, value in told.values
        ],
        "homepage": [{"id": at.page(), "type": "Text", "label": {"vi": [told.title]}, "format": "text/html"}],
        "service": [{"id": at.search(), "type": "SearchService2"}],
        "items": canvases,
    }
    if told.summary:
        made["summary"] = {"vi": [told.summary]}
    if any(shown.asset.medium is Medium.DOCUMENT or len(shown.pages) > 1 for shown in files):
        made["behavior"] = ["paged"]
    return made


def canvas_id(at: Addresses, asset_id: str, page: int) -> str:
    return f"{at.manifest()}/canvas/{asset_id}/{page}"


def lines_page(shown: Shown, page: int, at: Addresses) -> dict[str, Any]:
    """The lines of a page (or the cues of a recording) as an annotation page of its own."""
    address = at.lines(shown.asset.id, page)
    segments = shown.transcript.segments if shown.transcript else ()
    items = [
        line_annotation(f"{address}#{number}", segment, canvas_id(at, shown.asset.id, page))
        for number, segment in enumerate(segments, 1)
        if where_of(segment) and (segment.page or 1) == page
    ]
    return {"@context": PRESENTATION, "id": address, "type": "AnnotationPage", "items": items}


def line_annotation(
    address: str, segment: Segment, canvas: str, motivation: str = "supplementing"
) -> dict[str, Any]:
    return {
        "id": address,
        "type": "Annotation",
        "motivation": motivation,
        "body": {"type": "TextualBody", "value": segment.text, "format": "text/plain", "language": "vi"},
        "target": f"{canvas}#{where_of(segment)}",
    }


def where_of(segment: Segment) -> str:
    """The fragment of a canvas that the segment stands in; empty where it has no place."""
    if segment.box is not None:
        return "xywh=" + ",".join(str(number) for number in segment.box.as_list())
    if segment.start is not None and segment.end is not None:
        return f"t={segment.start:g},{segment.end:g}"
    return ""


def _canvases(shown: Shown, at: Addresses) -> Iterator[dict[str, Any]]:
    if shown.asset.medium in (Medium.IMAGE, Medium.DOCUMENT):
        for picture in shown.pages:
            if picture.width and picture.height:
                yield _page_canvas(shown, picture, at)
    elif shown.asset.medium in (Medium.AUDIO, Medium.VIDEO) and (made := _recording(shown, at)):
        yield made


def _page_canvas(shown: Shown, picture: Derivative, at: Addresses) -> dict[str, Any]:
    page, asset = picture.page or 1, shown.asset.id
    canvas = canvas_id(at, asset, page)
    size = {"width": picture.width, "height": picture.height}
    service = {"id": at.picture(asset, page), "type": "ImageService3", "profile": "level2"}
    body = {
        "id": f"{at.picture(asset, page)}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "service": [service],
        **size,
    }
    made: dict[str, Any] = {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [str(page)]},
        **size,
        "items": [_painting(canvas, body)],
    }
    if shown.transcript is not None:
        made["annotations"] = [{"id": at.lines(asset, page), "type": "AnnotationPage"}]
    return made


def _recording(shown: Shown, at: Addresses) -> dict[str, Any] | None:
    sound, film = shown.made(DerivativeKind.AUDIO_PROXY), shown.made(DerivativeKind.VIDEO_PROXY)
    proxy = film or sound
    duration = shown.asset.metadata.get("duration") or (
        shown.transcript.duration if shown.transcript else None
    )
    if proxy is None or not duration:
        return None
    canvas = canvas_id(at, shown.asset.id, 1)
    size: Mapping[str, Any] = {"width": proxy.width, "height": proxy.height} if film and proxy.width else {}
    body = {
        "id": at.file(shown.asset.id, proxy.kind.value, 1),
        "type": "Video" if film else "Sound",
        "format": proxy.media_type,
        "duration": duration,
        **size,
    }
    made: dict[str, Any] = {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [shown.asset.filename]},
        "duration": duration,
        **size,
        "items": [_painting(canvas, body)],
    }
    if shown.transcript is not None:
        made["annotations"] = [
            _captions(canvas, at.captions(shown.asset.id)),
            {"id": at.lines(shown.asset.id, 1), "type": "AnnotationPage"},
        ]
    return made


def _painting(canvas: str, body: Mapping[str, Any]) -> dict[str, Any]:
    painted = {
        "id": f"{canvas}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": dict(body),
        "target": canvas,
    }
    return {"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painted]}


def _captions(canvas: str, address: str) -> dict[str, Any]:
    text = {
        "id": address,
        "type": "Text",
        "format": "text/vtt",
        "language": "vi",
        "label": {"vi": ["Lời kể"]},
    }
    told = {
        "id": f"{canvas}/captions",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": text,
        "target": canvas,
    }
    return {"id": f"{canvas}/captions/page", "type": "AnnotationPage", "items": [told]}
