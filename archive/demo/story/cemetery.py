"""The third visit: stones in a cemetery of Quảng Trị, one of them of a man with the same name."""

from datetime import date

from archive.demo.bible import DemoFile, DemoItem, DemoVisit, Engraved, Speech, Stone, Voice
from schemas.holdings import AssetRole, ItemKind

_HUNG = ("LIỆT SĨ", "NGUYỄN VĂN HÙNG", "SINH NĂM: 1951", "QUÊ: PHÚ BÌNH - BẮC THÁI", "HY SINH: 28-7-1972")
_OTHER = ("LIỆT SĨ", "NGUYỄN VĂN HÙNG", "SINH NĂM: 1950", "QUÊ: THANH LIÊM - NAM HÀ", "HY SINH: 12-9-1972")
_NAM = ("LIỆT SĨ", "TRẦN ĐÌNH NAM", "CẤP BẬC: CHUẨN ÚY", "QUÊ: THANH LIÊM - NAM HÀ", "HY SINH: 28-7-1972")
_TINH = ("LIỆT SĨ", "PHẠM VĂN TÌNH", "SINH NĂM: 1953", "QUÊ: KIM SƠN - NINH BÌNH", "HY SINH: 3-9-1972")

_KEEPER = Speech(
    sentences=(
        "Tôi tên là Sen, trông nom nghĩa trang xã Triệu Thượng.",
        "Tôi đồng ý cho ghi âm.",
        "Ở đây có hai ngôi mộ cùng tên Nguyễn Văn Hùng.",
        "Một ngôi ở hàng ba, một ngôi ở hàng bảy.",
        "Năm một chín tám tư, các anh ở Nhan Biều được quy tập về đây.",
        "Trong mộ hàng ba có một cái lọ nhỏ và một cái thìa.",
    ),
    voice=Voice.KEEPER,
    suffix="mp3",
)


def _stone(
    key: str, title: str, words: str, files: tuple[DemoFile, ...], man: str, expect: tuple[str, ...]
) -> DemoItem:
    return DemoItem(key, ItemKind.GRAVESTONE, title, words, files, (man,), expect, "2026-10-25")


ITEMS = (
    _stone(
        "bia-hung",
        "Bia mộ Nguyễn Văn Hùng, quê Phú Bình, Bắc Thái",
        "Hàng 3, mộ 12. Bia ghi năm sinh 1951, khác giấy báo tử.",
        (
            DemoFile("20261025_081501", Stone(_HUNG, "left", "black"), AssetRole.FRONT),
            DemoFile("20261025_081522", Stone(_HUNG, "near", "black"), AssetRole.DETAIL),
        ),
        "hung",
        ("NGUYEN VAN HUNG", "1951", "PHU BINH"),
    ),
    _stone(
        "bia-hung-thanh-liem",
        "Bia mộ Nguyễn Văn Hùng, quê Thanh Liêm, Nam Hà",
        "Hàng 7, mộ 4. Cùng tên, không phải người Phú Bình.",
        (DemoFile("20261025_083045", Stone(_OTHER, "right", "grey")),),
        "hung_thanh_liem",
        ("NGUYEN VAN HUNG", "1950", "THANH LIEM"),
    ),
    _stone(
        "bia-nam",
        "Bia mộ Trần Đình Nam",
        "Hàng 3, mộ 11, cạnh mộ Nguyễn Văn Hùng.",
        (DemoFile("20261025_081702", Stone(_NAM, "far", "black")),),
        "nam",
        ("TRAN DINH NAM",),
    ),
    _stone(
        "bia-tinh",
        "Bia mộ Phạm Văn Tình (chữ mờ)",
        "Hàng 9, mộ 2. Chữ nhũ bong nhiều, nắng xiên.",
        (DemoFile("20261025_090818", Stone(_TINH, "left", "grey", worn=0.45)),),
        "tinh",
        ("PHAM VAN TINH",),
    ),
    DemoItem(
        "thia-khac",
        ItemKind.RELIC,
        "Thìa nhôm khắc chữ, tìm thấy khi quy tập",
        "Người quản trang giữ từ năm 1984. Chữ khắc có thể là tên viết tắt.",
        (DemoFile("20261025_093310", Engraved("spoon", ("N.V.H", "BT 72"))),),
        ("hung",),
        (),
        "1984",
    ),
    DemoItem(
        "loi-ke-quan-trang",
        ItemKind.TESTIMONY,
        "Lời kể của người quản trang nghĩa trang xã Triệu Thượng",
        "Bà Sen kể về đợt quy tập năm 1984.",
        (DemoFile("ghi-am-quan-trang", _KEEPER, AssetRole.RECORDING),),
        ("hung", "hung_thanh_liem"),
        ("hàng ba",),
        "2026-10-25",
    ),
)

CEMETERY = DemoVisit(
    "trieu-phong",
    "Nghĩa trang liệt sĩ xã Triệu Thượng cũ (câu chuyện mẫu)",
    "Triệu Phong",
    date(2026, 10, 25),
    "",
    "Đội thanh niên tình nguyện Thái Nguyên",
    ("Bà Sen, quản trang",),
    (
        "Triệu Thượng",
        "Triệu Phong",
        "Nguyễn Văn Hùng",
        "Trần Đình Nam",
        "Nhan Biều",
        "quy tập",
        "nghĩa trang",
        "hàng ba",
        "hàng bảy",
        "Sen",
    ),
    "Chụp nơi công cộng. Bà Sen đồng ý ghi âm để xác minh, không công bố số mộ chính xác.",
    ITEMS,
)
