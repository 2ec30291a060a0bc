"""A visit as a phone writes it down: flat fields, all strings, whatever of them there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from archive.authority.orthography import nfc
from schemas.errors import InvalidInput
from schemas.holdings import PRACTICE, Account, Visit, Witness
from schemas.people import User
from search_ui.api.describing import TEXT, Schema

_NAMES = (
    "title", "team", "witnesses", "known_names", "date", "join", "practice", "martyr", "present", "place",
    "latitude", "longitude", "accuracy", "support", "looked_over_by", "witness_name", "witness_born",
    "witness_served", "witness_battles",
)  # fmt: skip
FIELDS: dict[str, Schema] = dict.fromkeys(_NAMES, TEXT)
"""For the description of the call, besides `family` and `commune`."""
_SHORT, _LONG = 200, 20_000
_WITNESSES = 12


def visit_of(given: Mapping[str, Any], visit_id: str, by: User) -> Visit:
    """Raises InvalidInput where nobody could say afterwards whose visit it was."""
    family, commune = short(given, "family"), short(given, "commune")
    if not family or not commune:
        raise InvalidInput(
            vi="Buổi thăm cần có tên gia đình và xã, phường.", en="A visit needs the family and the commune."
        )
    return Visit(
        title=short(given, "title") or f"Thăm {family}",
        commune=commune,
        date=_day(given),
        team=short(given, "team"),
        family=family,
        witnesses=_lines(given, "witnesses"),
        known_names=_lines(given, "known_names"),
        kind=PRACTICE if given.get("practice") == "yes" else "visit",
        organisation_path=by.organisation_path,
        created_by=by.id,
        account=_account(given),
        id=visit_id,
    )


def short(given: Mapping[str, Any], name: str, longest: int = _SHORT) -> str:
    value = given.get(name, "")
    return nfc(value).strip()[:longest] if isinstance(value, str) else ""


def _account(given: Mapping[str, Any]) -> Account:
    latitude, longitude = _number(given, "latitude", 90), _number(given, "longitude", 180)
    known = latitude is not None and longitude is not None
    return Account(
        martyr=short(given, "martyr", 2000),
        present=_lines(given, "present"),
        people=tuple(_people(given)),
        place=short(given, "place", 2000),
        latitude=latitude if known else None,
        longitude=longitude if known else None,
        accuracy=_number(given, "accuracy", 1e7) if known else None,
        support=given.get("support") == "yes",
        looked_over_by=short(given, "looked_over_by"),
    )


def _people(given: Mapping[str, Any]) -> list[Witness]:
    """`witness_name`, `witness_born`, … of the first; `witness_name_2`, … of the next."""
    found = []
    for number in range(1, _WITNESSES + 1):
        end = "" if number == 1 else f"_{number}"
        said = [short(given, f"witness_{name}{end}", 2000) for name in ("name", "born", "served", "battles")]
        if said[0]:
            found.append(Witness(*said))
    return found


def _number(given: Mapping[str, Any], name: str, most: float) -> float | None:
    try:
        value = float(short(given, name).replace(",", "."))
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _lines(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    lines = (line.strip() for line in short(given, name, _LONG).splitlines())
    return tuple(line for line in lines if line)


def _day(given: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(short(given, "date"))
    except ValueError:
        return None
