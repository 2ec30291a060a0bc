"""What a picture file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from workers.picture_facts import picture_facts


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("HEIF", "heic"), ("PNG", "png")])
def test_time_camera_and_place(tmp_path: Path, kind: str, suffix: str) -> None:
    picture = Image.new("RGB", (64, 48), "grey")
    exif = picture.getexif()
    exif[Base.Make], exif[Base.Model] = "Samsung", "SM-A146P\x00"
    exif.get_ifd(IFD.Exif).update(
        {Base.DateTimeOriginal: "2026:07:27 08:30:05", Base.OffsetTimeOriginal: "+07:00"}
    )
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (16.0, 45.0, 3.6),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (107.0, 11.0, 24.0),
            GPS.GPSAltitude: 12.5,
        }
    )
    path = tmp_path / f"a.{suffix}"
    picture.save(path, kind, exif=exif)
    assert picture_facts(path) == {
        "taken_at": "2026-07-27T08:30:05",
        "taken_offset": "+07:00",
        "camera": "Samsung SM-A146P",
        "gps": {"lat": 16.751, "lon": 107.19, "altitude": 12.5},
    }


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe1\xff\xff", b"not a picture"])
def test_a_file_that_says_nothing_is_no_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert picture_facts(path) == {}


def test_a_clock_that_was_never_set_and_a_place_never_found_are_left_out(tmp_path: Path) -> None:
    picture = Image.new("RGB", (8, 8))
    exif = picture.getexif()
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "0000:00:00 00:00:00"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)})
    path = tmp_path / "a.jpg"
    picture.save(path, exif=exif)
    assert picture_facts(path) == {}
