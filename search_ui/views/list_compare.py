"""Đối chiếu hai danh sách: two uploaded lists compared on the spot; nothing of them is kept."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from flask import Blueprint, Response, render_template, request

from archive.linkage.differences import Compared, compared
from archive.linkage.table import PersonTable, read_table
from schemas.errors import InvalidInput, TooLarge
from search_ui.i18n import language
from search_ui.words import _

blueprint = Blueprint("list_compare", __name__, url_prefix="/danh-sach")
_ROWS_AT_MOST = 20_000
"""What a page waits for (about half a minute); longer lists go through the command."""
_SHOWN = 200


@blueprint.route("/doi-chieu", methods=["GET", "POST"])
def compare() -> str | Response | tuple[str, int]:
    """`form`: `page`, or `csv` for all of it."""
    if request.method == "GET":
        return _page()
    try:
        found = compared(_uploaded("left"), _uploaded("right"))
    except InvalidInput as error:
        return _page(wrong=error.message(language())), error.http_status
    return _as_csv(found) if request.form.get("form") == "csv" else _page(found)


def _page(found: Compared | None = None, wrong: str | None = None) -> str:
    return render_template("pages/lists_compare.html", found=found, wrong=wrong, shown=_SHOWN)


def _uploaded(name: str) -> PersonTable:
    """Raises InvalidInput, TooLarge."""
    file = request.files.get(name)
    if file is None or not file.filename:
        raise InvalidInput(name, vi="Cần chọn cả hai danh sách.", en="Choose both lists.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file.filename.replace("\\", "/")).name[-120:] or "list.csv")
        file.save(path)
        table = read_table(path)
    if len(table) > _ROWS_AT_MOST:
        raise TooLarge(
            vi="Danh sách có hơn 20.000 dòng. Hãy đối chiếu bằng lệnh: ./kyuc martyrs link A B",
            en="The list has more than 20,000 rows. Reconcile with: ./kyuc martyrs link A B",
        )
    return table


def _as_csv(found: Compared) -> Response:
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow([_("Thứ nhất"), _("Thứ hai"), _("Kết quả"), _("Chắc"), _("Khác ở đâu")])
    for together, words in ((found.different, _("ghi khác nhau")), (found.alike, _("giống nhau"))):
        for one in together:
            said = "; ".join(f"{heading}: {left} ≠ {right}" for heading, left, right in one.differences)
            rows.writerow([one.link.left, one.link.right, words, f"{one.link.probability:.3f}", said])
    rows.writerows([one.id, "", _("chỉ trong danh sách thứ nhất"), "", ""] for one in found.only_left)
    rows.writerows(["", one.id, _("chỉ trong danh sách thứ hai"), "", ""] for one in found.only_right)
    answer = Response("\ufeff" + kept.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=doi-chieu.csv"
    return answer
