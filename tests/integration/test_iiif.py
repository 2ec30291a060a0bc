"""IIIF over a real store: valid by its own models, tiles that are the right piece, nothing for strangers."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from iiif_prezi3 import AnnotationPage, Manifest
from PIL import Image

from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from schemas.holdings import Derivative, DerivativeKind, Medium, Visit
from schemas.people import Role
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript
from search_ui.app import create_app
from tests.unit.search_ui.conftest import signed_in
from workers.derivatives import make_derivatives

WIDTH, HEIGHT = 4000, 3000


@pytest.fixture
def page(archive: Archive, tmp_path: Path) -> Derivative:
    """A photo whose colours say where one is: red grows to the right, green downwards."""
    across, down = np.meshgrid(np.linspace(0, 255, WIDTH), np.linspace(0, 255, HEIGHT))
    pixels = np.stack([across, down, np.full_like(across, 128)], axis=2).astype(np.uint8)
    file = tmp_path / "photo.jpg"
    Image.fromarray(pixels).save(file, quality=92)
    visit = open_visit(archive, Visit("Thăm", commune="Xã Thử"))
    asset = receive(
        archive, io.BytesIO(file.read_bytes()), "anh.jpg", Deposit(visit.id, "u", title="Thư")
    ).asset
    made = make_derivatives(file, Medium.IMAGE, "image/jpeg", tmp_path)
    lines = (
        Segment("Gửi mẹ, con ở đơn vị e66", page=1, box=Box(100, 200, 900, 60)),
        Segment("đang qua sông Thạch Hãn", page=1, box=Box(100, 300, 900, 60)),
    )
    text = Transcript(asset.id, Author("engine", "thử"), lines, (PageInfo(1, WIDTH, HEIGHT),))
    with archive.records() as records:
        for one in made:
            key = f"{asset.id}/{one.path.name}"
            with one.path.open("rb") as stream:
                archive.objects.put_derivative(key, stream, one.path.stat().st_size, one.media_type)
            records.add_derivative(
                Derivative(asset.id, one.kind, key, one.media_type, one.page, one.width, one.height)
            )
        records.add_transcript(text)
        records.commit()
        return next(one for one in records.derivatives_of(asset.id) if one.kind is DerivativeKind.TILES)


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, Role.INTAKE_OFFICER)


def _item(archive: Archive, page: Derivative) -> str:
    with archive.records() as records:
        return records.asset(page.asset_id).item_id


def _picture(client: FlaskClient, path: str) -> Image.Image:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:200]
    return Image.open(io.BytesIO(answer.data))


def test_the_manifest_is_valid_and_leads_to_picture_lines_and_search(
    archive: Archive, page: Derivative, client: FlaskClient
) -> None:
    answer = client.get(f"/iiif/{_item(archive, page)}/manifest")
    Manifest(**answer.json)
    canvas = answer.json["items"][0]
    assert (canvas["width"], canvas["height"]) == (WIDTH, HEIGHT)
    lines = client.get(canvas["annotations"][0]["id"]).json
    AnnotationPage(**lines)
    assert lines["items"][0]["target"] == f"{canvas['id']}#xywh=100,200,900,60"
    found = client.get(f"{answer.json['service'][0]['id']}?q=song+thach+han").json
    assert [one["target"] for one in found["items"]] == [f"{canvas['id']}#xywh=100,300,900,60"]
    assert found["annotations"][0]["items"][0]["target"]["selector"][0]["exact"] == "sông"
    service = canvas["items"][0]["items"][0]["body"]["service"][0]["id"]
    info = client.get(client.get(service).headers["Location"]).json
    assert (info["id"], info["width"], info["profile"]) == (service, WIDTH, "level2")
    assert client.get(f"{service}/full/200,/0/default.jpg").headers["Access-Control-Allow-Origin"] == "*"


def test_every_tile_is_the_right_piece(archive: Archive, page: Derivative, client: FlaskClient) -> None:
    base = f"/iiif/anh/{page.asset_id}/1"
    for factor in client.get(f"{base}/info.json").json["tiles"][0]["scaleFactors"]:
        edge = 512 * factor
        x, y = (WIDTH // 2 // edge) * edge, (HEIGHT // 2 // edge) * edge
        width, height = min(edge, WIDTH - x), min(edge, HEIGHT - y)
        size = (-(-width // factor), -(-height // factor))
        tile = _picture(client, f"{base}/{x},{y},{width},{height}/{size[0]},{size[1]}/0/default.jpg")
        assert tile.size == size
        red, green, blue = tile.convert("RGB").getpixel((size[0] // 2, size[1] // 2))
        assert (
            abs(red - 255 * (x + width / 2) / WIDTH) < 6 and abs(green - 255 * (y + height / 2) / HEIGHT) < 6
        )
        assert abs(blue - 128) < 6


def test_turned_mirrored_gray_and_png(archive: Archive, page: Derivative, client: FlaskClient) -> None:
    base = f"/iiif/anh/{page.asset_id}/1/0,0,400,200"
    assert _picture(client, f"{base}/200,/90/default.jpg").size == (100, 200)
    mirrored = _picture(client, f"/iiif/anh/{page.asset_id}/1/full/400,/!0/default.png").convert("RGB")
    assert mirrored.getpixel((5, 5))[0] > 240
    assert _picture(client, f"{base}/200,/0/gray.jpg").mode == "L"
    assert _picture(client, f"{base}/200,/0/bitonal.png").mode in ("L", "1")
    assert client.get(f"{base}/9000,/0/default.jpg").status_code == 400


def test_who_may_not_see_the_item_gets_nothing(archive: Archive, page: Derivative) -> None:
    stranger = create_app(archive.settings, archive=archive).test_client()
    item = _item(archive, page)
    for path in (
        f"/iiif/{item}/manifest", f"/iiif/{item}/tim?q=me", f"/iiif/dong/{page.asset_id}/1",
        f"/iiif/loi/{page.asset_id}.vtt", f"/iiif/anh/{page.asset_id}/1/info.json",
        f"/iiif/anh/{page.asset_id}/1/full/max/0/default.jpg",
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
