"""Files from a phone, in parts, and the visit they belong to: each call may be made again without harm."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import ClientDisconnected

from archive.consenting import give
from archive.intake import take_visit
from archive.public_intake.guard import count_following
from archive.rights.consents import check
from archive.sending import LARGEST_PART, PART_BYTES, Arrived, begin, complete, how_far, put_part
from schemas.errors import InvalidInput, NotFound, Refused, TooLarge
from schemas.processing import Stage, State
from schemas.sendings import Sending
from search_ui.api.consent_fields import CONSENT, consent_of
from search_ui.api.describing import NUMBER, TEXT, TRUTH, UUID_TEXT, described, or_nothing, thing
from search_ui.api.files import RECEIPT, receipt_json
from search_ui.api.visit_fields import FIELDS, short, visit_of
from search_ui.auth import person, person_here
from search_ui.receiving import Receiving
from search_ui.services import current_archive
from search_ui.views.reading import visit_to_add_to

blueprint = Blueprint("api_sending", __name__, url_prefix="/api")
_LONG = 20_000
_PIECE = 16 << 10
_receiving = Receiving()
_DETAILS = ("item", "kind", "title", "description", "object", "role", "position", "label")


_MOST_ITEMS = 2000
_READ = (Stage.READ_PAGE, Stage.HEAR_TESTIMONY)
_ENDED = (State.DONE, State.BLANK)
_CHECK = thing({"complete": TRUTH, "words": TEXT})
_ARRIVED = thing({"whole_to": NUMBER, "part_bytes": NUMBER, "receipt": or_nothing(RECEIPT)})


@blueprint.get("/session")
@described(
    {200: thing({"signed_in": TRUTH, "id": or_nothing(TEXT), "name": TEXT, "token": TEXT, "now": TEXT})}
)
def session() -> Response:
    """Who is signed in, and the token for the next calls: a page kept on the phone asks before it sends."""
    here = person()
    who = {"id": here.id, "name": here.name} if here else {"id": None, "name": ""}
    now = datetime.now(UTC).isoformat()
    return jsonify({"signed_in": here is not None, **who, "token": generate_csrf(), "now": now})


@blueprint.put("/visits/<uuid:visit_id>")
@described(
    {201: thing({"id": UUID_TEXT, "code": TEXT})},
    body=thing({"family": TEXT, "commune": TEXT}, FIELDS | CONSENT),
)
def visit(visit_id: UUID) -> tuple[Response, int]:
    """Open the visit that was begun on a phone, under the id it has there; 201 with its code.

    With `consent_<purpose>`: "yes" and who consented; without consent for keeping it is refused.
    """
    given = _json()
    if code := short(given, "join"):
        return _joined(str(visit_id), code)
    wanted = visit_of(given, str(visit_id), person_here())
    consent = consent_of(given, wanted.id, person_here().id)
    check(consent)
    opened = take_visit(current_archive(), wanted)
    give(current_archive(), consent)
    return jsonify({"id": opened.id, "code": opened.code}), 201


@blueprint.get("/visits/<uuid:visit_id>/state")
@described({200: thing({"read": {"type": "array", "items": UUID_TEXT}, "check": or_nothing(_CHECK)})})
def state(visit_id: UUID) -> Response:
    """What became of a visit: files that machines have read or heard, and what the team lead said."""
    with current_archive().records() as records:
        visit = visit_to_add_to(records, visit_id)
        items = [item.id for item in records.items_of(visit.id, limit=_MOST_ITEMS)]
        stages = [one for many in records.stages_of_items(items).values() for one in many]
        check = records.visit_checks_of([visit.id]).get(visit.id)
    read = [one.target_id for one in stages if one.stage in _READ and one.state in _ENDED]
    told = {"complete": check.complete, "words": check.words} if check else None
    return jsonify({"read": read, "check": told})


@blueprint.get("/visits/codes/<code>")
@described({200: thing({"id": UUID_TEXT, "code": TEXT, "family": TEXT, "commune": TEXT})})
def visit_of_code(code: str) -> Response:
    """The visit that another phone opened, for a second phone in the room; whoever has the code is in it."""
    count_following(current_archive(), person_here().id)
    with current_archive().records() as records:
        found = records.visit_with_code(code.strip().upper())
    if found is None or found.kind != "visit":
        raise _no_such_code()
    return jsonify({"id": found.id, "code": found.code, "family": found.family, "commune": found.commune})


def _joined(visit_id: str, code: str) -> tuple[Response, int]:
    with current_archive().records() as records:
        found = records.find_visit(visit_id)
    if found is None or found.code != code.strip().upper():
        raise _no_such_code()
    return jsonify({"id": found.id, "code": found.code}), 201


def _no_such_code() -> NotFound:
    return NotFound(
        "visit code",
        vi="Không có buổi thăm nào mang mã này. Hãy xem mã trên máy kia, sau khi máy đó đã gửi lần đầu.",
        en="No visit has this code. Look at the other phone, once it has sent for the first time.",
    )


@blueprint.put("/visits/<uuid:visit_id>/sendings/<uuid:sending_id>")
@described(
    {200: _ARRIVED},
    body=thing(
        {"size": {"type": "integer", "minimum": 1}},
        dict.fromkeys(("filename", "sha256", "join", *_DETAILS), TEXT),
    ),
)
def announce(visit_id: UUID, sending_id: UUID) -> Response:
    """Announce a file, or ask how far it has come: `{"whole_to": bytes, "receipt": …|null}`."""
    given = _json()
    details = {name: short(given, name, _LONG) for name in _DETAILS if given.get(name)}
    if "object" in details:
        details["object"] = _uuid(details["object"])
    size, digest = given.get("size"), given.get("sha256")
    if not isinstance(size, int) or isinstance(size, bool):
        raise InvalidInput("size is missing")
    sending = Sending(
        str(sending_id),
        str(visit_id),
        person_here().id,
        short(given, "filename"),
        size,
        details,
        digest if isinstance(digest, str) and len(digest) == 64 else None,
    )
    if code := short(given, "join"):
        _joined(str(visit_id), code)  # whoever has the code of the visit is in it
    else:
        with current_archive().records() as records:
            visit_to_add_to(records, visit_id)
    _receiving.settled(sending.id)
    return _arrived(begin(current_archive(), sending))


@blueprint.put("/sendings/<uuid:sending_id>/parts/<int:start>")
@described(
    {200: _ARRIVED}, body={"type": "string", "format": "binary"}, body_media="application/octet-stream"
)
def part(sending_id: UUID, start: int) -> Response:
    """One part of the file, from byte `start`; answered only when it stands in the store.

    Of a part that was cut on its way the beginning is kept, so that a bad line brings every file further.
    """
    _must_be_mine(sending_id)
    if (request.content_length or 0) > LARGEST_PART:
        raise TooLarge(f"part of {request.content_length} bytes")
    _receiving.settled(str(sending_id))
    arrived = how_far(current_archive(), str(sending_id))
    if start < arrived.bytes_whole:
        return _arrived(arrived)  # a browser sends again by itself what broke: once is enough
    with _receiving.part(str(sending_id)):
        return _arrived(put_part(current_archive(), str(sending_id), start, _what_comes()))


def _what_comes() -> bytes:
    """The body, as far as it comes before the connection breaks."""
    pieces: list[bytes] = []
    try:
        while piece := request.stream.read(_PIECE):
            pieces.append(piece)
    except (ClientDisconnected, OSError):
        pass  # nobody hears the answer; the phone asks how far it came when it is back
    return b"".join(pieces)


@blueprint.post("/sendings/<uuid:sending_id>/complete")
@described({201: RECEIPT})
def finish(sending_id: UUID) -> tuple[Response, int]:
    """Take the whole in; 201 with the receipt: stored, read back, compared."""
    _must_be_mine(sending_id)
    return jsonify(receipt_json(complete(current_archive(), str(sending_id)))), 201


def _arrived(arrived: Arrived) -> Response:
    receipt = receipt_json(arrived.receipt) if arrived.receipt else None
    return jsonify({"whole_to": arrived.bytes_whole, "part_bytes": PART_BYTES, "receipt": receipt})


def _must_be_mine(sending_id: UUID) -> None:
    with current_archive().records() as records:
        if records.sending(str(sending_id)).by != person_here().id:
            raise Refused("sending of another person")


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise InvalidInput("the id of the object is no UUID") from None


def _json() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise InvalidInput("the body is no JSON object")
    return given
