"""The sentences of the capture page: the phone keeps them, so that they are there without network."""

from __future__ import annotations

from search_ui.presenters.labels import ASSET_ROLES
from search_ui.words import _


def capture_words() -> dict[str, str]:
    """The sentences of the page's script. Placeholders in braces are filled in there."""
    return {
        "here": _("Trên máy này"),
        "sending": _("Đang gửi {percent} %"),
        "stored": _("Đã đến kho (đã đối chiếu)"),
        "read": _("Đã đọc"),
        "refused": _("Kho không nhận"),
        "waiting_network": _("Chờ có mạng. Mọi thứ vẫn nằm trên máy này và sẽ tự gửi."),
        "waiting_sign_in": _("Chờ đăng nhập. Mọi thứ vẫn nằm trên máy này; đăng nhập xong sẽ tự gửi."),
        "waiting_turn": _("Kho đang nhận nhiều buổi thăm. Phần đã gửi được giữ; máy tự hỏi lại sau ít giây."),
        "all_arrived": _("Đủ {count} phần đã đến kho và đã đối chiếu. Mã buổi thăm: {code}."),
        "left": _("Còn {count} phần, {size}."),
        "left_minutes": _("Còn {count} phần, {size}, khoảng {minutes} phút."),
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
        "space_left": _("Còn chỗ trên máy này: {size}."),
        "space_low": _("Máy sắp đầy: còn {size}. Hãy gửi bớt hoặc giải phóng chỗ trước khi ghi tiếp."),
        "not_kept": _("Không cất được vào máy này: {why}. Hãy gửi ngay khi có mạng, đừng đóng trang."),
        "needed": _("Cần điền {what} trước khi gửi."),
        "family": _("gia đình"),
        "commune": _("xã, phường"),
        "consent_luu_tru": _("sự đồng ý cho lưu trữ"),
        "consent_proof": _("chữ ký, lời nói có ghi âm, hoặc phiếu giấy"),
        "consent_by": _("tên người đồng ý"),
        "consent_guardian": _("tên người giám hộ"),
        "unnamed": _("Buổi thăm chưa đặt tên"),
        "photo": _("Ảnh"),
        "sound": _("Ghi âm"),
        "pieces": _("{count} phần"),
        "told": _("Gia đình kể gì về phần này?"),
        "consent_title": _("Phiếu đồng ý số hóa"),
        **_words_of_consent(),
        **_words_of_things(),
        **_words_of_trouble(),
    }


def _words_of_consent() -> dict[str, str]:
    return {
        "signature": _("Chữ ký"),
        "spoken": _("lời đồng ý"),
        "proof_signed": _("Đã ký."),
        "proof_spoken": _("Đã ghi lời đồng ý."),
        "proof_paper": _("Đã chụp phiếu giấy."),
        "proof_none": _("Chưa ký, chưa ghi lời đồng ý."),
        "copy_text": _("Lời hỏi bản {version}, SHA-256 {hash}"),
        "copy_how": _("Xem, sửa, rút lại: hỏi nơi đã thu thập, đọc mã {code}. Không phải nêu lý do."),
        "checked": _("Đội trưởng đã kiểm tra: đủ."),
        "to_bring": _("Đội trưởng cần bổ sung: {words}"),
        "practice": _("TẬP"),
    }


def _words_of_things() -> dict[str, str]:
    return {
        **{f"role_{role.value}": str(label) for role, label in ASSET_ROLES.items()},
        "thing_number": _("Vật thứ {number}"),
        "page_number": _("Trang {number}"),
        "page_label": _("Số trang"),
        "pages_missing": _("Thiếu trang {pages}."),
        "no_label": _("Không đọc được mã trên nhãn. Hãy chụp gần hơn, hoặc gõ mã."),
        "label_twice": _("Nhãn này đã dùng cho {name}. Mỗi vật một nhãn."),
        "lacks_witness": _("Chưa ghi người kể."),
        "lacks_martyr": _("Chưa ghi liệt sĩ được kể đến."),
        "lacks_place": _("Chưa ghi nhà ở đâu."),
        "lacks_photos": _("{name}: chưa có ảnh."),
        "lacks_back": _("{name}: chưa chụp mặt sau."),
        "lacks_look": _("{count} ảnh có cảnh báo chưa xem."),
    }


