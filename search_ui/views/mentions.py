"""Tên, đơn vị, địa danh, ngày: what stands in a text, and what a person says of it: mark, correct, link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.ports import Catalogue
from archive.transcription.marking import MARKABLE, Said, mark_mention
from archive.transcription.people import open_place
from schemas.errors import InvalidInput, KyucError, NotFound
from schemas.mentions import MarkAct, Mention, MentionKind
from schemas.transcripts import Transcript
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.figures import edtf_words
from search_ui.presenters.labels import MENTIONS
from search_ui.services import current_archive
from search_ui.words import _

_AROUND = 60
"""Letters shown on each side of a mention."""
blueprint = Blueprint("mentions", __name__, url_prefix="/phien-am/<uuid:asset_id>/ten")


@dataclass(frozen=True, slots=True)
class MentionLine:
    """One mention with the words around it."""

    text: str
    before: str
    after: str
    start: int
    kind: str
    label: str
    normal: str
    value: str
    places: tuple[tuple[str, str], ...]
    chosen: str
    mark: str | None
    """Id of the mark, where a person said it."""


@blueprint.get("")
def index(asset_id: UUID) -> str:
    with current_archive().records() as records:
        return render_template("pages/mentions.html", **_shown(records, asset_id))


@blueprint.post("")
def mark(asset_id: UUID) -> Response | tuple[str, int]:
    """`act`: mark, remove or undo. What cannot be read comes back with its reason and the words as typed."""
    given = request.form
    try:
        mark_mention(current_archive(), person_here(), str(asset_id), given.get("version", ""), _said())
    except (InvalidInput, NotFound) as error:
        return _again(asset_id, error)
    flash(_("Đã ghi. Tư liệu được tìm thấy theo tên mới sau ít giây."), "good")
    return redirect(url_for("mentions.index", asset_id=asset_id))


def _again(asset_id: UUID, error: KyucError) -> tuple[str, int]:
    with current_archive().records() as records:
        shown = _shown(records, asset_id)
    shown |= {"error": error.message(language()), "typed": request.form}
    return render_template("pages/mentions.html", **shown), error.http_status


def _said() -> Said:
    given, kind, act = request.form, request.form.get("kind", ""), request.form.get("act", "")
    if act not in set(MarkAct):
        raise InvalidInput(f"act {act!r}")
    return Said(
        MarkAct(act),
        given.get("text", ""),
        given.get("near", 0, type=int),
        MentionKind(kind) if kind in set(MentionKind) else None,
        given.get("value", ""),
        given.get("place", ""),
        given.get("undoes", ""),
    )


def _shown(records: Catalogue, asset_id: UUID) -> dict[str, object]:
    place = open_place(records, person_here(), str(asset_id))
    version = records.working_transcript(place.asset.id) or records.current_transcript(place.asset.id)
    found = records.mentions_of(version.id) if version else ()
    return {
        "asset": place.asset,
        "item": place.item,
        "title": title_of(place.item),
        "version": version,
        "lines": [_line(version, one) for one in found if version and one.kind in MARKABLE],
        "kinds": [(kind.value, MENTIONS[kind]) for kind in MARKABLE],
        "error": None,
        "typed": {},
    }


def _around(text: str, most: int) -> str:
    """The end (or the beginning) of a line, with dots where it goes on."""
    if len(text) <= abs(most):
        return text
    return f"…{text[most:]}" if most < 0 else f"{text[:most]}…"


def _line(version: Transcript, one: Mention) -> MentionLine:
    text = version.text
    left, right = text.rfind("\n", 0, one.start) + 1, text.find("\n", one.end)
    places = tuple((each.ref, each.label or each.value) for each in one.candidates if each.ref)
    label = one.candidates[0].label if one.candidates else ""
    normal = edtf_words(one.value) if one.kind is MentionKind.DATE else label or one.value
    return MentionLine(
        one.text,
        _around(text[left : one.start], -_AROUND),
        _around(text[one.end : right if right >= 0 else len(text)], _AROUND),
        one.start,
        one.kind.value,
        str(MENTIONS[one.kind]),
        normal,
        one.value if one.kind is MentionKind.PERSON else one.text,
        places if one.kind is MentionKind.PLACE else (),
        places[0][0] if len(places) == 1 else "",
        str(one.attributes["mark"]) if one.attributes.get("by") == "person" else None,
    )
