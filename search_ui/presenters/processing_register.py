"""Sổ theo dõi xử lý dữ liệu cá nhân: the register of processing and what an impact assessment asks.

A paper of an office: always Vietnamese. What the system knows is filled in; what only people can judge is
left open for them to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import force_locale

from archive import exporting, sharing
from archive.data_requests.clocks import clocks
from archive.keeping.errors import NoBackupKey
from archive.keeping.keys import recipients
from archive.papers.parts import Bullets, Heading, Lines, Paper, Paragraph, Part, Table
from archive.ports import Catalogue
from archive.rights.consents import TEXT_SHA256, TEXT_VERSION
from archive.rights.policy import NEEDED
from archive.rights.standing import STANDINGS
from archive.settings import Settings
from schemas.consent import Purpose
from schemas.keeping import KeepingTask
from schemas.people import Role, User
from schemas.processing_register import ProcessingCounts
from schemas.rights import Audience
from schemas.withheld import WithheldFor
from search_ui.presenters.figures import moment
from search_ui.presenters.labels import PURPOSES, ROLES, WITHHELD
from search_ui.presenters.request_words import KINDS

_THRESHOLD = 100_000
"""People with sensitive data from which further duties hold (NĐ 356/2025/NĐ-CP)."""
_LEVELS = (
    "0 Công khai", "1 Nội bộ chương trình", "2 Nghiên cứu", "3 Xác minh", "4 Hạn chế đặc biệt",
)  # fmt: skip
_AUDIENCES = {
    Audience.PROGRAMME: "tư liệu của chương trình",
    Audience.RESEARCH: "tư liệu gia đình cho nghiên cứu",
    Audience.VERIFICATION: "tư liệu gia đình cho xác minh",
}
_NOWHERE = ("", "127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Known:
    """Facts at one moment."""

    at: datetime
    settings: Settings
    counts: ProcessingCounts
    users: Sequence[User]
    requests: dict[str, int]
    late: int
    audit: int
    last_backup: datetime | None
    last_fixity: datetime | None
    incidents: int


def known(records: Catalogue, settings: Settings, now: datetime, late: int) -> Known:
    return Known(
        now,
        settings,
        records.processing_counts(now),
        [user for user in records.all_users() if not user.disabled],
        dict(records.count_data_requests()),
        late,
        records.audit_head().number,
        _last(records, KeepingTask.BACKUP),
        _last(records, KeepingTask.FIXITY),
        records.open_incidents(),
    )


def register_paper(facts: Known) -> Paper:
    with force_locale("vi"):
        return Paper(
            "Sổ theo dõi xử lý dữ liệu cá nhân",
            tuple(_parts(facts)),
            f"Số liệu lúc {moment(facts.at)}, lấy từ chính hệ thống; dùng cho hồ sơ đánh giá tác động.",
            "Sổ theo dõi xử lý dữ liệu cá nhân",
        )


def _parts(facts: Known) -> Iterator[Part]:
    for number, (title, section) in enumerate(_SECTIONS, 1):
        yield Heading(f"{number}. {title}", 2)
        yield from section(facts)


def _who(facts: Known) -> Iterator[Part]:
    officers = [user.name or user.login for user in facts.users if Role.DATA_PROTECTION_OFFICER in user.roles]
    yield Table(
        [
            ("Địa chỉ hệ thống", facts.settings.public_url or "chưa đặt (KYUC_PUBLIC_URL)"),
            ("Thư liên hệ", facts.settings.admin_email or "chưa đặt (KYUC_ADMIN_EMAIL)"),
            ("Phụ trách bảo vệ dữ liệu cá nhân", ", ".join(officers) or "chưa giao cho ai trong hệ thống"),
        ],
        ("Mục", "Hiện có"),
        (1, 2),
    )
    yield Lines("Cơ quan kiểm soát dữ liệu; người đại diện", 2)


def _purposes(facts: Known) -> Iterator[Part]:
    yield Paragraph(
        "Cơ sở pháp lý: sự đồng ý theo từng mục đích (Luật 91/2025/QH15, Điều 9; NĐ 356/2025/NĐ-CP, Điều 6). "
        f"Bản lời hỏi {TEXT_VERSION}, SHA-256 {TEXT_SHA256[:16]}…"
    )
    counts = facts.counts
    yield Table(
        [
            (
                str(PURPOSES[one]).capitalize(),
                str(counts.given.get(one, 0)),
                str(counts.withdrawn.get(one, 0)),
            )
            for one in Purpose
        ],
        ("Mục đích", "Lượt đồng ý", "Lượt rút lại"),
        (4, 1, 1),
    )
    if counts.visits_without_consent:
        yield Paragraph(
            f"{counts.visits_without_consent} trên {counts.visits} buổi thăm chưa ghi sự đồng ý trong hệ "
            "thống: chỉ dùng trong chương trình, không công bố."
        )


def _data(facts: Known) -> Iterator[Part]:
    counts = facts.counts
    yield Table(
        [
            ("Người đồng ý (thân nhân, nhân chứng)", f"{counts.parties} lượt, {counts.minors} chưa đủ 18"),
            ("Nhân chứng được ghi tên", str(counts.witnesses)),
            ("Liên hệ của thân nhân (mức 3)", str(counts.kin)),
            ("Tọa độ chính xác của mộ (mức 3)", str(counts.points)),
            ("Bản ghi âm, ghi hình (giọng nói, hình ảnh)", str(counts.recordings)),
            ("Tài khoản người dùng", str(len(facts.users))),
        ],
        ("Loại chủ thể, loại dữ liệu", "Số lượng"),
        (3, 2),
    )
    yield Table(
        [(name, str(counts.items.get(level, 0))) for level, name in enumerate(_LEVELS)]
        + [("Cách ly (nghi bí mật nhà nước)", str(counts.quarantined)), ("Đã xóa", str(counts.erased))],
        ("Tư liệu theo mức độ tiếp cận", "Số lượng"),
        (3, 2),
    )
    yield Table(
        [(str(WITHHELD[one]), str(counts.withheld.get(one, 0))) for one in WithheldFor],
        ("Phần được giữ lại (dữ liệu nhạy cảm)", "Số phần"),
        (3, 2),
    )
    people = counts.parties + counts.witnesses + counts.kin
    over = "đạt" if people >= _THRESHOLD else "chưa đạt"
    yield Paragraph(f"Tối đa {people} người; {over} ngưỡng {_THRESHOLD} người có dữ liệu nhạy cảm.")


def _recipients(facts: Known) -> Iterator[Part]:
    held = {role: sum(role in user.roles for user in facts.users) for role in Role}
    rows = [
        (
            str(ROLES[role]),
            str(held[role]),
            f"đến mức {STANDINGS[role].level}, {_AUDIENCES[STANDINGS[role].audience]}",
        )
        for role in Role
        if held[role]
    ]
    yield Table(rows, ("Vai trò", "Tài khoản", "Được xem"), (3, 1, 3))
    needs = ", ".join(sorted({str(PURPOSES[one]).lower() for one in NEEDED.values()}))
    yield Bullets(
        (
            f"Mỗi nhóm người xem chỉ thấy tư liệu khi gia đình đồng ý mục đích tương ứng ({needs}).",
            f"Gia đình xem bằng đường dẫn riêng, tối đa {sharing.LONGEST.days} ngày: "
            f"{facts.counts.shares} đang mở.",
            "Công chúng và kho khác (IIIF, OAI-PMH): chỉ tư liệu mức 0 được đồng ý công bố; OAI-PMH "
            + ("đang mở." if facts.settings.admin_email else "chưa mở."),
        )
    )


def _abroad(facts: Known) -> Iterator[Part]:
    """Where data goes by the settings; whether such a machine stands abroad only people know."""
    places = _elsewhere(facts.settings)
    if not places:
        yield Paragraph("Mọi máy chủ (cơ sở dữ liệu, kho tệp, hàng đợi, tra cứu) chạy trên máy này.")
    else:
        yield Table(places, ("Máy chủ ngoài máy này", "Địa chỉ"), (1, 2))
        yield Lines("Nơi đặt các máy chủ trên; có chuyển dữ liệu ra nước ngoài hay không", 2)
    yield Paragraph("Nhận dạng chữ và tiếng nói chạy trên máy của kho, không gửi cho dịch vụ bên ngoài.")


def _retention(_facts: Known) -> Iterator[Part]:
    yield Table(
        [
            ("Bản gốc, bản chép lời, quyết định xác minh", "vĩnh viễn, hoặc đến khi gia đình rút đồng ý"),
            ("Sự đồng ý, yêu cầu, nhật ký", "ít nhất bằng thời gian giữ dữ liệu; không xóa"),
            ("Liên hệ của thân nhân", "rà soát khi kết thúc chiến dịch, 27/7/2027"),
            ("Danh sách xuất từ tra cứu", f"{exporting.KEPT.days} ngày; thu hồi ngay khi có phần bị giữ lại"),
            ("Đường dẫn chia sẻ với gia đình", f"tối đa {sharing.LONGEST.days} ngày"),
            (
                "Dữ liệu bị xóa trong bản sao lưu",
                "được xóa lại ngay sau mỗi lần khôi phục, theo danh sách có ký",
            ),
        ],
        ("Dữ liệu", "Giữ bao lâu"),
        (2, 3),
    )


def _security(facts: Known) -> Iterator[Part]:
    settings = facts.settings
    secured = ", ".join(str(ROLES[one]) for one in sorted(settings.second_factor))
    yield Table(
        [
            ("Đường truyền mã hóa (HTTPS)", _yes(settings.public_url.startswith("https://"))),
            ("Đăng nhập hai bước bắt buộc", secured or "không bắt buộc với vai trò nào"),
            ("Sao lưu mã hóa bằng khóa của tỉnh", _yes(_sealed(settings))),
            ("Lần sao lưu gần nhất", moment(facts.last_backup) or "chưa có"),
            ("Kho bản gốc thứ hai", _yes(bool(settings.second_endpoint))),
            ("Lần đối chiếu bản gốc gần nhất", moment(facts.last_fixity) or "chưa có"),
            ("Sự cố bản gốc đang mở", str(facts.incidents)),
            ("Nhật ký chỉ ghi thêm, nối bằng mã băm", f"{facts.audit} mục"),
        ],
        ("Biện pháp", "Hiện trạng"),
        (2, 3),
    )
    yield Bullets(
        (
            "Liên hệ thân nhân và tọa độ chính xác: chỉ từ mức 3, phải ghi lý do, mỗi lần xem vào nhật ký.",
            "Giấy tờ tùy thân: máy nhận ra thì giữ kín cả trang, bỏ thật khỏi ảnh và chữ của người khác.",
            "Dấu MẬT, TỐI MẬT, TUYỆT MẬT: cách ly ngay, máy không xử lý.",
            "Tệp gửi đến được mở trong tiến trình không có mạng, có giới hạn thời gian và bộ nhớ.",
        )
    )


def _rights(facts: Known) -> Iterator[Part]:
    rows = [
        (str(KINDS[kind]), f"{clock.answer} / {clock.done}", str(facts.requests.get(kind, 0)))
        for kind, clock in clocks().items()
    ]
    yield Table(rows, ("Quyền", "Hạn phản hồi / xong (ngày làm việc)", "Yêu cầu đã nhận"), (3, 2, 1))
    erased = facts.counts.erased
    yield Paragraph(f"Đang quá hạn: {facts.late}. Đã xóa theo yêu cầu hoặc rút đồng ý: {erased} tư liệu.")


def _risks(facts: Known) -> Iterator[Part]:
    yield Table(
        [
            ("Lộ liên hệ thân nhân, lừa đảo gia đình", "mức 3, lý do, nhật ký, rà soát hằng tuần"),
            ("Đào trộm, đồn đoán về mộ", "tọa độ chỉ hiện đến xã cho người dưới mức 3"),
            ("Nối nhầm tư liệu với liệt sĩ", "máy chỉ đề xuất; hai người, hai cấp xác nhận; gỡ lại được"),
            (
                "Mất dữ liệu, hỏng đĩa",
                f"sao lưu {_yes(facts.settings.backup is not None)}; đối chiếu hằng đêm",
            ),
            ("Người trong cuộc lạm dụng", "phân quyền theo vai trò, địa bàn; nhật ký không sửa được"),
            ("Ảnh giấy tờ tùy thân, thông tin sức khỏe", "che mặc định, giữ lại từng phần"),
        ],
        ("Nguy cơ", "Biện pháp đang áp dụng"),
        (2, 3),
    )
    yield Lines("Đánh giá của cơ quan: mức độ còn lại, biện pháp bổ sung, kết luận", 4)


def _elsewhere(settings: Settings) -> list[tuple[str, str]]:
    given = [
        ("Cơ sở dữ liệu", urlsplit(str(settings.database_url)).hostname),
        ("Kho tệp", settings.s3_endpoint.rpartition(":")[0] or settings.s3_endpoint),
        ("Kho bản gốc thứ hai", settings.second_endpoint.rpartition(":")[0]),
        ("Hàng đợi", urlsplit(str(settings.redis_url)).hostname),
        ("Ảnh nền bản đồ", urlsplit(settings.map_tiles).hostname),
        *(("Tra cứu", urlsplit(url).hostname) for url in settings.elastic_urls),
    ]
    return [(name, host) for name, host in given if host and host not in _NOWHERE]


def _last(records: Catalogue, task: KeepingTask) -> datetime | None:
    runs = [run.ended_at for run in records.keeping_runs(task) if run.outcome in ("done", "found")]
    return max((at for at in runs if at is not None), default=None)


def _sealed(settings: Settings) -> bool:
    """Whether backups can be made: they are always sealed, for the keys of the province."""
    try:
        return bool(recipients(settings))
    except NoBackupKey:
        return False


def _yes(holds: bool) -> str:
    return "có" if holds else "chưa"


_SECTIONS = (
    ("Bên kiểm soát và liên hệ", _who),
    ("Mục đích và cơ sở pháp lý", _purposes),
    ("Chủ thể và loại dữ liệu", _data),
    ("Bên nhận dữ liệu", _recipients),
    ("Nơi xử lý, chuyển dữ liệu", _abroad),
    ("Thời gian lưu giữ", _retention),
    ("Biện pháp bảo vệ", _security),
    ("Quyền của chủ thể dữ liệu", _rights),
    ("Đánh giá tác động", _risks),
)
