"""`/api/phien-am/<asset>/khop`: a hand-drawn map fitted to today's by the control points that are sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from archive.transcription.map_fitting import Fit, at_metres
from archive.transcription.map_points import choices, fit_of, read_point, sees_exact
from archive.transcription.people import open_place
from schemas.errors import InvalidInput, Refused
from schemas.markings import MapPoint
from search_ui.api.describing import NUMBER, TEXT, described, many, or_nothing, thing
from search_ui.auth import person_here
from search_ui.presenters.transcripts import points_from
from search_ui.services import current_archive

blueprint = Blueprint("api_maps", __name__, url_prefix="/api/phien-am/<uuid:asset_id>")
_DECIMAL = {"type": "number"}
_ASKED = thing({"page": NUMBER, "width": _DECIMAL, "height": _DECIMAL, "points": many({"type": "object"})})
_FITTED = thing(
    {
        "fit": or_nothing({"type": "object"}),
        "points": many(
            thing(
                {
                    "latitude": or_nothing(_DECIMAL),
                    "longitude": or_nothing(_DECIMAL),
                    "radius": or_nothing(_DECIMAL),
                    "residual": or_nothing(_DECIMAL),
                    "foretold": or_nothing(_DECIMAL),
                    "choices": many(many(TEXT)),
                    "grid": TEXT,
                }
            )
        ),
    }
)


@blueprint.post("/khop")
@described({200: _FITTED}, body=_ASKED)
def fitted(asset_id: UUID) -> Response:
    """Nothing is kept: each point as read, how far it is off, and where what is not known comes to lie.

    For who sees exact points alone.
    """
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise InvalidInput("the body is no JSON object")
    with current_archive().records() as records:
        place = open_place(records, person_here(), str(asset_id))
        if not sees_exact(records, person_here(), place.item):
            raise Refused(
                "exact point",
                vi="Tọa độ chính xác chỉ dành cho người có quyền mức 3. Bạn vẫn ghi tên các điểm được.",
                en="Exact coordinates are for level 3 and above. You may still name the points.",
            )
    points = [read_point(one) for one in points_from(given.get("points")) or ()]
    page = given.get("page")
    found = fit_of(points, page if isinstance(page, int) else 1)
    size = _side(given.get("width")), _side(given.get("height"))
    return jsonify({"fit": _fit_json(found, size) if found else None, "points": _points_json(points, found)})


def _points_json(points: list[MapPoint], found: Fit | None) -> list[dict[str, Any]]:
    told = []
    number = 0
    for one in points:
        row: dict[str, Any] = {"choices": choices(one), "grid": one.grid, "residual": None, "foretold": None}
        latitude, longitude, radius = one.latitude, one.longitude, one.radius_m
        if latitude is not None and found is not None:
            row |= {"residual": found.residuals[number], "foretold": found.left_out[number]}
        if latitude is not None:
            number += 1
        elif found is not None:
            (latitude, longitude), radius = found.degrees(one.x, one.y), found.radius_m
        told.append({**row, "latitude": latitude, "longitude": longitude, "radius": radius})
    return told


def _fit_json(found: Fit, size: tuple[float, float]) -> dict[str, Any]:
    """With the frame of the whole drawing in metres (left, bottom, right, top) and in degrees."""
    corners = [found.metres(x, y) for x in (0, size[0]) for y in (0, size[1])]
    east, north = [corner[0] for corner in corners], [corner[1] for corner in corners]
    frame = min(east), min(north), max(east), max(north)
    return {
        "model": found.model,
        "matrix": found.matrix,
        "frame": frame,
        "bounds": [at_metres(found.origin, *frame[:2]), at_metres(found.origin, *frame[2:])],
        "rms": found.rms_m,
        "foretold": found.foretold_m,
        "radius": found.radius_m,
    }


def _side(given: object) -> float:
    return float(given) if isinstance(given, int | float) and 0 < given < 1e6 else 1.0