def _words_of_trouble() -> dict[str, str]:
    """What may go wrong on a phone: what happened, what is safe, what to do."""
    return {
        "no_microphone": _(
            "Máy không cho dùng micro. Hãy bật quyền micro cho trang này trong cài đặt của trình duyệt, "
            "hoặc ghi bằng máy ghi âm rồi chọn tệp."
        ),
        "without_microphone": _(
            "Máy này không có micro. Hãy ghi bằng máy khác rồi chọn tệp, hoặc quay phim."
        ),
        "busy_microphone": _("Ứng dụng khác đang dùng micro (cuộc gọi, máy ghi âm). Hãy tắt nó rồi bấm lại."),
        "no_recorder": _(
            "Trình duyệt này không ghi âm được trong trang (bản cũ, hoặc địa chỉ không có https). "
            "Hãy dùng máy ghi âm của điện thoại rồi chọn tệp."
        ),
        "cut": _("Ghi âm bị ngắt (cuộc gọi, hoặc micro bị lấy đi). Phần đã ghi còn nguyên; bấm để ghi tiếp."),
        "full": _(
            "Máy đã đầy: phần vừa rồi chưa cất được, những phần trước vẫn còn nguyên. "
            "Hãy gửi bớt hoặc giải phóng chỗ, rồi chụp lại."
        ),
        "changed": _("Tệp đã đổi hoặc bị xóa trong lúc cất. Hãy chọn lại tệp; những phần khác không sao."),
        "unreadable": _(
            "Máy không đọc lại được phần này (bộ nhớ hỏng hoặc hệ điều hành đã dọn). "
            "Hãy chụp hoặc chọn lại; những phần khác vẫn gửi."
        ),
        "evicted": _(
            "Hệ điều hành đã xóa {count} buổi thăm khỏi máy này để lấy chỗ. Phần đã đến kho vẫn còn ở kho; "
            "hãy báo đội trưởng, và thêm trang này vào màn hình chính."
        ),
        "no_storage": _(
            "Trình duyệt này không cất được gì (thẻ ẩn danh, hoặc bản quá cũ). "
            "Hãy mở bằng thẻ thường, hoặc chụp bằng máy ảnh rồi gửi sau."
        ),
        "clock_wrong": _("Đồng hồ của máy sai ngày. Hãy chỉnh lại, để ngày thăm và ngày đồng ý ghi đúng."),
        "clock_off": _("Đồng hồ của máy lệch {minutes} phút so với kho. Hãy chỉnh lại; tư liệu không sao."),
        "place_refused": _("Máy không cho biết vị trí. Hãy bật quyền vị trí, hoặc ghi bằng chữ."),
        "no_place": _("Máy không biết mình ở đâu. Hãy ghi bằng chữ."),
        "place_late": _("Chưa bắt được vị trí. Hãy ra chỗ thoáng rồi bấm lại, hoặc ghi bằng chữ."),
        "locating": _("Đang tìm vị trí…"),
        "place_found": _("Đã lấy vị trí, sai số khoảng {metres} m."),
        "upside_down": _("Ảnh có vẻ ngược đầu."),
        "cut_off": _("Chữ có vẻ bị cắt ở mép ảnh."),
        "identity_card": _(
            "Đây có vẻ là căn cước. Không cần cho kho: nên bỏ ảnh này. Nếu giữ, số sẽ được che."
        ),
    }


def guide() -> list[str]:
    """How to ask so that people tell; at hand in the house, without network."""
    return [
        _("Hỏi xin phép trước khi bật máy; nói rõ ghi để làm gì, và có thể dừng bất cứ lúc nào."),
        _("Bắt đầu từ điều dễ: quê quán, gia đình, tuổi nhỏ của liệt sĩ."),
        _("Hỏi mở: “Bác còn nhớ lần cuối gặp anh ấy thế nào ạ?” Không gợi sẵn câu trả lời."),
        _("Hỏi tên đơn vị, đồng đội, nơi đóng quân, trận đánh; nhờ đánh vần tên khó."),
        _("Hỏi ai khác còn nhớ, còn giữ thư, ảnh, giấy báo tử."),
        _("Để im lặng. Đừng ngắt lời. Cuối buổi hỏi: “Bác còn muốn nói điều gì nữa không ạ?”"),
    ]


def signs() -> list[str]:
    """Signs that somebody needs support."""
    return [
        _("khóc không dừng, run, khó thở, đau ngực"),
        _("lặp lại mãi một cảnh, như đang thấy lại"),
        _("lặng đi rất lâu, không nhận ra người xung quanh"),
        _("nói không muốn sống nữa: không để ở một mình, gọi ngay trạm y tế xã"),
    ]
