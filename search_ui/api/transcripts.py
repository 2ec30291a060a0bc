"""`/api/phien-am/<asset>`: a text that people work on: opened, saved, locked, handed in, judged, compared.

`?rieng=1` works on the person's own independent transcription, unseen by the others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for

from archive.ports import Catalogue
from archive.transcription.comparison import compare
from archive.transcription.drafting import Save, save_draft
from archive.transcription.entering import gone
from archive.transcription.map_points import sees_exact
from archive.transcription.people import open_place
from archive.transcription.presence import free_lock, take_lock
from archive.transcription.versions import Returned, accept, propose, restore, send_back
from archive.transcription.workspace import Workspace, open_workspace
from schemas.editing import Lock, ReturnReason
from schemas.errors import InvalidInput, TooLarge
from schemas.holdings import Derivative, DerivativeKind, Medium
from schemas.transcripts import Transcript
from search_ui.api.describing import NUMBER, described, thing
from search_ui.api.transcript_shapes import (
    COMPARED,
    DEVICE,
    EITHER,
    HAND_IN,
    JUDGED,
    LOCK,
    MERGED,
    OWN,
    PRESENT,
    RESTORED,
    SAVE,
    SAVED,
    SENT_BACK,
    TOLD,
    WORKSPACE,
)
from search_ui.auth import person_here
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import kind_label
from search_ui.presenters.transcripts import (
    MOST_LINES,
    author_json,
    chapters_from,
    draft_json,
    points_from,
    segment_json,
    segments_from,
    version_json,
)
from search_ui.presenters.version_words import NOTES, REVIEW_ACTS, STATUSES
from search_ui.services import current_archive

blueprint = Blueprint("api_transcripts", __name__, url_prefix="/api/phien-am/<uuid:asset_id>")
LARGEST_SAVE = 16 << 20
"""Bytes of one save; a recording of four hours has about one million."""


@blueprint.get("")
@described({200: WORKSPACE}, query=[OWN])
def show(asset_id: UUID) -> Response:
    """All that a workspace needs: pages or sound, the version to go on from, the draft, who is here."""
    with current_archive().records() as records:
        opened = open_workspace(records, person_here(), str(asset_id), _track())
        told = _workspace_json(records, opened)
    # Not sorted and without blanks: of a recording of four hours that is a fifth of the time.
    return Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")


@blueprint.put("/nhap")
@described({200: SAVED, 409: {"anyOf": [MERGED, {"type": "object"}]}}, query=[OWN], body=SAVE)
def save(asset_id: UUID) -> tuple[Response, int]:
    """Keep the draft: 200 with its revision; 409 where others saved meanwhile, with both texts merged."""
    given = _json()
    revision, base = given.get("revision", 0), given.get("base")
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0:
        raise InvalidInput("revision")
    if not isinstance(given.get("segments"), list):
        raise InvalidInput("segments")
    saved = save_draft(
        current_archive(),
        person_here(),
        str(asset_id),
        Save(
            base if isinstance(base, str) else None,
            revision,
            segments_from(given["segments"]),
            str(given.get("device") or ""),
            _track(),
            chapters_from(given.get("chapters")),
            points_from(given.get("points")),
            given.get("settled") is True,
            given.get("partial") is True,
            _order(given),
        ),
    )
    told: dict[str, Any] = {
        "base": saved.draft.base,
        "revision": saved.draft.revision,
        "saved_at": saved.draft.saved_at.isoformat(),
        "cleaned": [
            {
                "segment": segment_json(line, line.id, words=False),
                "notes": [str(NOTES.get(code, NOTES["encoding"])) for code in saved.cleaned[line.id]],
            }
            for line in saved.draft.segments
            if line.id in saved.cleaned
        ],
    }
    if saved.theirs is None:
        return jsonify(told), 200
    with current_archive().records() as records:
        names = records.names_of([saved.theirs.by])
    theirs = draft_json(saved.theirs, names, exact=False)
    told |= {
        "mine_lost": False,
        "merged": [segment_json(one, one.id, words=False) for one in saved.draft.segments],
        "clashes": [
            {"id": one.id}
            | {
                side: segment_json(line, line.id, words=False) if line else None
                for side, line in (("base", one.base), ("mine", one.mine), ("theirs", one.theirs))
            }
            for one in saved.clashes
        ],
        "theirs": {name: theirs[name] for name in ("revision", "segments", "by", "device", "saved_at")},
    }
    return jsonify(told), 409


@blueprint.post("/khoa")
@described({200: thing({"lock": LOCK, "present": PRESENT, "revision": NUMBER})}, query=[OWN], body=DEVICE)
def lock(asset_id: UUID) -> Response:
    """Take or renew the lock of 15 minutes, and be seen: `{device}`."""
    held = take_lock(current_archive(), person_here(), str(asset_id), _device(), _track())
    with current_archive().records() as records:
        opened = open_workspace(records, person_here(), str(asset_id), _track())
    return jsonify(
        {"lock": _lock_json(held, opened.names), "present": _present(opened), "revision": opened.revision}
    )


@blueprint.delete("/khoa")
@described({200: thing({"lock": {"type": "null"}})}, query=[OWN])
def unlock(asset_id: UUID) -> Response:
    free_lock(current_archive(), person_here(), str(asset_id), _device(), _track())
    return jsonify({"lock": None})


@blueprint.post("/gui")
@described({201: TOLD}, query=[OWN], body=HAND_IN)
def hand_in(asset_id: UUID) -> tuple[Response, int]:
    """The draft becomes a version: `{reason, revision}`; 201."""
    given = _json()
    revision = given.get("revision")
    made = propose(
        current_archive(),
        person_here(),
        str(asset_id),
        _words(given, "reason"),
        track=_track(),
        revision=revision if isinstance(revision, int) else None,
    )
    return _told(made), 201


@blueprint.post("/nhan")
@described({200: TOLD}, body=JUDGED)
def take(asset_id: UUID) -> Response:
    """Accept: `{version, words}`."""
    given = _json()
    who = person_here()
    return _told(accept(current_archive(), who, str(asset_id), _version(given), _words(given, "words")))


@blueprint.post("/tra-lai")
@described({200: TOLD}, body=SENT_BACK)
def back(asset_id: UUID) -> Response:
    """Return: `{version, reason_code, words}`, all needed."""
    given = _json()
    if given.get("reason_code") not in set(ReturnReason):
        raise InvalidInput("reason_code", vi="Hãy chọn lý do trả lại.", en="Choose why it is returned.")
    returned = Returned(ReturnReason(given["reason_code"]), _words(given, "words"))
    return _told(send_back(current_archive(), person_here(), str(asset_id), _version(given), returned))


@blueprint.post("/khoi-phuc")
@described({201: TOLD}, body=RESTORED)
def bring_back(asset_id: UUID) -> tuple[Response, int]:
    """An earlier version is proposed again: `{version, reason}`; 201."""
    given = _json()
    who, why = person_here(), _words(given, "reason")
    return _told(restore(current_archive(), who, str(asset_id), _version(given), why)), 201


@blueprint.get("/so-sanh")
@described({200: COMPARED}, query=EITHER)
def difference(asset_id: UUID) -> Response:
    """Two versions by word: `?a=&b=`; pieces that are `same`, `gone` or `new`."""
    with current_archive().records() as records:
        open_place(records, person_here(), str(asset_id))
        first, second = (_found(records, asset_id, request.args.get(name, "")) for name in ("a", "b"))
    pieces = [{"change": one.change, "text": one.text} for one in compare(first.text, second.text)]
    return jsonify({"a": first.id, "b": second.id, "pieces": pieces})


def _found(records: Catalogue, asset_id: UUID, version_id: str) -> Transcript:
    version = records.find_transcript(version_id)
    if version is None or version.asset_id != str(asset_id):
        raise gone()
    return version


def _workspace_json(records: Catalogue, opened: Workspace) -> dict[str, Any]:
    item, asset = opened.place.item, opened.place.asset
    exact = sees_exact(records, person_here(), item)
    made = records.derivatives_of(asset.id)
    text = opened.measured
    versions = [
        {
            "id": version.id,
            "status": version.status.value,
            "status_words": str(STATUSES[version.status]),
            "author": author_json(version, opened.names),
            "role": version.author.role,
            "made_at": version.made_at.isoformat(),
            "reason": version.reason,
            "reviews": [
                {
                    "act": review.act.value,
                    "act_words": str(REVIEW_ACTS[review.act]),
                    "by": opened.names.get(review.by, ""),
                    "at": review.at.isoformat(),
                    "reason_code": review.reason_code,
                    "words": review.words,
                }
                for review in said
            ],
        }
        for version, said in opened.versions
    ]
    return {
        "asset": {"id": asset.id, "filename": asset.filename, "role": asset.role.value},
        "item": {
            "id": item.id,
            "title": title_of(item),
            "kind": item.kind.value,
            "kind_words": kind_label(item.kind),
            "address": url_for("items.show", item_id=item.id, asset=asset.id),
        },
        "medium": asset.medium.value,
        "pages": _pages(asset.id, text, made),
        "duration": text.duration if text and text.duration else asset.metadata.get("duration"),
        "sound": _sound(asset.id, asset.medium, made),
        "current": version_json(opened.current, opened.names, exact=exact) if opened.current else None,
        "begun": version_json(opened.begun, opened.names, exact=exact) if opened.begun else None,
        "versions": versions,
        "revision": opened.revision,
        "draft": draft_json(opened.draft, opened.names, exact=exact) if opened.draft else None,
        "asides": [draft_json(one, opened.names, exact=exact) for one in opened.asides],
        "lock": _lock_json(opened.lock, opened.names) if opened.lock else None,
        "present": _present(opened),
        "may": {
            "write": opened.may.write,
            "accept": opened.may.accept,
            "return": opened.may.send_back,
        },
    }


def _pages(asset_id: str, text: Transcript | None, made: Sequence[Derivative]) -> list[dict[str, Any]]:
    """Every page that has a picture or was read, in the size in which boxes count."""
    images = {one.page or 1: one for one in made if one.kind is DerivativeKind.WEB_IMAGE}
    read = {one.number: one for one in text.pages} if text else {}
    pages = []
    for number in sorted(images.keys() | read.keys()) or [1]:
        size = read.get(number) or images.get(number)
        address = url_for("media.derivative", asset_id=asset_id, kind="web_image", page=number)
        image = address if number in images else None
        width, height = (size.width, size.height) if size else (None, None)
        pages.append({"number": number, "width": width, "height": height, "image": image})
    return pages


def _sound(asset_id: str, medium: Medium, made: Sequence[Derivative]) -> dict[str, Any] | None:
    """Addresses of what can be played; None in their place where they are not made or could not be."""
    if medium not in (Medium.AUDIO, Medium.VIDEO):
        return None
    kinds = {one.kind for one in made}

    def address(*wanted: DerivativeKind) -> str | None:
        kind = next((one for one in wanted if one in kinds), None)
        return url_for("media.derivative", asset_id=asset_id, kind=kind.value) if kind else None

    return {
        "audio": address(DerivativeKind.AUDIO_PROXY, DerivativeKind.VIDEO_PROXY),
        "video": address(DerivativeKind.VIDEO_PROXY),
        "waveform": address(DerivativeKind.WAVEFORM),
    }


def _lock_json(held: Lock, names: Mapping[str, str]) -> dict[str, Any]:
    mine = held.by == person_here().id
    return {"by": names.get(held.by, ""), "until": held.until.isoformat(), "mine": mine}


def _present(opened: Workspace) -> list[dict[str, Any]]:
    me = person_here().id
    return [{"name": opened.names.get(one, ""), "me": one == me} for one in opened.present]


def _told(version: Transcript) -> Response:
    status = {"status": version.status.value, "status_words": str(STATUSES[version.status])}
    return jsonify({"id": version.id, "made_at": version.made_at.isoformat(), **status})


def _track() -> str:
    return person_here().id if request.args.get("rieng") == "1" else ""


def _device() -> str:
    given = request.get_json(silent=True)
    said = given.get("device") if isinstance(given, dict) else request.args.get("device")
    return str(said or "")[:80]


def _json() -> dict[str, Any]:
    if (request.content_length or 0) > LARGEST_SAVE:
        raise TooLarge(
            f"{request.content_length} bytes",
            vi="Văn bản quá dài để lưu một lần (hơn 16 MB). Chữ vẫn còn trên máy này; hãy chia ra.",
            en="The text is too long to save at once (over 16 MB). It is still on this machine; divide it.",
        )
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise InvalidInput("the body is no JSON object")
    return given


def _order(given: dict[str, Any]) -> tuple[str, ...] | None:
    ids = given.get("order")
    if ids is None:
        return None
    if not isinstance(ids, list) or len(ids) > MOST_LINES or not all(isinstance(one, str) for one in ids):
        raise InvalidInput("order")
    return tuple(ids)


def _version(given: dict[str, Any]) -> str:
    version = given.get("version")
    if not isinstance(version, str):
        raise InvalidInput("version", vi="Hãy chọn một bản.", en="Choose a version.")
    return version


def _words(given: dict[str, Any], name: str) -> str:
    said = given.get(name)
    return said.strip()[:4000] if isinstance(said, str) else ""
