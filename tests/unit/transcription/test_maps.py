"""A hand-drawn map laid over today's: what was turned, scaled and stretched comes back, with its error."""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from archive.bootstrap import Archive
from archive.transcription.drafting import Save, save_draft
from archive.transcription.map_fitting import Control, Fit, at_metres, fit
from archive.transcription.map_points import choices, labels_of, read_point
from schemas.holdings import ItemKind
from schemas.markings import MapPoint
from schemas.people import Role
from tests.support.texts import enter_page, person
from tests.unit.transcription.conftest import People

WGS84 = Geod(ellps="WGS84")
KHE_SANH = (16.62, 106.73)


def drawn(turn: float, scale: float, *, squeeze: float = 1.0, off: float = 0.0) -> list[Control]:
    """Six places around Khe Sanh as somebody drew them: `scale` metres a pixel, north turned by `turn`."""
    places = [(-900, -600), (-700, 800), (0, 0), (300, -900), (650, 500), (1000, 1000)]
    controls = []
    for number, (east, north) in enumerate(places):
        latitude, longitude = at_metres(KHE_SANH, east, north)
        x = (east * cos(radians(turn)) - north * sin(radians(turn))) / scale * squeeze
        y = -(east * sin(radians(turn)) + north * cos(radians(turn))) / scale
        x += off if number == 2 else 0
        controls.append(Control(x + 500, y + 700, latitude, longitude))
    return controls


def missed(found: Fit, control: Control) -> float:
    latitude, longitude = found.degrees(control.x, control.y)
    return float(WGS84.inv(longitude, latitude, control.longitude, control.latitude)[2])


@given(st.floats(-180, 180), st.floats(0.5, 30), st.floats(0.5, 2))
def test_a_drawing_turned_scaled_and_squeezed_comes_back_to_its_places(
    turn: float, scale: float, squeeze: float
) -> None:
    controls = drawn(turn, scale, squeeze=squeeze)
    found = fit(controls[:5])
    assert found is not None
    assert found.rms_m < 1
    assert missed(found, controls[5]) < 2


def test_one_misplaced_point_shows_and_widens_the_error_of_every_label() -> None:
    right, wrong = fit(drawn(20, 4)), fit(drawn(20, 4, off=60))
    assert right is not None and wrong is not None
    assert max(range(6), key=wrong.left_out.__getitem__) == 2
    assert 150 < wrong.left_out[2] < 400, "drawn 240 m too far east"
    assert right.radius_m < 1 < wrong.rms_m < wrong.foretold_m < wrong.radius_m


def test_three_points_are_fitted_without_stretching_so_that_they_tell_an_error() -> None:
    controls = drawn(0, 4)[:3]
    found = fit([replace(controls[0], x=controls[0].x + 40), *controls[1:]])
    assert found is not None and found.model == "similarity" and found.rms_m > 10


@pytest.mark.parametrize("many", [0, 1, 2])
def test_too_few_points_or_points_on_one_line_say_nothing(many: int) -> None:
    assert fit(drawn(0, 4)[:many]) is None
    line = [Control(at, 2 * at, 16 + at / 1000, 106 + at / 1000) for at in range(5)]
    assert fit(line) is None


@pytest.mark.parametrize(
    ("written", "grid", "latitude", "longitude"),
    [
        ("16.6200, 106.7300", "4326", 16.62, 106.73),
        ("XD 850 418", "3148", 16.655, 106.735),
        ("Khe Sanh", "place", 16.62, 106.73),
    ],
)
def test_a_control_point_is_typed_in_degrees_in_a_wartime_grid_or_by_name(
    written: str, grid: str, latitude: float, longitude: float
) -> None:
    point = MapPoint(1, 2, written=written, grid=grid)
    read = read_point(point)
    if read.latitude is None:
        read = read_point(replace(point, grid=choices(point)[0][0]))
    assert read.latitude is not None and read.longitude is not None
    assert hypot(read.latitude - latitude, read.longitude - longitude) < 0.1
    assert read.radius_m is not None and read.radius_m > 0


def test_what_cannot_be_read_has_no_place() -> None:
    for written, grid in (
        ("gốc đa đầu làng", "4326"),
        ("684500 1842000", ""),
        ("Chỗ Không Ai Biết", "place"),
    ):
        assert read_point(MapPoint(1, 2, written=written, grid=grid)).latitude is None


def _points() -> tuple[MapPoint, ...]:
    known = tuple(
        MapPoint(one.x, one.y, "", one.latitude, one.longitude, radius_m=10) for one in drawn(20, 4)
    )
    return (*known, MapPoint(520, 690, "gốc đa", line="n1"))


def test_who_sees_no_exact_points_is_told_a_label_to_some_kilometres() -> None:
    [exact], [coarse] = labels_of(_points(), exact=True), labels_of(_points(), exact=False)
    assert (exact.text, exact.line) == ("gốc đa", "n1")
    assert exact.radius_m < 50 < 2000 < coarse.radius_m
    apart = WGS84.inv(exact.longitude, exact.latitude, coarse.longitude, coarse.latitude)[2]
    assert 0 < apart < coarse.radius_m


def test_who_sees_no_exact_points_names_labels_and_moves_no_control_point(
    texts: Archive, people: People
) -> None:
    asset = enter_page(texts, None, kind=ItemKind.HAND_DRAWN_MAP)
    officer = person(texts, "hai", Role.COMMUNE_VERIFIER)
    save_draft(texts, officer, asset.id, Save(None, 0, (), "a", points=_points()))
    seen = [MapPoint(one.x, one.y, one.label or "ngã ba", line=one.line) for one in _points()]
    moved = [MapPoint(1, 1, "đồn cũ", 10.0, 106.0), *seen[1:]]
    saved = save_draft(texts, people.lan, asset.id, Save(None, 1, (), "b", points=tuple(moved)))
    points = {(one.x, one.y): one for one in saved.draft.points}
    assert points[1, 1].latitude is None and points[1, 1].label == "đồn cũ"
    for one in _points():
        assert points[one.x, one.y].latitude == one.latitude
    none = save_draft(texts, people.lan, asset.id, Save(None, 2, (), "b", points=()))
    assert {one.latitude for one in none.draft.points} == {one.latitude for one in _points()[:6]}


def test_points_of_two_people_are_brought_together(texts: Archive, people: People) -> None:
    asset = enter_page(texts, None)
    save_draft(texts, people.lan, asset.id, Save(None, 0, (), "a", points=(MapPoint(1, 1, "suối"),)))
    both = (MapPoint(1, 1, "suối"), MapPoint(2, 2, "cầu"))
    save_draft(texts, people.lan, asset.id, Save(None, 1, (), "a", points=both))
    other = (MapPoint(1, 1, "suối"), MapPoint(3, 3, "đồi"))
    saved = save_draft(texts, people.minh, asset.id, Save(None, 1, (), "b", points=other))
    assert [one.label for one in saved.draft.points] == ["suối", "cầu", "đồi"]
