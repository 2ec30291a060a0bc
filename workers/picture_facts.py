"""What a picture file says of itself (Exif 2.32, DCF): when, with what and where it was taken."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from workers.imaging import BROKEN, FORMATS

_LONGEST = 200


def picture_facts(path: Path) -> dict[str, Any]:
    """`taken_at` (as written, local time), `taken_offset`, `camera`, `gps` {lat, lon, altitude, accuracy}.

    Metadata that cannot be read is left out; the picture itself is another matter.
    """
    try:
        with Image.open(path, formats=FORMATS) as picture:
            exif = picture.getexif()
            details, place = exif.get_ifd(IFD.Exif), exif.get_ifd(IFD.GPSInfo)
    except BROKEN:
        return {}
    camera = " ".join(part for tag in (Base.Make, Base.Model) if (part := _text(exif.get(tag))))
    facts = {
        "taken_at": _moment(_text(details.get(Base.DateTimeOriginal) or exif.get(Base.DateTime))),
        "taken_offset": _text(details.get(Base.OffsetTimeOriginal)),
        "camera": camera,
        "gps": _gps(place),
    }
    return {name: value for name, value in facts.items() if value}


def _text(value: object) -> str:
    written = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
    return "".join(char for char in written if char.isprintable()).strip()[:_LONGEST]


def _moment(written: str) -> str:
    """`2026:07:27 08:30:00` as `2026-07-27T08:30:00`; empty where the camera's clock was never set."""
    day, _, hour = written.partition(" ")
    numbers = day.split(":")
    if len(numbers) != 3 or not all(part.isdigit() for part in numbers) or int(numbers[0]) == 0:
        return ""
    return "-".join(numbers) + (f"T{hour}" if hour else "")


def _gps(place: dict[int, Any]) -> dict[str, float]:
    lat = _degrees(place.get(GPS.GPSLatitude), place.get(GPS.GPSLatitudeRef), "S")
    lon = _degrees(place.get(GPS.GPSLongitude), place.get(GPS.GPSLongitudeRef), "W")
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return {}
    found = {"lat": lat, "lon": lon}
    for name, tag in (("altitude", GPS.GPSAltitude), ("accuracy", GPS.GPSHPositioningError)):
        value = _number(place.get(tag))
        if value is not None:
            found[name] = value
    return found


def _degrees(parts: object, reference: object, negative: str) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    numbers = [_number(part) for part in parts]
    if any(number is None for number in numbers):
        return None
    degrees = sum((number or 0.0) / 60**power for power, number in enumerate(numbers))
    return float(round(-degrees if _text(reference) == negative else degrees, 7))


def _number(value: object) -> float | None:
    try:
        return float(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return None
