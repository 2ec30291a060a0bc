"""A hard page read twice: the offer to read it apart from the first, and what differs, settled by a third."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.ports import Catalogue
from archive.seeing import must_see_whole
from archive.transcription.people import reading_of
from archive.transcription.second_reading import begin_second, give_up, waits_for_second
from archive.transcription.settling import settle, two_readings
from schemas.errors import Conflict, InvalidInput
from schemas.rights import Use
from schemas.transcripts import TranscriptStatus
from search_ui.auth import person_here
from search_ui.i18n import language
from search_ui.presenters.cards import title_of
from search_ui.presenters.labels import kind_label
from search_ui.presenters.twofold import chosen_in, places_of
from search_ui.services import current_archive
from search_ui.views.reading import must_be_visible
from search_ui.words import _

blueprint = Blueprint("twofold", __name__, url_prefix="/phien-am/<uuid:asset_id>")


@blueprint.get("/lan-hai")
def offer(asset_id: UUID) -> str:
    """What a second reading is, and the button that begins it; no word of the text is on this page."""
    user = person_here()
    with current_archive().records() as records:
        asset = records.asset(str(asset_id))
        item = must_be_visible(records, records.item(asset.item_id), Use.PICTURE)
        must_see_whole(records, user, item, Use.PICTURE)
        reading = reading_of(records, user, asset.id)
        return render_template(
            "pages/second_reading.html",
            asset=asset,
            title=title_of(item),
            kind=kind_label(item.kind),
            reading=reading,
            offered=reading is not None or waits_for_second(records, user, asset.id),
        )


@blueprint.post("/lan-hai")
def begin(asset_id: UUID) -> Response:
    begin_second(current_archive(), person_here(), str(asset_id))
    return redirect(url_for("workspace.show_apart", asset_id=asset_id))


@blueprint.post("/lan-hai/thoi")
def leave(asset_id: UUID) -> Response:
    give_up(current_archive(), person_here(), str(asset_id))
    flash(_("Đã thôi chép độc lập. Trang này chờ người khác."), "good")
    return redirect(url_for("textwork.index", viec="lan-hai"))


@blueprint.get("/doi-chieu")
def compare(asset_id: UUID) -> str:
    """Each place where the two differ, with its piece of the page or its seconds."""
    with current_archive().records() as records:
        return render_template("pages/settle.html", **_shown(records, asset_id))


@blueprint.post("/doi-chieu")
def bring_together(asset_id: UUID) -> Response | tuple[str, int]:
    given, archive, user = request.form, current_archive(), person_here()
    with archive.records() as records:
        chosen = chosen_in(given, two_readings(records, user, str(asset_id)).differences)
    both = given.get("first", ""), given.get("second", "")
    try:
        made = settle(archive, user, str(asset_id), both, chosen)
    except (InvalidInput, Conflict) as error:
        with archive.records() as records:
            shown = _shown(records, asset_id)
        shown |= {"error": error.message(language()), "typed": given}
        return render_template("pages/settle.html", **shown), error.http_status
    if made.status is TranscriptStatus.ACCEPTED:
        flash(_("Đã đối chiếu: bản chung được duyệt, hai bản độc lập vẫn được giữ."), "good")
    else:
        flash(_("Đã đối chiếu. Có chỗ bạn đọc khác cả hai, nên người thứ tư duyệt bản chung."), "good")
    return redirect(url_for("versions.index", asset_id=asset_id))


def _shown(records: Catalogue, asset_id: UUID) -> dict[str, object]:
    found = two_readings(records, person_here(), str(asset_id))
    return {
        "asset": found.place.asset,
        "title": title_of(found.place.item),
        "first": found.first,
        "second": found.second,
        "agreement": 1 - found.apart,
        "places": places_of(records, found),
        "error": None,
        "typed": {},
    }
