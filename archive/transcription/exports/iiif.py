"""A text as annotations of the Presentation API 3: each line on its place of the canvas. Pure.

Source: https://iiif.io/api/presentation/3.0/#55-annotation-page
"""

from __future__ import annotations

import json

from archive.iiif.manifest import PRESENTATION, Addresses, canvas_id, line_annotation, where_of
from schemas.transcripts import Transcript


def to_annotations(version: Transcript, at: Addresses) -> bytes:
    """One annotation page with the lines of all pages (or all stretches); what has no place is left out."""
    address = at.lines(version.asset_id, 1)
    items = [
        line_annotation(
            f"{address}#{version.id}-{number}", line, canvas_id(at, version.asset_id, line.page or 1)
        )
        for number, line in enumerate(version.segments, 1)
        if where_of(line) and line.text
    ]
    page = {
        "@context": PRESENTATION,
        "id": f"{address}#{version.id}",
        "type": "AnnotationPage",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode()
