"""What the workspaces say, and the keys that they tell of."""

from __future__ import annotations

from archive.authority.grids import Grid
from archive.transcription.map_points import PLACE
from search_ui.presenters.version_words import MARKS
from search_ui.words import _


def workspace_words() -> dict[str, str]:
    """The sentences of the scripts. Placeholders in braces are filled in there."""
    return {**_states(), **_signs(), **_lines(), **_people(), **_sound(), **_map()}


def _states() -> dict[str, str]:
    return {
        "state_untouched": _("Chưa sửa gì"),
        "state_keeping": _("Đang cất vào máy này"),
        "state_here": _("Đã lưu trên máy này"),
        "state_sending": _("Đã lưu trên máy này, đang gửi"),
        "state_stored": _("Đã lưu ở kho lúc {time}"),
        "state_no_network": _("Đã lưu trên máy này. Có mạng sẽ tự gửi."),
        "state_no_sign_in": _("Đã lưu trên máy này. Đăng nhập lại để gửi."),
        "state_refused": _("Đã lưu trên máy này. Kho chưa nhận: {why}"),
        "state_not_kept": _("Máy này không cất được: {why}. Đừng đóng trang."),
        "state_crossed": _("Người khác vừa lưu: đang ghép"),
        "open_no_network": _("Không có mạng, và trang này chưa từng mở trên máy này nên chưa có gì để sửa."),
    }


def _signs() -> dict[str, str]:
    return {f"sign_{kind.value}": str(words) for kind, words in MARKS.items()}


def _lines() -> dict[str, str]:
    return {
        "line": _("Dòng"),
        "choice_by": _("Cách đọc của {engine}"),
        "choice_before": _("Bản trước"),
        "page_of": _("Trang {page} trên {all}"),
        "has_lines": _("Trang này đã có dòng. Muốn cắt lại, hãy xóa các dòng trước."),
        "no_lines_found": _("Không thấy dòng chữ nào để cắt. Hãy tự vẽ khung từng dòng."),
        "lines_found": _("Đã cắt thành {count} dòng. Xem lại khung rồi gõ chữ."),
    }


def _people() -> dict[str, str]:
    return {
        "others": _("Đang mở cùng lúc: {names}"),
        "clash_says": _("{name} cũng vừa sửa các dòng này. Chọn chữ đúng ở từng dòng; không bản nào bị mất."),
        "clash_line": _("Chỗ thứ {number}"),
        "clash_mine": _("Của bạn"),
        "clash_theirs": _("Của {name}"),
        "clash_both": _("Giữ cả hai, cách nhau bằng dấu gạch"),
        "clash_gone": _("(đã xóa dòng này)"),
        "returned": _("{name} trả lại: {words}"),
        "send_later": _("Chưa gửi để duyệt được vì kho chưa có bản mới nhất. Chữ vẫn nằm trên máy này."),
        "no_way": _("Chưa làm được vì mất mạng hoặc kho đang bận. Hãy thử lại."),
    }


def _sound() -> dict[str, str]:
    return {
        "speaker_give": _("Gán người nói cho đoạn này:"),
        "speaker_name": _("Tên người nói"),
        "chapter_title": _("Tên chương"),
        "chapter_synopsis": _("Tóm tắt"),
        "chapter_names": _("Tên người, đơn vị (cách nhau bằng dấu phẩy)"),
        "chapter_place": _("Địa danh"),
        "chapter_remove": _("Bỏ chương này"),
    }


def _map() -> dict[str, str]:
    return {
        "point": _("Điểm"),
        "point_label": _("Chữ ghi ở điểm này"),
        "point_written": _("Tọa độ hoặc tên nơi, như viết"),
        "point_grid": _("Hệ tọa độ"),
        "point_which": _("Nơi nào?"),
        "point_unread": _("Không đọc được theo hệ đã chọn."),
        "point_off": _("lệch {residual}; các điểm khác đoán lệch {foretold}"),
        "point_remove": _("Bỏ điểm này"),
        "fit_none": _("Cần ít nhất ba điểm có tọa độ, không nằm trên một đường thẳng."),
        "fit_says": _(
            "Khớp với sai số {rms}; đoán điểm chưa biết sai {foretold}. Mỗi nhãn đúng trong khoảng {radius}."
        ),
    }


