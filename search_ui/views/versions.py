"""Các bản chép: every version of a text, who made it, how it stands; compare, restore, hand out, bring in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.access import Act
from archive.ports import Catalogue
from archive.transcription.bringing_in import bring_in
from archive.transcription.comparison import compare
from archive.transcription.exports.xml import LARGEST
from archive.transcription.handing_out import formats_for
from archive.transcription.people import open_place
from archive.transcription.settling import two_readings
from archive.transcription.versions import Returned, accept, restore, send_back, why_not_accept
from schemas.editing import ReturnReason
from schemas.errors import Conflict, InvalidInput, KyucError, Refused, TooLarge
from schemas.holdings import Asset, Item
from schemas.transcripts import Transcript
from search_ui.auth import can, person_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.version_words import FORMS, RETURN_REASONS
from search_ui.presenters.versions import version_lines
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("versions", __name__, url_prefix="/phien-am/<uuid:asset_id>")


@blueprint.get("")
def index(asset_id: UUID) -> str:
    """`?a=…&b=…` shows what changed from one to the other, word by word."""
    with current_archive().records() as records:
        return render_template("pages/versions.html", **_shown(records, *_opened(records, asset_id)))


@blueprint.post("/khoi-phuc")
def bring_back(asset_id: UUID) -> Response | tuple[str, int]:
    given = request.form
    try:
        restore(
            current_archive(), person_here(), str(asset_id), given.get("version", ""), given.get("reason", "")
        )
    except KyucError as error:
        return _again(asset_id, error)
    flash(_("Đã khôi phục thành bản mới, chờ người thứ hai duyệt."), "good")
    return redirect(url_for("versions.index", asset_id=asset_id))


@blueprint.post("/duyet")
def judge(asset_id: UUID) -> Response | tuple[str, int]:
    """Accept, or return with a reason."""
    given, archive, who = request.form, current_archive(), person_here()
    version, words = given.get("version", ""), given.get("words", "")[:4000]
    try:
        if given.get("act") == "return":
            if given.get("reason") not in set(ReturnReason):
                raise InvalidInput("reason", vi="Hãy chọn lý do trả lại.", en="Choose why it is returned.")
            send_back(archive, who, str(asset_id), version, Returned(ReturnReason(given["reason"]), words))
            flash(_("Đã trả lại; người chép thấy lý do và sửa tiếp được."), "good")
        else:
            accept(archive, who, str(asset_id), version, words)
            flash(_("Đã duyệt."), "good")
    except KyucError as error:
        return _again(asset_id, error)
    return redirect(url_for("versions.index", asset_id=asset_id))


@blueprint.post("/nhap-tep")
def upload(asset_id: UUID) -> Response | tuple[str, int]:
    """A transcript of another program, as a version that waits for a second person."""
    file = request.files.get("tep")
    try:
        if (request.content_length or 0) > LARGEST:
            raise TooLarge(f"{request.content_length} bytes")
        if file is None or not file.filename:
            raise InvalidInput("no file", vi="Hãy chọn một tệp.", en="Choose a file.")
        page = min(max(request.form.get("trang", 1, type=int), 1), 100_000)
        bring_in(current_archive(), person_here(), str(asset_id), file.filename, file.read(), page)
    except KyucError as error:
        return _again(asset_id, error)
    flash(_("Đã nhận bản chép từ tệp, chờ người thứ hai duyệt."), "good")
    return redirect(url_for("versions.index", asset_id=asset_id))


def _again(asset_id: UUID, error: KyucError) -> tuple[str, int]:
    """The page with the reason, and what was typed in the form."""
    with current_archive().records() as records:
        shown = _shown(records, *_opened(records, asset_id))
    shown |= {"error": error.message(language()), "typed": request.form}
    return render_template("pages/versions.html", **shown), error.http_status


def _opened(records: Catalogue, asset_id: UUID) -> tuple[Asset, Item]:
    """Only to who may see the whole of it: an earlier version could tell what is withheld."""
    place = open_place(records, person_here(), str(asset_id))
    return place.asset, place.item


def _shown(records: Catalogue, asset: Asset, item: Item) -> dict[str, object]:
    current, head = records.current_transcript(asset.id), records.working_transcript(asset.id)
    first, second = (_chosen(records, asset, name) for name in ("a", "b"))
    return {
        "asset": asset,
        "item": item,
        "title": title_of(item),
        "lines": version_lines(records, asset.id, current.id if current else None),
        "pieces": compare(first.text, second.text) if first and second else None,
        "a": first.id if first else None,
        "b": second.id if second else None,
        "settles": _settles(records, asset),
        "judged": head if why_not_accept(head, head, person_here()) is None else None,
        "reasons": [(reason.value, words) for reason, words in RETURN_REASONS.items()],
        "forms": [(form, FORMS[form]) for form in formats_for(asset.medium)] if current else [],
        "writes": can(Act.CORRECT_TEXT),
        "error": None,
        "typed": {},
    }


def _settles(records: Catalogue, asset: Asset) -> bool:
    """Whether two independent readings wait for the person here."""
    try:
        return two_readings(records, person_here(), asset.id) is not None
    except (Conflict, Refused):
        return False


def _chosen(records: Catalogue, asset: Asset, name: str) -> Transcript | None:
    version = records.find_transcript(request.args.get(name, ""))
    return version if version is not None and version.asset_id == asset.id else None
