"""Ghi nhận: the page that a volunteer's phone keeps and uses without network, and what installs it.

The page holds no data of the archive, so it opens without sign-in; sending asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, send_file, url_for

from archive.rights.consents import TEXT, TEXT_SHA256, TEXT_VERSION
from search_ui.assets import DIST, EXTENSION, Bundles
from search_ui.presenters.labels import KINDS, PURPOSES
from search_ui.words import _

blueprint = Blueprint("capture", __name__, url_prefix="/ghi")


def _words() -> dict[str, str]:
    """The sentences of the page's script. Placeholders in braces are filled in there."""
    return {
        "here": _("Trên máy này"),
        "sending": _("Đang gửi {percent} %"),
        "stored": _("Đã đến kho (đã đối chiếu)"),
        "refused": _("Kho không nhận"),
        "waiting_network": _("Chờ có mạng. Mọi thứ vẫn nằm trên máy này và sẽ tự gửi."),
        "waiting_sign_in": _("Chờ đăng nhập. Mọi thứ vẫn nằm trên máy này; đăng nhập xong sẽ tự gửi."),
        "waiting_turn": _("Kho đang nhận nhiều buổi thăm. Phần đã gửi được giữ; máy tự hỏi lại sau ít giây."),
        "all_arrived": _("Đủ {count} phần đã đến kho và đã đối chiếu. Mã buổi thăm: {code}."),
        "left": _("Còn {count} phần, {size}."),
        "blurred": _("Ảnh có vẻ mờ."),
        "dark": _("Ảnh quá tối."),
        "glare": _("Ảnh bị lóa sáng."),
        "same_page": _("Trang này giống một trang đã chụp; hãy xem có chụp hai lần không."),
        "other_tab": _("Buổi thăm này đang mở ở thẻ khác của trình duyệt. Hãy ghi ở thẻ đó; ở đây chỉ xem."),
        "waiting_wifi": _("Chờ Wi-Fi, như đã chọn. Mọi thứ vẫn nằm trên máy này."),
        "not_promised": _(
            "Trình duyệt chưa hứa giữ dữ liệu lâu dài (thẻ ẩn danh, hoặc chưa thêm vào màn hình chính). "
            "Hãy gửi sớm khi có mạng."
        ),
        "join_network": _(
            "Cần có mạng để vào buổi thăm của máy kia. Cứ ghi buổi thăm mới, nội dung không mất."
        ),
        "code": _("Mã buổi thăm: {code}"),
        "lacking": _("Chưa có: {what}. Không bắt buộc."),
        "marked": _("đánh dấu"),
        "same": _("Ảnh này giống hệt một ảnh đã chụp."),
        "recording": _("Đang ghi {time}. Mỗi 3 giây được cất ngay vào máy."),
        "quiet": _("Không nghe thấy gì. Hãy đưa máy lại gần hơn."),
        "no_microphone": _(
            "Không dùng được micro. Hãy cho phép trong cài đặt, hoặc ghi máy khác rồi chọn tệp."
        ),
        "space_low": _("Máy sắp đầy: còn {size}. Hãy gửi bớt hoặc giải phóng chỗ trước khi ghi tiếp."),
        "not_kept": _("Không cất được vào máy này: {why}. Hãy gửi ngay khi có mạng, đừng đóng trang."),
        "needed": _("Cần điền {what} trước khi gửi."),
        "family": _("gia đình"),
        "commune": _("xã, phường"),
        "consent": _("sự đồng ý cho lưu trữ"),
        "consent_by": _("tên người đồng ý"),
        "consent_guardian": _("tên người giám hộ"),
        "unnamed": _("Buổi thăm chưa đặt tên"),
        "photo": _("Ảnh"),
        "sound": _("Ghi âm"),
        "pieces": _("{count} phần"),
        "remove_piece": _("Bỏ phần này"),
        "told": _("Gia đình kể gì về phần này?"),
        "retake": _("Nếu chụp lại được thì nên chụp lại; ảnh này vẫn được giữ."),
        "consent_title": _("Phiếu đồng ý số hóa"),
    }


@blueprint.get("")
def show() -> str:
    """One page for all visits on this phone."""
    return render_template(
        "pages/capture.html",
        kinds=KINDS,
        purposes=PURPOSES.items(),
        consent_text=TEXT,
        setup=_setup(),
        guide=_guide(),
        signs=_signs(),
    )


def _guide() -> list[str]:
    """How to ask so that people tell; at hand in the house, without network."""
    return [
        _("Hỏi xin phép trước khi bật máy; nói rõ ghi để làm gì, và có thể dừng bất cứ lúc nào."),
        _("Bắt đầu từ điều dễ: quê quán, gia đình, tuổi nhỏ của liệt sĩ."),
        _("Hỏi mở: “Bác còn nhớ lần cuối gặp anh ấy thế nào ạ?” Không gợi sẵn câu trả lời."),
        _("Hỏi tên đơn vị, đồng đội, nơi đóng quân, trận đánh; nhờ đánh vần tên khó."),
        _("Hỏi ai khác còn nhớ, còn giữ thư, ảnh, giấy báo tử."),
        _("Để im lặng. Đừng ngắt lời. Cuối buổi hỏi: “Bác còn muốn nói điều gì nữa không ạ?”"),
    ]


def _signs() -> list[str]:
    """Signs that somebody needs support."""
    return [
        _("khóc không dừng, run, khó thở, đau ngực"),
        _("lặp lại mãi một cảnh, như đang thấy lại"),
        _("lặng đi rất lâu, không nhận ra người xung quanh"),
        _("nói không muốn sống nữa: không để ở một mình, gọi ngay trạm y tế xã"),
    ]


def _setup() -> dict[str, Any]:
    return {
        "words": _words(),
        "kinds": {code: str(words) for code, words in KINDS.items()},
        "consent": {"version": TEXT_VERSION, "sha256": TEXT_SHA256},
    }


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the page among its apps."""
    icons = [{"src": url_for("static", filename="mark.svg"), "sizes": "any", "type": "image/svg+xml"}]
    answer = jsonify(
        {
            "name": "Ký Ức: ghi nhận",
            "short_name": "Ký Ức",
            "start_url": url_for("capture.show"),
            "scope": "/",
            "display": "standalone",
            "lang": "vi",
            "background_color": "#faf7f1",
            "theme_color": "#faf7f1",
            "icons": icons,
        }
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/shell.json")
def shell() -> Response:
    """The addresses that the phone keeps; their names carry hashes, so a new build is a new list."""
    bundles: Bundles = current_app.extensions[EXTENSION]
    kept = [url_for("capture.show"), url_for("capture.manifest"), url_for("static", filename="mark.svg")]
    built = (*bundles.addresses("capture"), *bundles.addresses("base"))
    return jsonify({"keep": list(dict.fromkeys([*kept, *built]))})


@blueprint.get("/worker.js")
def worker() -> Response:
    """The service worker, allowed to answer for this page when there is no network."""
    bundles: Bundles = current_app.extensions[EXTENSION]
    chunk = bundles.manifest.get("src/worker.ts")
    answer = (
        send_file(DIST / Path(chunk["file"]), mimetype="text/javascript") if chunk else Response(status=404)
    )
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
