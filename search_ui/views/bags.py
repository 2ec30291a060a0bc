"""Gói lưu trữ: an item as a bag (BagIt) in a ZIP file, for those who may have all of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive import seeing
from archive.bags import receiving
from archive.bags.exporting import export_item
from archive.rights.policy import decide
from schemas.errors import Refused, TooLarge
from schemas.rights import Outcome, Use
from search_ui.auth import person, person_here
from search_ui.i18n import language
from search_ui.services import current_archive
from search_ui.words import _

blueprint = Blueprint("bags", __name__, url_prefix="/tu-lieu")
_FORM = 100_000
"""Bytes around the file."""
LARGEST = 2_000_000_000
"""Bytes of originals; for more there is `./kyuc export bag`, which needs no browser."""


@blueprint.get("/nhan-goi")
def incoming() -> str:
    """Bags that this person gave to the archive, and what became of them."""
    return _incoming()


@blueprint.post("/nhan-goi")
def receive() -> BaseResponse | tuple[str, int]:
    """One ZIP file of one or more bags; they are taken in beside the pages."""
    request.max_content_length = receiving.LARGEST + _FORM
    given = request.files.get("file")
    if given is None or not given.filename:
        return _incoming(_("Hãy chọn tệp ZIP.")), 422
    size = given.stream.seek(0, 2)
    given.stream.seek(0)
    try:
        receiving.receive_bags(
            current_archive(), person_here(), cast(BinaryIO, given.stream), size, given.filename
        )
    except TooLarge as error:
        return _incoming(error.message(language())), error.http_status
    flash(_("Đã nhận tệp. Các gói được kiểm tra rồi nhận lần lượt; bạn có thể đóng trang này."), "good")
    return redirect(url_for("bags.incoming"))


@blueprint.get("/nhan-goi/trang-thai")
def states() -> Response:
    """How far they are, for the page's script."""
    with current_archive().records() as records:
        found = records.bag_imports_of(person_here().id)
    shown = [{"id": e.id, "state": e.state.value, "done": e.done, "total": e.total} for e in found]
    return jsonify({"exports": shown})


def _incoming(wrong: str = "") -> str:
    with current_archive().records() as records:
        found = records.bag_imports_of(person_here().id)
    return render_template("pages/bags_in.html", found=found, wrong=wrong)


@blueprint.post("/<uuid:item_id>/goi")
def export(item_id: UUID) -> Response:
    """Made for this answer and kept nowhere; the audit says who had it."""
    archive = current_archive()
    with archive.records() as records:
        item = records.item(str(item_id))
        seeing.must_see_whole(records, person(), item)
        said = decide(person(), seeing.thing_of(records, item), Use.ORIGINAL)
        if said.outcome is not Outcome.ALLOWED:
            raise Refused(f"bag: {said.reason}", vi=said.words_vi, en=said.words_en)
        held = [records.stored_object(asset.sha256) for asset in records.assets_of(item.id)]
    if sum(one.size for one in held if one) > LARGEST:
        raise TooLarge(
            "bag for a browser",
            vi="Tư liệu này quá lớn để tải qua trang. Hãy nhờ người quản trị gõ: ./kyuc export bag",
            en="This item is too large for a page. Ask an administrator to type: ./kyuc export bag",
        )
    spool = archive.settings.data / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bag-", dir=spool) as folder:
        packed = _packed(export_item(archive, item.id, Path(folder)), spool)
    return send_file(
        packed, mimetype="application/zip", as_attachment=True, download_name=f"kyuc-{item.id}.zip"
    )


def _packed(bag: Path, spool: Path) -> BinaryIO:
    """Not compressed again: photos and recordings are. The file has no name and goes with the answer."""
    target = cast(BinaryIO, TemporaryFile(dir=spool))  # noqa: SIM115 (it goes with the answer)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                packed.write(path, f"{bag.name}/{path.relative_to(bag)}")
    target.seek(0)
    return target