def grids_of_points() -> list[tuple[str, str]]:
    """How a control point may be typed; the empty one is a label alone."""
    return [
        ("", _("Chỉ là nhãn, chưa có tọa độ")),
        (Grid.WGS84.value, _("Kinh vĩ độ WGS 84 (GPS)")),
        (PLACE, _("Tên xã, huyện, nơi chốn")),
        (Grid.INDIAN1960_48.value, _("Indian 1960, múi 48 (bản đồ Mỹ, XD 850 418)")),
        (Grid.INDIAN1960_49.value, _("Indian 1960, múi 49")),
        (Grid.HANOI1972_18.value, _("Hà Nội 1972, múi 18")),
        (Grid.HANOI1972_19.value, _("Hà Nội 1972, múi 19")),
        (Grid.VN2000.value, _("VN-2000, vĩ độ kinh độ")),
        (Grid.VN2000_48.value, _("VN-2000, múi 48")),
        (Grid.VN2000_49.value, _("VN-2000, múi 49")),
    ]


def keys_of(heard: bool) -> list[tuple[str, str]]:
    """Keys and what they do, for `?`."""
    return [*_common_keys(), *(_sound_keys() if heard else _page_keys())]


def _common_keys() -> list[tuple[str, str]]:
    return [
        ("Enter", _("Dòng sau (Shift: dòng trước)")),
        ("Alt 1 … 9", _("Chọn cách đọc khác của máy")),
        ("Alt Enter", _("Cắt dòng ở con trỏ")),
        ("Alt J", _("Nối với dòng sau")),
        ("Alt ↑ ↓", _("Đưa dòng lên, xuống")),
        ("Alt I", _("Thêm dòng hoặc đoạn")),
        ("Alt Delete", _("Xóa dòng")),
        ("Ctrl Z", _("Hoàn tác (Shift: làm lại)")),
        ("Alt /", _("Xem các phím tắt")),
        ("Ctrl S", _("Lưu ngay vào kho")),
        ("Ctrl Enter", _("Gửi để duyệt")),
        ("Ctrl Shift Enter", _("Nhận bản này (người duyệt)")),
        ("Ctrl Shift ⌫", _("Trả lại kèm lý do (người duyệt)")),
        ("Alt K", _("Không rõ")),
    ]


def _page_keys() -> list[tuple[str, str]]:
    return [
        ("Alt M", _("Mất chữ")),
        ("Alt G", _("Gạch bỏ")),
        ("Alt C", _("Chèn thêm phía trên")),
        ("Alt T", _("Tay người khác")),
        ("Alt O", _("Con dấu")),
        ("Alt B", _("Khung của dòng: mũi tên để dời, Shift để đổi cỡ, hoặc kéo trên ảnh")),
        ("Alt X", _("Cắt trang chưa có dòng thành dòng")),
        ("Alt Shift X", _("Xếp dòng theo chỗ trên trang")),
        ("Alt V", _("Hiện ảnh của từng dòng")),
        ("Alt =  Alt -  Alt W", _("Phóng to, thu nhỏ, cả trang")),
        ("Alt R", _("Xoay ảnh")),
        ("Alt Shift C", _("Tăng tương phản")),
        ("Alt Shift I", _("Đảo sáng tối")),
        ("Alt PgUp PgDn", _("Trang trước, trang sau")),
    ]


def _sound_keys() -> list[tuple[str, str]]:
    return [
        ("Esc, F9", _("Phát; dừng và lùi 2 giây")),
        ("F1, F7", _("Lùi 2 giây")),
        ("F2, F8", _("Tiến 2 giây")),
        ("F3", _("Chậm hơn")),
        ("F4", _("Nhanh hơn")),
        ("Alt P", _("Nghe lại đoạn này")),
        ("Alt L", _("Lặp đoạn này")),
        ("Ctrl J, Alt S", _("Đoạn bắt đầu ở đây (Shift: kết thúc)")),
        ("Alt Shift 1 … 9", _("Người nói")),
        ("Alt Q", _("Thêm người nói")),
        ("Alt N", _("Không nghe rõ")),
        ("Alt H", _("Nói chồng lên nhau")),
        ("Alt Shift P", _("Chương mới bắt đầu ở đây")),
        ("Alt =  Alt -", _("Phóng to, thu nhỏ dạng sóng")),
    ]
